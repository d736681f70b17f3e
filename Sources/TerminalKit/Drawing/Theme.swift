/// A colour for terminals with different palettes.
public struct ThemeColor: Hashable, Sendable {
    /// With 16 or 8 colours: 0 black, 1 red, 2 green, 3 yellow, 4 blue, 5 magenta, 6 cyan, 7 white, 8…15 the same, bright.
    public let basic: Int
    /// With 256 colours: 0…255 of the xterm palette.
    public let extended: Int

    /// A colour for both palettes. Without `extended`, `basic` serves for both.
    public init(basic: Int, extended: Int? = nil) {
        self.basic = basic
        self.extended = extended ?? basic
    }

    /// With colours by their parts, 0xRRGGBB: what xterm's palette has at `extended`. The first eight stay numbers, because
    /// such terminals know those as the person's own.
    public var direct: Int {
        switch extended {
        case ..<8: return extended
        case 8..<16: return Self.bright[extended - 8]
        case 16..<232:
            let (cube, steps) = (extended - 16, [0, 0x5F, 0x87, 0xAF, 0xD7, 0xFF])
            return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6]
        default: return (8 + 10 * (min(extended, 255) - 232)) * 0x10101
        }
    }

    private static let bright = [0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF]
    private static let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]

    /// `red`, `bright-red`, or a number of the xterm palette (where fewer than 256 colours are shown, numbers above 15 become the
    /// terminal's own); nil for anything else.
    public init?(name: String) {
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
    /// Bold, dim, underline, reverse.
    public var attributes: Attributes = []

    /// A paint; by default the terminal's own colours.
    public init(foreground: ThemeColor? = nil, background: ThemeColor? = nil, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}

/// The appearance of every role. No information depends on colour alone, so the mono theme shows all of it.
public struct Theme: Hashable, Sendable {
    private var paints: [Role: Paint]

    /// A theme with these paints. Roles without one look like normal text.
    public init(paints: [Role: Paint]) {
        self.paints = paints
    }

    /// Every theme with the name that a configuration gives it. A new theme is one more line here.
    public static let named: [(name: String, theme: Theme)] = [("dark", .dark), ("light", .light), ("mono", .mono)]

    /// A theme of `named`; nil for another name.
    public init?(named name: String) {
        guard let known = Self.named.first(where: { $0.name == name }) else { return nil }
        self = known.theme
    }

    /// The same with single colours of one's own, by element. Names that mean nothing are the configuration's to report.
    public init?(named name: String, colours: [String: String]) {
        self.init(named: name)
        for (element, colour) in colours {
            guard let role = Role(rawValue: element), let colour = ThemeColor(name: colour) else { continue }
            self[role].foreground = colour
        }
    }

    /// For terminals with a dark background.
    public static let dark = Theme(accent: ThemeColor(basic: 6, extended: 80), warning: ThemeColor(basic: 3, extended: 214))
    /// For terminals with a light background.
    public static let light = Theme(accent: ThemeColor(basic: 4, extended: 25), warning: ThemeColor(basic: 1, extended: 130))

    /// Without colours.
    public static let mono = Theme(paints: [
        .dim: Paint(attributes: .dim), .accent: Paint(attributes: .bold), .warning: Paint(attributes: [.bold, .underline]),
        .selected: Paint(attributes: .reverse), .title: Paint(attributes: .bold), .header: Paint(attributes: .underline),
        .match: Paint(attributes: .underline), .prod: Paint(attributes: [.bold, .reverse]), .key: Paint(attributes: .bold),
    ])

    private init(accent: ThemeColor, warning: ThemeColor) {
        self.init(paints: [
            .dim: Paint(attributes: .dim), .accent: Paint(foreground: accent), .warning: Paint(foreground: warning),
            .selected: Paint(foreground: accent, attributes: .reverse), .title: Paint(attributes: .bold),
            .header: Paint(attributes: [.dim, .underline]), .match: Paint(foreground: accent, attributes: .underline),
            .prod: Paint(
                foreground: ThemeColor(basic: 7, extended: 231), background: ThemeColor(basic: 1, extended: 160),
                attributes: .bold),
            .key: Paint(foreground: accent),
        ])
    }

    /// The paint of a role; the terminal's defaults if the theme has none.
    public subscript(_ role: Role) -> Paint {
        get { paints[role] ?? Paint() }
        set { paints[role] = newValue }
    }

    /// How a style looks: the role's paint and the style's own attributes.
    public func paint(_ style: Style) -> Paint {
        var paint = self[style.role]
        paint.attributes.formUnion(style.attributes)
        return paint
    }
}
