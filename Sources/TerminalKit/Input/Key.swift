/// One key press or one paste. Only keys that every terminal can send are included.
public enum Key: Hashable, Sendable {
    /// A typed character, including the space. Enter, Tab and control characters have their own cases.
    case char(Character)
    /// A letter with Ctrl, in lower case: `ctrl("c")`.
    case ctrl(Character)
    /// The keys for editing and confirming.
    case enter, escape, tab, backTab, backspace, delete, insert
    /// The keys for moving.
    case up, down, left, right, pageUp, pageDown, home, end
    /// A function key: F1 is `function(1)`.
    case function(Int)
    /// A pasted text. Line breaks are `\n` and tabs are kept; other control characters are removed. A paste is never interpreted as key
    /// presses.
    case paste(String)
}

extension Key: CustomStringConvertible {
    private static let names: [(Key, String)] = [
        (.enter, "Enter"), (.escape, "Esc"), (.tab, "Tab"), (.backTab, "Shift-Tab"), (.backspace, "Backspace"),
        (.delete, "Del"), (.insert, "Ins"), (.up, "Up"), (.down, "Down"), (.left, "Left"), (.right, "Right"),
        (.pageUp, "PgUp"), (.pageDown, "PgDn"), (.home, "Home"), (.end, "End"), (.char(" "), "Space"),
    ]

    /// The usual name: `Ctrl-F`, `PgDn`, `Shift-Tab`, `g`.
    public var description: String {
        if let known = Self.names.first(where: { $0.0 == self }) { return known.1 }
        return switch self {
        case .char(let character): String(character)
        case .ctrl(let character): "Ctrl-" + character.uppercased()
        case .function(let number): "F\(number)"
        case .paste: "Paste"
        default: ""
        }
    }

    /// Parses a name as `description` gives it. Case matters only for single characters. Nil if `name` is not the name of a key.
    public init?(name: String) {
        let lower = name.lowercased()
        if let known = Self.names.first(where: { $0.1.lowercased() == lower }) {
            self = known.0
        } else if name.count == 1, let character = name.first {
            self = .char(character)
        } else if lower.hasPrefix("ctrl-"), lower.count == 6, let character = lower.last, character.isASCII {
            self = .ctrl(character)
        } else if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...24).contains(number) {
            self = .function(number)
        } else {
            return nil
        }
    }
}

extension Key {
    /// The key of a character that a terminal sends outside of escape sequences. Nil for other control characters.
    init?(typed scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x0A, 0x0D: self = .enter
        case 0x09: self = .tab
        case 0x08, 0x7F: self = .backspace
        // The byte that Ctrl-/ sends on most keyboards, and Ctrl-_ or Ctrl-7 on others.
        case 0x1F: self = .ctrl("_")
        case 0x01...0x1A: self = .ctrl(Character(Unicode.Scalar(UInt8(scalar.value + 0x60))))
        default:
            if scalar.properties.generalCategory == .control { return nil }
            self = .char(Character(scalar))
        }
    }
}
