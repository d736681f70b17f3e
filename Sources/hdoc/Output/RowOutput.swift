import HDOCModels

/// Prints rows to standard output while they are read, so that the memory does not grow with their number: a JSON array, or the rows of a
/// table. A table on a terminal is printed at the end, because its columns are as wide as their widest text.
struct RowOutput {
    private enum Form {
        case json
        case lines
        case table(TextTable)
    }

    /// In bytes. More are written in several parts.
    private static let capacity = 1 << 16

    private let console: Console
    private var form: Form
    private var bytes: [UInt8] = []
    private var count = 0
    private var isBroken = false

    /// - Parameter columns: the columns of the table.
    init(_ console: Console, json: Bool, _ columns: [TextTable.Column]) {
        self.console = console
        form = json ? .json : console.outputIsTerminal || console.isLinear ? .table(TextTable(columns, cells: [])) : .lines
        bytes.reserveCapacity(Self.capacity + Self.capacity / 8)
    }

    /// Adds a row. Only the closure for the chosen form is called.
    /// - Parameters:
    ///   - json: appends the object, whose lines begin with two levels of indentation.
    ///   - cells: the cells of the table.
    /// - Returns: false if nobody reads the output any more.
    mutating func add(json: (inout [UInt8]) -> Void, cells: () -> [TextTable.Cell]) -> Bool {
        switch form {
        case .json:
            bytes.append(contentsOf: (count == 0 ? "[\n  " : ",\n  ").utf8)
            json(&bytes)
        case .lines:
            bytes.append(contentsOf: TextTable.separated(cells()).utf8)
            bytes.append(UInt8(ascii: "\n"))
        case .table(var table):
            // Otherwise the rows would be copied.
            form = .lines
            table.cells.append(cells())
            form = .table(table)
        }
        count += 1
        if bytes.count >= Self.capacity { flush() }
        return !isBroken
    }

    /// Prints the end.
    /// - Parameter nothing: the message if there was no row; a JSON array is then empty.
    mutating func finish(nothing: @autoclosure () -> String) {
        switch form {
        case .json: bytes.append(contentsOf: (count == 0 ? "[]\n" : "\n]\n").utf8)
        case .lines, .table: if count == 0 { console.say(nothing()) }
        }
        flush()
        if case .table(let table) = form, count > 0 { console.table(table) }
    }

    private mutating func flush() {
        if !bytes.isEmpty { isBroken = !console.safe(bytes) }
        bytes.removeAll(keepingCapacity: true)
    }
}
