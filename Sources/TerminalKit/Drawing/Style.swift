/// The meaning of a piece of text. A `Theme` gives each role its appearance.
public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Ordinary text.
    case normal
    /// Secondary text: ages, hints, and things that do not exist yet.
    case dim
    /// The most important text of a screen.
    case accent
    /// Text that needs attention: something at risk, stale or failed.
    case warning
    /// The row or field that keys act on.
    case selected
    /// The first line of a screen, and headings.
    case title
    /// Column headings of a table.
    case header
    /// The part of a text that a search found.
    case match
    /// The name of a production stage, so that users do not confuse it with another stage.
    case prod
    /// A key's name in a hint.
    case key
    /// A bar that shows a number, which stands beside it.
    case bar
    /// What lies behind a dialog and cannot be used meanwhile.
    case behind
}

/// Text attributes such as bold, in addition to those that the theme gives the role.
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
    /// The meaning of the text. The theme gives it colours and attributes.
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
    /// The role `bar` without further attributes.
    public static let bar = Style(role: .bar)
    /// The role `behind` without further attributes.
    public static let behind = Style(role: .behind)

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
    /// The http or https address that a click on the text opens; nil if there is none.
    public var link: String?

    /// A text in a style.
    public init(_ text: String, _ style: Style = .normal, link: String? = nil) {
        (self.text, self.style, self.link) = (text, style, link)
    }
}
