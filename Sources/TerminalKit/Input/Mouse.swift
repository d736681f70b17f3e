/// A mouse event. Selecting text (with Shift) is done by the terminal and causes no event.
public struct Mouse: Hashable, Sendable {
    /// A click of the left button, or one step of the wheel.
    public enum Kind: Hashable, Sendable { case click, wheelUp, wheelDown }

    /// Whether this is a click or a step of the wheel.
    public var kind: Kind
    /// The cell under the pointer.
    public var at: Point

    /// An event at a cell.
    public init(kind: Kind, at: Point) {
        self.kind = kind
        self.at = at
    }
}

/// Reads one mouse report of a terminal, in the newer form (`ESC [ <`) or the older form (`ESC [ M`).
struct MouseReport {
    private static let modifiers = 4 | 8 | 16
    private static let longest = 16

    /// The text after `ESC [ <` so far. The complete text is `button;column;row`, then `M` (pressed) or `m` (released).
    private var text = ""
    /// The characters after `ESC [ M` so far, of three; nil if the report has the newer form.
    private var old: [UInt32]?

    init(isOld: Bool) { old = isOld ? [] : nil }

    enum ReportProgress: Equatable {
        case more
        /// The report is complete. Nil if it is not an event of `Mouse.Kind`, such as a released button.
        case done(Mouse?)
        /// The text is not a mouse report.
        case broken
    }

    mutating func take(_ character: UInt32) -> ReportProgress {
        if let before = old {
            let all = before + [character]
            old = all
            return all.count < 3 ? .more : .done(Self.mouse(all.map { Int($0) - 32 }))
        }
        guard let scalar = Unicode.Scalar(character), text.utf8.count < Self.longest else { return .broken }
        switch scalar {
        case "0"..."9", ";":
            text.unicodeScalars.append(scalar)
            return .more
        case "M": return .done(Self.mouse(text.split(separator: ";").compactMap { Int($0) }))
        case "m": return .done(nil)
        default: return .broken
        }
    }

    /// The event for the three numbers of a report: button, column from 1, row from 1.
    private static func mouse(_ numbers: [Int]) -> Mouse? {
        guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
        let point = Point(x: numbers[1] - 1, y: numbers[2] - 1)
        switch numbers[0] {
        case 0: return Mouse(kind: .click, at: point)
        case let button where button & ~modifiers == 64: return Mouse(kind: .wheelUp, at: point)
        case let button where button & ~modifiers == 65: return Mouse(kind: .wheelDown, at: point)
        default: return nil
        }
    }
}
