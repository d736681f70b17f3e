/// What a piece of text is, not how it looks: a `Theme` decides that.
public enum Role: String, Hashable, Sendable, CaseIterable {
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
    public let rawValue: UInt8

    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let underline = Attributes(rawValue: 4)
    public static let reverse = Attributes(rawValue: 8)

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }
}

public struct Style: Hashable, Sendable {
    public var role: Role
    public var attributes: Attributes = []

    public static let normal = Style(role: .normal)
    public static let dim = Style(role: .dim)
    public static let accent = Style(role: .accent)
    public static let warning = Style(role: .warning)
    public static let selected = Style(role: .selected)
    public static let title = Style(role: .title)
    public static let header = Style(role: .header)
    public static let match = Style(role: .match)
    public static let prod = Style(role: .prod)
    public static let key = Style(role: .key)

    public var bold: Style { with(.bold) }
    public var underlined: Style { with(.underline) }
    public var reversed: Style { with(.reverse) }

    private func with(_ attribute: Attributes) -> Style {
        Style(role: role, attributes: attributes.union(attribute))
    }

    public init(role: Role, attributes: Attributes = []) {
        self.role = role
        self.attributes = attributes
    }
}

/// A piece of one line in one style.
public struct Span: Hashable, Sendable {
    public var text: String
    public var style: Style

    public init(_ text: String, _ style: Style = .normal) {
        self.text = text
        self.style = style
    }
}
