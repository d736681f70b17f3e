import FoundationEssentials
import HDOCClient
import TerminalKit

enum RequestInspectorView {
    private static let width = 92
    private static let mostRows = 8

    /// The lines that describe the selected request, and how many rows they and the list of requests get.
    struct InspectorLayout {
        var head: [Span]
        var headRows: Int
        /// The number of requests that are visible at the same time, without the header of the table.
        var listRows: Int

        /// The first visible line of the description.
        func offset(_ inspector: RequestInspectorState) -> Int { max(0, min(inspector.offset, head.count - headRows)) }
    }

    static func layout(_ inspector: RequestInspectorState, _ state: AppState) -> InspectorLayout {
        layout(inspector, state, in: Rect(size: state.size))
    }

    /// In a low window, the description keeps all rows except those of two requests, and scrolls.
    private static func layout(_ inspector: RequestInspectorState, _ state: AppState, in area: Rect) -> InspectorLayout {
        let head = head(inspector, state, width: max(1, min(width, area.width - 4)))
        let rows = min(mostRows, RequestInspectorUpdate.calls(inspector, state).count)
        let height = max(1, area.height - 2)
        let reserved = rows == 0 || height < 7 ? 0 : min(3, rows + 1)
        let headRows = max(1, min(head.count, height - reserved))
        return InspectorLayout(head: head, headRows: headRows, listRows: max(0, min(rows, height - headRows - 1)))
    }

    static func draw(_ inspector: RequestInspectorState, _ state: AppState, in area: Rect, of frame: inout Frame) {
        let layout = layout(inspector, state, in: area)
        let calls = RequestInspectorUpdate.calls(inspector, state)
        let rows = min(mostRows, calls.count)
        let table = rows == 0 ? 0 : rows + 1
        let title = inspector.showsAll ? "All requests of this run" : "Requests of \(state.tab.screen.title)"
        let inside = Popup.draw(
            into: &frame, area: area, title: title,
            content: Size(width: width, height: layout.head.count + table + (rows == 0 ? 2 : 3)), glyphs: state.glyphs)
        guard !inside.isEmpty else { return }
        frame.cursor = inside.origin
        // In a low window, the selected request has priority over the list, and the list over the keys.
        let headRows = min(layout.headRows, inside.height)
        let parts = inside.split(rows: [
            .fixed(headRows), .fixed(inside.height >= headRows + table + 2 ? 1 : 0), .share(1),
            .fixed(inside.height >= headRows + table + 1 ? 1 : 0),
        ])
        for (row, line) in layout.head.dropFirst(layout.offset(inspector)).prefix(headRows).enumerated() {
            frame.put([line], in: parts[0], row: row)
        }
        drawList(calls, inspector, state, in: parts[2], of: &frame)
        Hints.draw(into: &frame, area: parts[3], hints: hints(inspector, state, count: calls.count), glyphs: state.glyphs)
    }

    private static func hints(_ inspector: RequestInspectorState, _ state: AppState, count: Int) -> [Hint] {
        let keymap = state.settings.keymap
        let copy = RequestInspectorUpdate.subject(inspector, state).flatMap { _ in keymap.name(of: .copy) }.map {
            Hint(key: $0, label: "copy curl command")
        }
        let other = count > 1 ? keymap.name(of: .down).map { Hint(key: $0, label: "next request") } : nil
        let export = keymap.name(of: .exportRequests).map { Hint(key: $0, label: "export") }
        let all = keymap.name(of: .filter).map { Hint(key: $0, label: inspector.showsAll ? "this screen" : "all requests") }
        return [copy, other, all, export, keymap.name(of: .back).map { Hint(key: $0, label: "close") }].compactMap { $0 }
    }

    private static func head(_ inspector: RequestInspectorState, _ state: AppState, width: Int) -> [Span] {
        func wrapped(_ text: String, _ style: Style = .normal) -> [Span] {
            TextWrap.lines(of: text, width: width).map { Span($0, style) }
        }
        guard let subject = RequestInspectorUpdate.subject(inspector, state) else {
            return wrapped("\(state.tab.screen.title) shows local data. No request was made for it in this run.", .dim)
        }
        return wrapped(subject.request.curl, .accent)
            + facts(subject, state).flatMap { wrapped($0.text, $0.style) }
            + wrapped(origin(state), .dim)
    }

    static func facts(_ subject: InspectedRequest, _ state: AppState) -> [Span] {
        guard let trace = subject.trace else { return [Span("Not requested in this run.", .dim)] }
        let when = "\(state.age(trace.begunAt)), at \(RequestStrings.time(trace.begunAt, in: state.settings.zone))"
        let style: Style = RequestStrings.failed(trace) ? .warning : .normal
        let answer = Span(
            "\(RequestStrings.outcome(trace)) · \(RequestStrings.took(trace)) · \(RequestStrings.size(trace)) · \(when)", style)
        let body = trace.request.bodyBytes.map { Span("The body (\(Amounts.bytes($0))) is shown as entry.json.", .dim) }
        let token = trace.request.isAuthorized ? Span("Your token is shown as $TOKEN.", .dim) : nil
        return [answer, body, token].compactMap { $0 }
    }

    /// Where the data on the screen comes from, and when it was fetched.
    private static func origin(_ state: AppState) -> String {
        guard let freshness = state.freshness else { return "This screen shows local data." }
        guard let date = freshness.fetchedAt else { return "The cache has none of this data yet." }
        return "The data comes from the cache, fetched \(state.age(date))."
    }

    private static let columns = [
        TableColumn(title: "Time", minimum: 8, ideal: 8, priority: 4),
        TableColumn(title: "Call", minimum: 12, ideal: 52, priority: 0),
        TableColumn(title: "Answer", minimum: 11, ideal: 11, priority: 1),
        TableColumn(title: "Took", minimum: 8, ideal: 8, priority: 2, alignment: .trailing),
        TableColumn(title: "Size", minimum: 10, ideal: 10, priority: 3, alignment: .trailing),
    ]

    private static func drawList(
        _ calls: [RequestTrace], _ inspector: RequestInspectorState, _ state: AppState, in area: Rect, of frame: inout Frame
    ) {
        guard !calls.isEmpty, area.height >= 2 else { return }
        let (table, list) = (Table(columns: columns, lastMarkedColumn: 1), RequestInspectorUpdate.list(inspector, state))
        table.draw(into: &frame, area: area, list: list, glyphs: state.glyphs) { row in
            let trace = calls[row]
            return [
                Span(RequestStrings.time(trace.begunAt, in: state.settings.zone), .dim), Span(RequestStrings.line(trace.request)),
                Span(RequestStrings.outcome(trace), RequestStrings.failed(trace) ? .warning : .normal),
                Span(RequestStrings.took(trace), .dim), Span(RequestStrings.size(trace), .dim),
            ]
        }
    }
}
