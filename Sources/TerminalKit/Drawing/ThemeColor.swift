/// A colour, given for each kind of palette that a terminal may have.
public struct ThemeColor: Hashable, Sendable {
    /// The colour on terminals with 8 or 16 colours: 0 black, 1 red, 2 green, 3 yellow, 4 blue, 5 magenta, 6 cyan, 7 white; 8 to 15 are
    /// the bright variants in the same order. -1 is the terminal's default colour.
    public let basic: Int
    /// The colour on terminals with 256 colours: 0 to 255 in the xterm palette.
    public let extended: Int
    /// The exact colour, for terminals with direct colours; nil for a colour of the palette.
    private let exact: RGB?

    /// A colour for both palettes. Without `extended`, `basic` is used for both.
    public init(basic: Int, extended: Int? = nil) {
        self.basic = basic
        self.extended = extended ?? basic
        exact = nil
    }

    /// An exact colour. Terminals with 256 colours show the one of the xterm palette that is nearest to it.
    public init(_ rgb: RGB) {
        basic = -1
        extended = (16...255).min { rgb.distance(to: Self.palette($0)) < rgb.distance(to: Self.palette($1)) } ?? 231
        exact = rgb
    }

    /// A colour of the xterm palette that terminals with fewer than 256 colours do not have.
    init(extended: Int) { self.init(basic: -1, extended: extended) }

    /// The colour on terminals with direct colours: the value 0xRRGGBB of the xterm palette at `extended`. Numbers 0 to 7 are not
    /// converted, because these terminals use them for the first eight colours of the user's palette.
    public var direct: Int {
        // A terminal takes 0 to 7 for colours of its own palette, so that nearly black is a little blue.
        if let exact { return max(exact.value, 8) }
        switch extended {
        case ..<8: return extended
        case 8..<16: return Self.bright[extended - 8]
        default: return Self.palette(extended).value
        }
    }

    /// A colour of the xterm palette, from 16 to 255.
    private static func palette(_ number: Int) -> RGB {
        guard number < 232 else { return RGB((8 + 10 * (min(number, 255) - 232)) * 0x10101) }
        let (cube, steps) = (number - 16, [0, 0x5F, 0x87, 0xAF, 0xD7, 0xFF])
        return RGB(steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6])
    }

    private static let bright = [0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF]
    private static let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]

    /// Reads the name of a colour: `red`, `bright-red`, a number from 0 to 255 in the xterm palette, or `#ffaf00`. On terminals with fewer
    /// than 256 colours, a number above 15 and an exact colour mean the terminal's default colour. Nil if `name` is none of these.
    public init?(name: String) {
        if name.utf8.first == UInt8(ascii: "#") {
            let digits = name.dropFirst()
            guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit), let value = Int(digits, radix: 16) else { return nil }
            self.init(RGB(value))
            return
        }
        if let number = Int(name) {
            guard (0...255).contains(number) else { return nil }
            self.init(basic: number < 16 ? number : -1, extended: number)
            return
        }
        let isBright = name.hasPrefix("bright-")
        guard let index = Self.names.firstIndex(of: isBright ? String(name.dropFirst(7)) : name) else { return nil }
        self.init(basic: isBright ? index + 8 : index)
    }
}

/// The colours and attributes of a role. Nil means the terminal's default colour.
public struct Paint: Hashable, Sendable {
    /// The colour of the text; nil for the default.
    public var foreground: ThemeColor?
    /// The colour behind the text; nil for the default.
    public var background: ThemeColor?
    /// Further attributes: bold, dim, underline, reverse.
    public var attributes: Attributes = []

    /// A paint; by default the terminal's own colours.
    public init(foreground: ThemeColor? = nil, background: ThemeColor? = nil, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}
