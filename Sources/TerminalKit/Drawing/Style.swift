/// What a piece of text is, not how it looks: a `Theme` decides that.
enum Role: String, Hashable, Sendable, CaseIterable {
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
struct Attributes: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let bold = Attributes(rawValue: 1)
    static let dim = Attributes(rawValue: 2)
    static let underline = Attributes(rawValue: 4)
    static let reverse = Attributes(rawValue: 8)
}

struct Style: Hashable, Sendable {
    var role: Role
    var attributes: Attributes = []

    static let normal = Style(role: .normal)
    static let dim = Style(role: .dim)
    static let accent = Style(role: .accent)
    static let warning = Style(role: .warning)
    static let selected = Style(role: .selected)
    static let title = Style(role: .title)
    static let header = Style(role: .header)
    static let match = Style(role: .match)
    static let prod = Style(role: .prod)
    static let key = Style(role: .key)

    var bold: Style { with(.bold) }
    var underlined: Style { with(.underline) }
    var reversed: Style { with(.reverse) }

    private func with(_ attribute: Attributes) -> Style {
        Style(role: role, attributes: attributes.union(attribute))
    }
}

/// A piece of one line in one style.
struct Span: Hashable, Sendable {
    var text: String
    var style: Style

    init(_ text: String, _ style: Style = .normal) {
        self.text = text
        self.style = style
    }
}
