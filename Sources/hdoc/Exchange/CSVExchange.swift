import HDOCModels

/// Entries as comma-separated values with a header. `CSVText` guards cells against spreadsheets, and reading takes that away again.
enum CSVExchange {
    private static let columns = ["id", "day", "date", "zone", "title", "subtitle", "body", "tags", "link", "template"]

    static func write(_ entries: [Entry]) -> String {
        let rows = entries.map { entry in
            [
                entry.id, String(entry.day), entry.date.description, entry.zone, entry.title, entry.subtitle ?? "", entry.body,
                entry.tags.joined(separator: " "), entry.link ?? "", entry.template.rawValue,
            ]
        }
        return ([columns] + rows).map(CSVText.row).joined()
    }

    static func read(_ text: String) throws(ExchangeError) -> [Entry] {
        guard let rows = CSVReader.rows(text), rows.first == columns else { throw ExchangeError(number: nil, .otherFormat) }
        return try ExchangeFormat.numbered(Array(rows.dropFirst())) { row in
            guard row.count == columns.count, let day = Int(row[1]), let date = CalendarDay(row[2]) else { return nil }
            return Entry(
                id: row[0], day: day, date: date, zone: row[3], title: row[4], subtitle: row[5].isEmpty ? nil : row[5], body: row[6],
                tags: row[7].split(atByte: " ").map(String.init), link: row[8].isEmpty ? nil : row[8], template: row[9])
        }
    }
}

/// Reads comma-separated values byte by byte.
private struct CSVReader {
    private var rows: [[String]] = []
    private var row: [String] = []
    private var cell: [UInt8] = []
    private var isQuoted = false

    /// The rows without the apostrophes that `CSVText` adds. Nil if a quotation mark is not closed.
    static func rows(_ text: String) -> [[String]]? {
        var reader = CSVReader()
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            index += reader.take(bytes[index], next: index + 1 < bytes.count ? bytes[index + 1] : nil)
        }
        if !reader.cell.isEmpty || !reader.row.isEmpty { reader.endRow() }
        return reader.isQuoted ? nil : reader.rows
    }

    /// Takes one byte, or two if they belong together, and returns their number.
    private mutating func take(_ byte: UInt8, next: UInt8?) -> Int {
        let quote = UInt8(ascii: "\"")
        switch byte {
        case quote where isQuoted && next == quote:
            cell.append(quote)
            return 2
        case quote where isQuoted || cell.isEmpty: isQuoted.toggle()
        case UInt8(ascii: ",") where !isQuoted: endCell()
        case UInt8(ascii: "\r") where !isQuoted && next == UInt8(ascii: "\n"):
            endRow()
            return 2
        case UInt8(ascii: "\n") where !isQuoted: endRow()
        default: cell.append(byte)
        }
        return 1
    }

    private mutating func endCell() {
        row.append(String(decoding: cell.first == UInt8(ascii: "'") ? cell.dropFirst() : cell[...], as: UTF8.self))
        cell = []
    }

    private mutating func endRow() {
        endCell()
        rows.append(row)
        row = []
    }
}
