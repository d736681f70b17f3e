/// Keys with modifiers, in the form of xterm (`ESC [ 1 ; 129 A`) and of kitty's keyboard protocol (`ESC [ 99 ; 5 u`).
enum KeyCodes {
    private static let shift = 1, alt = 2, control = 4
    /// Caps Lock and Num Lock, which do not change what a key does.
    private static let locks = 64 | 128

    /// The keys that a sequence stands for, empty if hdoc does not use them; nil if it is not a key. A letter with Alt is Esc and the
    /// letter, as other terminals send it.
    static func keys(_ sequence: ControlSequence) -> [Key]? {
        guard sequence.prefix == nil, sequence.intermediate == nil else { return nil }
        let parameters = sequence.parameters
        let modifiers = (parameters.count > 1 ? max(0, parameters[1] - 1) : 0) & ~locks
        if sequence.final == "u" { return parameters.first.map { typed($0, modifiers) } }
        guard parameters.count == 2 || parameters.isEmpty, let key = function(sequence) else { return nil }
        return modifiers == 0 ? [key] : []
    }

    private static func function(_ sequence: ControlSequence) -> Key? {
        switch sequence.final {
        case "A": .up
        case "B": .down
        case "C": .right
        case "D": .left
        case "H": .home
        case "F": .end
        case "P": .function(1)
        case "Q": .function(2)
        case "S": .function(4)
        case "~": sequence.parameters.first.flatMap { KeySequences.numbered[$0] }
        default: nil
        }
    }

    private static func typed(_ code: Int, _ modifiers: Int) -> [Key] {
        guard let key = named[code] ?? character(code) else { return [] }
        switch modifiers {
        case 0: return [key]
        case shift: return [key == .tab ? .backTab : key]
        case alt, alt | shift: return [.escape, key]
        case control, control | shift: return [controlled(key)]
        default: return []
        }
    }

    private static func character(_ code: Int) -> Key? {
        guard code >= 0x20, !(57344...63743).contains(code), let scalar = Unicode.Scalar(UInt32(code)),
            scalar.properties.generalCategory != .control
        else { return nil }
        return .char(Character(scalar))
    }

    /// What a key with Ctrl means on terminals without the protocol, where some letters are the same as other keys.
    private static func controlled(_ key: Key) -> Key {
        guard case .char(let character) = key, let letter = character.lowercased().first else { return key }
        switch letter {
        case "h": return .backspace
        case "i": return .tab
        case "j", "m": return .enter
        case "[": return .escape
        case "/", "7", "_", "-": return .ctrl("_")
        default: return .ctrl(letter)
        }
    }

    /// The keys without a character, and those of the number pad.
    private static let named: [Int: Key] = {
        var keys: [Int: Key] = [
            27: .escape, 13: .enter, 9: .tab, 127: .backspace, 57409: .char("."), 57410: .char("/"), 57411: .char("*"), 57412: .char("-"),
            57413: .char("+"), 57414: .enter, 57415: .char("="), 57417: .left, 57418: .right, 57419: .up, 57420: .down, 57421: .pageUp,
            57422: .pageDown, 57423: .home, 57424: .end, 57425: .insert, 57426: .delete,
        ]
        for digit in 0...9 { keys[57399 + digit] = .char(Character(String(digit))) }
        for number in 13...24 { keys[57376 + number - 13] = .function(number) }
        return keys
    }()
}
