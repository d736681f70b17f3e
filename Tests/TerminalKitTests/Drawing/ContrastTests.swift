import Testing

@testable import TerminalKit

@Suite("The contrast of the themes")
struct ContrastTests {
    /// Backgrounds of usual terminals: black, Visual Studio Code, One Dark, Solarized Dark, Nord.
    private static let dark = [0x000000, 0x1E1E1E, 0x282C34, 0x002B36, 0x2E3440].map { RGB($0) }
    /// White, Solarized Light in both of its backgrounds, GitHub.
    private static let light = [0xFFFFFF, 0xFDF6E3, 0xEEE8D5, 0xF6F8FA].map { RGB($0) }

    private func backgrounds(_ name: String) -> [RGB] { name == "light" ? Self.light : Self.dark }

    /// The contrast of a role on a background of the terminal; nil if the role leaves both colours to the terminal.
    private func contrast(_ paint: Paint, on terminal: RGB) -> Double? {
        if paint.foreground == nil && paint.background == nil { return nil }
        let behind = paint.background.map { RGB($0.direct) } ?? terminal
        // Without a text colour, the terminal chooses one; only a theme without a background may do that.
        guard let text = paint.foreground.map({ RGB($0.direct) }) else { return nil }
        return text.contrast(with: behind)
    }

    @Test func `known ratios are computed as WCAG 2 defines them`() {
        #expect(abs(RGB(0x000000).contrast(with: RGB(0xFFFFFF)) - 21) < 0.001)
        #expect(abs(RGB(0x777777).contrast(with: RGB(0xFFFFFF)) - 4.48) < 0.01)
        #expect(RGB(0x777777).contrast(with: RGB(0x777777)) == 1)
    }

    @Test(arguments: ["dark", "light"])
    func `every role has a contrast of at least 4_5 to 1 on usual backgrounds`(name: String) throws {
        let theme = try #require(Theme(named: name))
        for role in Role.allCases {
            for behind in backgrounds(name) {
                guard let ratio = contrast(theme[role], on: behind) else { continue }
                #expect(ratio >= 4.5, "\(name), \(role) on \(behind): \(ratio)")
            }
        }
    }

    @Test(arguments: ["dark", "light"])
    func `in high contrast every role has at least 7 to 1, and no colour is left to the terminal`(name: String) throws {
        let theme = try #require(Theme(named: name, contrast: .high))
        for role in Role.allCases {
            let paint = theme[role]
            #expect(paint.foreground != nil && paint.background != nil, "\(name), \(role)")
            let ratio = try #require(contrast(paint, on: RGB(0x808080)))
            #expect(ratio >= 7, "\(name), \(role): \(ratio)")
        }
    }

    @Test(arguments: Theme.named.map(\.name), Contrast.allCases)
    func `no theme dims a text, and each role with a meaning differs from normal text without its colour`(name: String, contrast: Contrast)
        throws
    {
        let theme = try #require(Theme(named: name, contrast: contrast))
        for role in Role.allCases where role != .behind { #expect(!theme[role].attributes.contains(.dim), "\(name), \(role)") }
        for colors in [0, 8, 16, 88] {
            for role in Role.allCases where ![.normal, .dim, .bar].contains(role) {
                let paint = theme.reduced(to: colors)[role]
                #expect(paint.foreground == nil && paint.background == nil && !paint.attributes.isEmpty, "\(name), \(role), \(colors)")
            }
        }
    }

    @Test func `a colour that the user chose stays with 8 colours, and none is sent to a terminal without colours`() throws {
        let theme = try #require(Theme(named: "dark", colours: ["accent": "green"]))
        #expect(theme.reduced(to: 8)[.accent].foreground == ThemeColor(basic: 2))
        #expect(theme.reduced(to: 8)[.accent].attributes == .bold)
        #expect(theme.reduced(to: 0)[.accent].foreground == nil)
        #expect(theme.reduced(to: 256) == theme)
    }
}
