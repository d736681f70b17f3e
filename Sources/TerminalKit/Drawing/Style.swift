/// What a piece of text is, not how it looks: a `Theme` decides that.
public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Ordinary text.
    case normal
    /// Secondary: ages, hints, what is not there yet.
    case dim
    /// The one accent: what matters most on a screen.
    case accent
    /// Needs attention: at risk, stale, failed.
    case warning
    /// The row or field that keys act on.
    case selected
    /// The first line and headings.
    case title
    /// Column headings of a table.
    case header
    /// The part of a text that a search found.
    case match
    /// A production stage's name, so that it is never mistaken for another.
    case prod
    /// A key's name in a hint.
    case key
}

/// Bold and the like, on top of what the role brings.
public struct Attributes: OptionSet, Hashable, Sendable {
    /// The bits of the set.
    public let rawValue: UInt8

    /// Bold text.
    public static let bold = Attributes(rawValue: 1)
    /// Dim text.
    public static let dim = Attributes(rawValue: 2)
    /// Underlined text.
    public static let underline = Attributes(rawValue: 4)
    /// Foreground and background exchanged.
    public static let reverse = Attributes(rawValue: 8)

    /// A set by its bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }
}

/// The appearance of a text: its role and further attributes.
public struct Style: Hashable, Sendable {
    /// What the text is; the theme gives the colours.
    public var role: Role
    /// Attributes in addition to those of the role.
    public var attributes: Attributes = []

    /// The role `normal` without further attributes.
    public static let normal = Style(role: .normal)
    /// The role `dim` without further attributes.
    public static let dim = Style(role: .dim)
    /// The role `accent` without further attributes.
    public static let accent = Style(role: .accent)
    /// The role `warning` without further attributes.
    public static let warning = Style(role: .warning)
    /// The role `selected` without further attributes.
    public static let selected = Style(role: .selected)
    /// The role `title` without further attributes.
    public static let title = Style(role: .title)
    /// The role `header` without further attributes.
    public static let header = Style(role: .header)
    /// The role `match` without further attributes.
    public static let match = Style(role: .match)
    /// The role `prod` without further attributes.
    public static let prod = Style(role: .prod)
    /// The role `key` without further attributes.
    public static let key = Style(role: .key)

    /// The same style, bold.
    public var bold: Style { with(.bold) }
    /// The same style, underlined.
    public var underlined: Style { with(.underline) }
    /// The same style with foreground and background exchanged.
    public var reversed: Style { with(.reverse) }

    private func with(_ attribute: Attributes) -> Style {
        Style(role: role, attributes: attributes.union(attribute))
    }

    /// A style for a role.
    public init(role: Role, attributes: Attributes = []) {
        self.role = role
        self.attributes = attributes
    }
}

/// A piece of one line in one style.
public struct Span: Hashable, Sendable {
    /// The text; a frame sanitises it when it is drawn.
    public var text: String
    /// How the text looks.
    public var style: Style

    /// A text in a style.
    public init(_ text: String, _ style: Style = .normal) {
        self.text = text
        self.style = style
    }
}
