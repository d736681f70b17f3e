/// How much the colours of a theme differ from their background.
public enum Contrast: String, Sendable, CaseIterable {
    /// At least 4.5:1, on the usual backgrounds of terminals.
    case normal
    /// At least 7:1. The theme sets every background itself, so that the colours of the terminal do not matter.
    case high
}

/// The appearance of every role. Screens never give information by colour alone, so nothing is lost in the theme `mono`.
public struct Theme: Hashable, Sendable {
    private var paints: [Role: Paint]
    /// Colours that the user chose for single roles.
    private var chosen: [Role: ThemeColor] = [:]

    /// A theme with these paints. Roles without one look like normal text.
    public init(paints: [Role: Paint]) {
        self.paints = paints
    }

    /// All themes with their names in the configuration, each with the same theme in high contrast. To add a theme, add it to this list.
    public static let named: [(name: String, theme: Theme, highContrast: Theme)] = [
        ("dark", .dark, .darkHigh), ("light", .light, .lightHigh), ("mono", .mono, .mono),
    ]

    /// The theme of `named` with this name, with other text colours for single roles; nil if there is none. The keys of `colours` are
    /// names of roles, the values names of colours. Unknown ones are ignored here; the check of the configuration reports them.
    public init?(named name: String, contrast: Contrast = .normal, colours: [String: String] = [:]) {
        guard let known = Self.named.first(where: { $0.name == name }) else { return nil }
        self = contrast == .high ? known.highContrast : known.theme
        for (element, colour) in colours {
            guard let role = Role(rawValue: element), let colour = ThemeColor(name: colour) else { continue }
            chosen[role] = colour
        }
    }

    /// The paint of a role; the paint of normal text if the theme has none.
    public subscript(_ role: Role) -> Paint {
        var paint = paints[role] ?? paints[.normal] ?? Paint()
        if let colour = chosen[role] { paint.foreground = colour }
        return paint
    }

    /// The appearance of a style: the paint of its role together with the style's own attributes.
    public func paint(_ style: Style) -> Paint {
        var paint = self[style.role]
        paint.attributes.formUnion(style.attributes)
        return paint
    }

    /// The theme as a terminal with this number of colours shows it. With fewer than 256 colours, only the terminal knows how they look, so
    /// attributes distinguish the roles. The colours that the user chose stay.
    public func reduced(to colors: Int) -> Theme {
        if colors >= 256 { return self }
        var reduced = Theme.mono
        if colors > 0 { reduced.chosen = chosen }
        return reduced
    }
}

// MARK: The themes

extension Theme {
    /// The theme for terminals with a dark background.
    public static let dark = coloured(accent: 80, warning: 214, dim: 248, bar: 109, prod: 160)
    /// The theme for terminals with a light background.
    public static let light = coloured(accent: 25, warning: 94, dim: 240, bar: 60, prod: 160)
    /// The theme `dark` in high contrast: black behind everything.
    public static let darkHigh = coloured(accent: 87, warning: 220, dim: 252, bar: 152, prod: 124, text: 231, behind: 16)
    /// The theme `light` in high contrast: white behind everything.
    public static let lightHigh = coloured(accent: 18, warning: 88, dim: 236, bar: 23, prod: 88, text: 16, behind: 231)

    /// The theme without colours.
    public static let mono = Theme(paints: [
        .accent: Paint(attributes: .bold), .warning: Paint(attributes: [.bold, .underline]),
        .selected: Paint(attributes: .reverse), .title: Paint(attributes: .bold), .header: Paint(attributes: .underline),
        .match: Paint(attributes: .underline), .prod: Paint(attributes: [.bold, .reverse]), .key: Paint(attributes: .bold),
        .behind: Paint(attributes: .dim),
    ])

    /// A theme with colours of the xterm palette, from 16 on: a terminal may show the first sixteen in any colour. `text` and `behind` are
    /// the colours of normal text; nil leaves them to the terminal.
    private static func coloured(
        accent: Int, warning: Int, dim: Int, bar: Int, prod: Int, text: Int? = nil, behind: Int? = nil
    ) -> Theme {
        func paint(_ colour: Int?, _ attributes: Attributes = []) -> Paint {
            Paint(
                foreground: (colour ?? text).map(ThemeColor.init(extended:)), background: behind.map(ThemeColor.init(extended:)),
                attributes: attributes)
        }
        return Theme(paints: [
            .normal: paint(nil), .dim: paint(dim), .accent: paint(accent), .warning: paint(warning),
            .selected: paint(accent, .reverse), .title: paint(nil, .bold), .header: paint(dim, .underline),
            .match: paint(accent, .underline), .key: paint(accent), .bar: paint(bar), .behind: paint(dim),
            .prod: Paint(foreground: ThemeColor(extended: 231), background: ThemeColor(extended: prod), attributes: .bold),
        ])
    }
}
