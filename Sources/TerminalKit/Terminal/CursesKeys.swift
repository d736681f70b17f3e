import CNCurses

/// Turns the input of curses into keys and pastes. Unknown sequences are dropped and never become letters.
public struct CursesKeys {
    private enum Mode {
        case keys
        /// Between the two marks of a bracketed paste.
        case paste
        /// After ESC `[`, up to the letter that ends the sequence.
        case sequence
        /// Within a report of the mouse.
        case mouse
    }

    /// The largest size of a paste, in characters; the rest is dropped.
    public static let pasteLimit = 1 << 20

    private var mode = Mode.keys
    private var pasted = ""
    private var sawEscape = false
    private var report = MouseReport(isOld: false)
    private var moved: [Mouse] = []

    /// A paste has begun and its end has not come yet.
    public var isPasting: Bool { mode == .paste }

    /// A character that was read; the key it completes, if any.
    public mutating func take(character: UInt32) -> [Key] {
        switch mode {
        case .paste:
            paste(character)
            return []
        case .sequence:
            // Parameters come before the final byte of a control sequence.
            if !(0x20...0x3F).contains(character) { mode = .keys }
            return []
        case .mouse:
            switch report.take(character) {
            case .more: break
            case .broken: mode = .keys
            case .done(let mouse):
                mode = .keys
                moved += [mouse].compactMap { $0 }
            }
            return []
        case .keys:
            return afterEscape(character)
        }
    }

    /// The mouse events since the last call.
    public mutating func takeMouse() -> [Mouse] {
        defer { moved = [] }
        return moved
    }

    /// A key code that was read; the key it completes, if any.
    public mutating func take(code: Int) -> [Key] {
        switch code {
        case HDOC_KEY_PASTE_BEGIN:
            mode = .paste
            return flush()
        case HDOC_KEY_PASTE_END:
            return endPaste()
        case HDOC_KEY_MOUSE, HDOC_KEY_MOUSE_OLD:
            guard mode != .paste else { return [] }
            defer { (mode, report) = (.mouse, MouseReport(isOld: code == HDOC_KEY_MOUSE_OLD)) }
            return flush()
        default:
            guard mode != .paste else { return [] }
            return flush() + (Self.named(code).map { [$0] } ?? [])
        }
    }

    /// Call this if no more input is pending: a single ESC then is the Escape key.
    public mutating func flush() -> [Key] {
        defer { sawEscape = false }
        if mode == .sequence { mode = .keys }
        return sawEscape ? [.escape] : []
    }

    /// Call this if the end of a paste does not arrive in time: the received text then is the paste.
    public mutating func endPaste() -> [Key] {
        guard mode == .paste else { return [] }
        defer { pasted = "" }
        mode = .keys
        return pasted.isEmpty ? [] : [.paste(pasted)]
    }

    private mutating func afterEscape(_ character: UInt32) -> [Key] {
        if sawEscape && character == 0x5B {
            sawEscape = false
            mode = .sequence
            return []
        }
        let before = flush()
        if character == 0x1B {
            sawEscape = true
            return before
        }
        return before + (Self.typed(character).map { [$0] } ?? [])
    }

    private mutating func paste(_ character: UInt32) {
        guard pasted.utf8.count < Self.pasteLimit, let scalar = Unicode.Scalar(character) else { return }
        // Terminals send a line break as Enter does.
        if scalar == "\r" {
            pasted.append("\n")
        } else if scalar == "\n" || scalar == "\t" || scalar.properties.generalCategory != .control {
            pasted.unicodeScalars.append(scalar)
        }
    }

    private static func typed(_ character: UInt32) -> Key? {
        switch character {
        case 0x0A, 0x0D: return .enter
        case 0x09: return .tab
        case 0x08, 0x7F: return .backspace
        // Ctrl-/ on most keyboards, Ctrl-_ and Ctrl-7 on others.
        case 0x1F: return .ctrl("_")
        case 0x01...0x1A: return .ctrl(Character(Unicode.Scalar(UInt8(character + 0x60))))
        default:
            guard let scalar = Unicode.Scalar(character), scalar.properties.generalCategory != .control else { return nil }
            return .char(Character(scalar))
        }
    }

    private static let names: [Int: Key] = [
        HDOC_KEY_UP: .up, HDOC_KEY_DOWN: .down, HDOC_KEY_LEFT: .left, HDOC_KEY_RIGHT: .right, HDOC_KEY_PAGE_UP: .pageUp,
        HDOC_KEY_PAGE_DOWN: .pageDown, HDOC_KEY_HOME: .home, HDOC_KEY_END: .end, HDOC_KEY_ENTER: .enter,
        HDOC_KEY_BACKSPACE: .backspace, HDOC_KEY_DELETE: .delete, HDOC_KEY_INSERT: .insert, HDOC_KEY_BACK_TAB: .backTab,
    ]

    private static func named(_ code: Int) -> Key? {
        names[code] ?? (code > HDOC_KEY_F0 ? .function(code - HDOC_KEY_F0) : nil)
    }

    public init() {
    }
}
