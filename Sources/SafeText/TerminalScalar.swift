/// How one scalar is treated when a text is sanitised, independent of the scalars around it.
enum TerminalScalar {
    case text(Unicode.Scalar)
    case emoji(Unicode.Scalar)
    case space
    case lineBreak(isCarriageReturn: Bool)
    /// A combining mark. It takes no column and belongs to the base character before it.
    case mark(Unicode.Scalar)
    /// The zero-width joiner. It joins two emoji and is invisible anywhere else.
    case joiner
    /// A scalar that is removed, because it is invisible and only changes the characters around it.
    case invisible

    static let replacement: Unicode.Scalar = "\u{FFFD}"

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x20...0x7E: self = scalar == " " ? .space : .text(scalar)
        case 0x0A, 0x2028, 0x2029: self = .lineBreak(isCarriageReturn: false)
        case 0x0D: self = .lineBreak(isCarriageReturn: true)
        case 0x09: self = .space
        case 0x00...0x1F: self = .text(Self.picture(of: scalar.value))
        case 0x7F: self = .text("\u{2421}")
        case 0x80...0x9F: self = .text(Self.replacement)
        case 0x200D: self = .joiner
        // A flag is a pair of regional indicators; each becomes its letter.
        case 0x1F1E6...0x1F1FF: self = .text(Unicode.Scalar(UInt8(0x41 + scalar.value - 0x1F1E6)))
        // A skin tone changes the emoji before it, and terminals disagree about the width of the result.
        case 0x1F3FB...0x1F3FF: self = .invisible
        default: self = Self.byCategory(scalar)
        }
    }

    private static func byCategory(_ scalar: Unicode.Scalar) -> TerminalScalar {
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint { return .invisible }
        switch properties.generalCategory {
        case .format, .enclosingMark: return .invisible
        case .nonspacingMark: return .mark(scalar)
        case .spaceSeparator: return .space
        case .control, .unassigned, .privateUse, .surrogate: return .text(replacement)
        default: break
        }
        if isConjoiningJamo(scalar.value) { return .mark(scalar) }
        return properties.isEmoji ? .emoji(scalar) : .text(scalar)
    }

    /// Whether the scalar is a vowel or final consonant of decomposed Hangul, which takes no column of its own.
    private static func isConjoiningJamo(_ value: UInt32) -> Bool {
        (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value)
    }

    /// The visible symbol of a control character, such as `␛` for ESC. It shows which character was sent and has no effect.
    private static func picture(of control: UInt32) -> Unicode.Scalar {
        Unicode.Scalar(0x2400 + control) ?? replacement
    }
}
