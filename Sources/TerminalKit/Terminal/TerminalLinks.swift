/// Draws the links of a frame again with their addresses (OSC 8), because curses does not know links.
struct TerminalLinks {
    private static let longest = 2000

    /// The number of colours of the terminal; 0 if it has none.
    let colors: Int
    let theme: Theme

    /// The links that are safe to send: http or https, only visible ASCII characters, and not too long.
    static func safe(_ links: [FrameLink]) -> [FrameLink] {
        links.filter { link in
            let bytes = Array(link.url.utf8)
            return bytes.count <= longest && bytes.allSatisfy { (0x21...0x7E).contains($0) }
                && (bytes.starts(with: Array("https://".utf8)) || bytes.starts(with: Array("http://".utf8)))
        }
    }

    /// The bytes that draw these links of a frame. The cursor, its place and the colours are as before afterwards.
    func sequence(_ links: [FrameLink], of frame: Frame) -> String {
        guard !links.isEmpty else { return "" }
        return "\u{1B}7" + links.map { draw($0, frame) }.joined() + "\u{1B}[m\u{1B}8"
    }

    private func draw(_ link: FrameLink, _ frame: Frame) -> String {
        let cells = frame.row(link.area.minY).dropFirst(link.area.minX).prefix(link.area.width)
        var text = "\u{1B}[\(link.area.minY + 1);\(link.area.minX + 1)H\u{1B}]8;;\(link.url)\u{1B}\\"
        var style: Style?
        for cell in cells {
            if cell.style != style { text += rendition(of: cell.style) }
            style = cell.style
            text += cell.text
        }
        return text + "\u{1B}]8;;\u{1B}\\"
    }

    private func rendition(of style: Style) -> String {
        let paint = theme.paint(style)
        let attributes: [(Attributes, String)] = [(.bold, "1"), (.dim, "2"), (.underline, "4"), (.reverse, "7")]
        var codes = ["0"] + attributes.filter { paint.attributes.contains($0.0) }.map(\.1)
        codes += [code(paint.foreground, base: 30), code(paint.background, base: 40)].compactMap { $0 }
        return "\u{1B}[\(codes.joined(separator: ";"))m"
    }

    private func code(_ color: ThemeColor?, base: Int) -> String? {
        guard let color, colors >= 8 else { return nil }
        if colors > 256, color.direct >= 8 {
            let rgb = RGB(color.direct)
            return "\(base + 8);2;\(rgb.red);\(rgb.green);\(rgb.blue)"
        }
        if colors >= 256 { return "\(base + 8);5;\(color.extended)" }
        return color.basic < 0 ? nil : String(color.basic < 8 ? base + color.basic : base + 60 + color.basic - 8)
    }
}
