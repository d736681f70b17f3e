/// A mouse event. Terminals handle text selection (with Shift) themselves.
public struct Mouse: Hashable, Sendable {
    /// A click of the left button, or one step of the wheel.
    public enum Kind: Hashable, Sendable { case click, wheelUp, wheelDown }

    /// What happened.
    public var kind: Kind
    /// The cell under the pointer.
    public var at: Point

    /// An event at a cell.
    public init(kind: Kind, at: Point) {
        self.kind = kind
        self.at = at
    }
}

/// Reads a terminal's reports of its mouse, in either of the two forms there are.
struct MouseReport {
    private static let modifiers = 4 | 8 | 16
    private static let longest = 16

    /// What came after `ESC [ <`: `button;column;row`, then `M` for down or `m` for up.
    private var text = ""
    /// The three characters after `ESC [ M`; nil where the report is of the other form.
    private var old: [UInt32]?

    init(isOld: Bool) { old = isOld ? [] : nil }

    enum ReportProgress: Equatable {
        case more
        /// It is complete; nil where it says nothing of interest.
        case done(Mouse?)
        /// This is no report.
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

    /// Button, column, row; the latter two from 1.
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
