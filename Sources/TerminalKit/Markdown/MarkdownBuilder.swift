/// Builds a document from the events of a Markdown parser.
struct MarkdownBuilder {
    typealias Block = MarkdownDocument.Block
    typealias Run = MarkdownDocument.Run
    typealias Look = MarkdownDocument.Look

    /// The deepest level of nested containers that is shown. Deeper containers are shown at this level.
    private static let deepest = 16
    /// The most cells of all tables together. The parser fills each row with empty cells up to the number of columns, so that without
    /// this limit a small text could use all memory.
    private static let mostCells = 10_000

    private struct OpenList {
        /// The number of the next item; nil for a list with bullets.
        var number: Int?
        var items = 0
    }

    private var document = MarkdownDocument()
    private var containers: [MarkdownDocument.Container] = []
    /// The number of open containers below the deepest level that is shown.
    private var hidden = 0
    private var nextID = 0
    private var lists: [OpenList] = []
    private var block: Block?
    /// The look of the text inside each open span, from the outermost to the innermost.
    private var looks: [Look] = []
    private var links: [Int] = []
    private var numbers: [String: Int] = [:]
    private var table: [[[Run]]]?
    /// Whether text belongs to the last cell of the table.
    private var isInCell = false
    private var cells = 0

    /// Whether the document has too many table cells. The parser then stops.
    var isFull: Bool { cells > Self.mostCells }

    mutating func finished() -> MarkdownDocument {
        if table != nil { endTable() }
        end()
        if isFull { append(Block(kind: .paragraph, containers: [], runs: [Run(text: "…", look: .quiet)])) }
        return document
    }

    init() {
    }
}

// MARK: - Blocks

extension MarkdownBuilder {
    mutating func begin(_ kind: Block.Kind) {
        end()
        block = Block(kind: kind, containers: containers, isTight: isSecondInTightItem)
    }

    mutating func end() {
        guard var finished = block else { return }
        block = nil
        if finished.kind == .html {
            if Self.isComment(finished.runs.map(\.text).joined()) { return }
            finished.kind = .paragraph
            finished.dropLastBreak()
        }
        if finished.runs.isEmpty, case .paragraph = finished.kind { return }
        if finished.kind == .code { finished.dropLastBreak() }
        append(finished)
    }

    mutating func rule() {
        end()
        append(Block(kind: .rule, containers: containers))
    }

    mutating func beginQuote() {
        end()
        open(MarkdownDocument.Container(id: nextID, kind: .quote, width: 2))
    }

    mutating func endQuote() {
        end()
        close()
    }

    mutating func beginList(number: Int?) {
        end()
        lists.append(OpenList(number: number))
    }

    mutating func endList() {
        end()
        if !lists.isEmpty { lists.removeLast() }
    }

    /// Begins a list item. `isDone` tells whether an item of a task list is done; it is nil for other lists.
    mutating func beginItem(isDone: Bool?) {
        end()
        var marker = lists.last?.number.map { "\($0). " } ?? "• "
        if let isDone { marker += isDone ? "[x] " : "[ ] " }
        if !lists.isEmpty {
            lists[lists.count - 1].items += 1
            lists[lists.count - 1].number? += 1
        }
        open(MarkdownDocument.Container(id: nextID, kind: .item, marker: marker, width: marker.count))
    }

    mutating func endItem() {
        end()
        // An empty item has a marker, too.
        if hidden == 0, containers.last?.marker.isEmpty == false { append(Block(kind: .paragraph, containers: containers, isTight: true)) }
        close()
    }

    private mutating func open(_ container: MarkdownDocument.Container) {
        nextID += 1
        if containers.count < Self.deepest { containers.append(container) } else { hidden += 1 }
    }

    private mutating func close() {
        if hidden > 0 { hidden -= 1 } else if !containers.isEmpty { containers.removeLast() }
    }

    private mutating func append(_ block: Block) {
        document.blocks.append(block)
        // Only the first block of an item has the marker.
        for index in containers.indices { containers[index].marker = "" }
    }

    /// Begins a paragraph for text outside any block. The parser reports the text of tight list items in this way.
    private mutating func beginTightParagraph() {
        let isFirst = lists.count == 1 && lists.last?.items == 1 && containers.last?.marker.isEmpty == false
        block = Block(kind: .paragraph, containers: containers, isTight: !isFirst)
    }

    /// Whether the next block follows the text of a tight list item directly, as a code block does.
    private var isSecondInTightItem: Bool {
        guard let item = containers.last, item.kind == .item, let last = document.blocks.last else { return false }
        return item.marker.isEmpty && last.isTight && last.containers.last?.id == item.id
    }
}

// MARK: - Tables

extension MarkdownBuilder {
    mutating func beginTable() {
        end()
        table = []
    }

    mutating func beginRow() { table?.append([]) }

    mutating func beginCell() {
        isInCell = true
        cells += 1
        if let count = table?.count, count > 0 { table?[count - 1].append([]) }
    }

    mutating func endCell() { isInCell = false }

    mutating func endTable() {
        if let table { append(Block(kind: .table(table), containers: containers)) }
        (table, isInCell) = (nil, false)
    }
}

// MARK: - Text

extension MarkdownBuilder {
    mutating func add(_ text: String, look: Look = []) {
        put(Run(text: text, look: (looks.last ?? []).union(look), link: links.last ?? 0))
    }

    mutating func push(_ look: Look) { looks.append((looks.last ?? []).union(look)) }

    mutating func pop() { if !looks.isEmpty { looks.removeLast() } }

    /// Code keeps its backticks, so that it can be recognised without colours.
    mutating func beginCode() {
        push(.code)
        add("`")
    }

    mutating func endCode() {
        add("`")
        pop()
    }

    mutating func beginLink(to address: String) {
        push(.link)
        links.append(number(of: address))
    }

    mutating func endLink() {
        let number = links.popLast() ?? 0
        pop()
        if number > 0 { put(Run(text: "[\(number)]", look: .reference, link: number)) }
    }

    mutating func beginPicture(at address: String) {
        add("picture: ", look: .quiet)
        beginLink(to: address)
    }

    mutating func endPicture() { endLink() }

    /// Adds inline HTML: `<br>` becomes a line break, comments are removed, and other tags are shown as they were written.
    mutating func addHTML(_ text: String) {
        let tag = text.lowercased().filter { !$0.isWhitespace }
        if tag == "<br>" || tag == "<br/>" { return add("\n") }
        if Self.isComment(text) { return }
        add(text, look: .quiet)
    }

    private static func isComment(_ text: String) -> Bool {
        let rest = text.drop(while: \.isWhitespace)
        return rest.hasPrefix("<!--") && String(rest.reversed().drop(while: \.isWhitespace).prefix(3).reversed()) == "-->"
    }

    /// The number of a link address. Links to the same address have the same number; 0 for an empty address.
    private mutating func number(of address: String) -> Int {
        guard !address.isEmpty else { return 0 }
        if let known = numbers[address] { return known }
        document.links.append(address)
        numbers[address] = document.links.count
        return document.links.count
    }

    private mutating func put(_ run: Run) {
        if isInCell, let row = table?.indices.last, let cell = table?[row].indices.last {
            table?[row][cell].append(run)
            return
        }
        if block == nil { beginTightParagraph() }
        if let last = block?.runs.indices.last, block?.runs[last].look == run.look, block?.runs[last].link == run.link {
            block?.runs[last].text += run.text
        } else {
            block?.runs.append(run)
        }
    }
}

extension MarkdownDocument.Block {
    /// Removes the line break at the end of the last line. The parser reports code and HTML with that line break.
    fileprivate mutating func dropLastBreak() {
        if let last = runs.indices.last, runs[last].text.hasSuffix("\n") { runs[last].text.removeLast() }
    }
}
