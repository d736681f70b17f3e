import HDOCClient
import HDOCModels
import TerminalKit

/// The rows of a list and the lines of a text: saying them, moving between them, and choosing one by its number.
extension LinearTalk {
    /// Selects the row that was said with this number, and then does something with it.
    mutating func choose(
        _ number: Int, _ state: inout AppState, then run: (inout LinearTalk, inout AppState) -> LinearReply
    ) -> LinearReply {
        guard let list = LinearList.of(state), list.count > 0 else {
            return LinearReply(said: ["There are no rows here."], isQuiet: true)
        }
        var row = number - 1
        guard 0 <= row, row < list.count || ids[row] != nil else {
            return LinearReply(said: ["There is no row \(number); the list has \(Amounts.count(list.count, "row"))."], isQuiet: true)
        }
        // The list may have changed since the row was said.
        if let id = ids[row], row >= list.count || list.id(row) != id {
            guard let moved = (0..<list.count).first(where: { list.id($0) == id }) else {
                return LinearReply(said: ["The list has changed, and what was row \(number) is not in it any more."])
            }
            row = moved
        }
        list.select(row, &state)
        return run(&self, &state)
    }

    /// Says the selected row.
    mutating func chosen(_ state: AppState) -> LinearReply {
        guard let list = LinearList.of(state), let row = list.selected else { return LinearReply() }
        if case .requestInspector? = state.dialogs.last { return LinearReply() }
        return LinearReply(said: say(row..<row + 1, list), isQuiet: true)
    }

    static func move(of action: Action) -> ListMove? {
        switch action {
        case .down: .down
        case .up: .up
        case .pageDown: .pageDown
        case .pageUp: .pageUp
        case .first: .first
        case .last: .last
        default: nil
        }
    }

    mutating func move(_ move: ListMove, _ state: inout AppState) -> LinearReply {
        if case .reader(let reader)? = state.dialogs.last { return LinearReply(said: text(move, reader, state), isQuiet: true) }
        guard let list = LinearList.of(state), list.count > 0 else {
            return LinearReply(said: ["There are no rows here."], isQuiet: true)
        }
        let (here, last) = (list.selected, list.count - 1)
        let isPage = move == .pageDown || move == .pageUp
        let row =
            switch move {
            case .down: here.map { $0 + 1 } ?? rows.lowerBound
            case .up: (here ?? 0) - 1
            case .pageDown: rows.isEmpty ? here ?? 0 : rows.upperBound
            case .pageUp: rows.lowerBound == 0 ? -1 : max(0, rows.lowerBound - LinearList.page)
            case .first: 0
            case .last: last
            case .to(let row): row
            }
        if row > last { return LinearReply(said: ["There are no more rows; the list has \(list.count)."], isQuiet: true) }
        if row < 0 { return LinearReply(said: ["This is the beginning of the list."], isQuiet: true) }
        list.select(row, &state)
        // The place itself describes the selected request.
        if case .requestInspector? = state.dialogs.last { return LinearReply() }
        let end = isPage ? min(row + LinearList.page, list.count) : row + 1
        return LinearReply(said: say(row..<end, LinearList.of(state) ?? list), isQuiet: true)
    }

    /// Says rows and remembers them.
    mutating func say(_ rows: Range<Int>, _ list: LinearList) -> [String] {
        self.rows = rows
        for row in rows { ids[row] = list.id(row) }
        return rows.map { list.numbered($0) }
    }

    /// Forgets the conversation about a form that is closed. A form below a question stays open.
    mutating func forgetForm(_ state: AppState) {
        let isOpen = state.dialogs.contains { dialog in
            switch dialog {
            case .form, .signUp: true
            default: false
            }
        }
        if !isOpen { form = nil }
    }

    /// Forgets the rows of another place.
    mutating func forget() { (rows, ids, textLine) = (0..<0, [:], 0) }

    /// The next lines of the reader's text.
    mutating func text(_ move: ListMove, _ reader: ReaderState, _ state: AppState) -> [String] {
        let lines = LinearReader.lines(reader, state)
        let start =
            switch move {
            case .down, .pageDown: textLine
            case .up: max(0, textLine - 2)
            case .pageUp: max(0, textLine - 2 * LinearReader.page)
            case .first: 0
            case .last: max(0, lines.count - LinearReader.page)
            case .to(let line): line
            }
        let end = min(lines.count, start + (move == .down || move == .up ? 1 : LinearReader.page))
        guard start < end else { return ["This is the end of the text."] }
        textLine = end
        let rest = lines.count - end
        let more = rest > 0 && end - start > 1 ? ["\(Amounts.count(rest, "more line")); type more."] : []
        return lines[start..<end] + more
    }
}
