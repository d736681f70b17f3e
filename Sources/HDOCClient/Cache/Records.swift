import FoundationEssentials
import GRDB
import HDOCModels

/// Rows are read by column position, in the order of `columns`. This is three times as fast as reading by column name.
extension Journeyer {
    static let columns = ["handle"] + attributes.map(\.name) + ["extra"]

    init(row: Row) {
        self.init(handle: row[0])
        for (index, attribute) in Self.attributes.enumerated() { attribute.read(row, at: index + 1, into: &self) }
        extra = ExtraColumn.read(row[Self.attributes.count + 1])
    }

    var arguments: StatementArguments {
        var values: [(any DatabaseValueConvertible)?] = [handle]
        values += Self.attributes.map { $0.databaseValue(of: self) }
        return StatementArguments(values + [ExtraColumn.write(extra)])
    }
}

extension JourneyerAttribute {
    /// The SQLite type of the attribute's column. Instants are stored as seconds since 1970.
    var columnType: String {
        switch property {
        case .text: "TEXT"
        case .count: "INTEGER"
        case .instant: "REAL"
        }
    }

    fileprivate func read(_ row: Row, at index: Int, into journeyer: inout Journeyer) {
        switch property {
        case .text(let path): journeyer[keyPath: path] = row[index]
        case .count(let path): journeyer[keyPath: path] = row[index]
        case .instant(let path): journeyer[keyPath: path] = (row[index] as Double?).map(Date.init(timeIntervalSince1970:))
        }
    }

    fileprivate func databaseValue(of journeyer: Journeyer) -> (any DatabaseValueConvertible)? {
        switch property {
        case .text(let path): journeyer[keyPath: path]
        case .count(let path): journeyer[keyPath: path]
        case .instant(let path): journeyer[keyPath: path]?.timeIntervalSince1970
        }
    }
}

extension Article {
    static let columns = [
        "id", "author", "day", "date", "title", "subtitle", "body", "tags", "link", "template", "image",
        "created_at", "extra",
    ]

    init(row: Row) {
        self.init(id: row[0])
        author = row[1]
        day = row[2]
        date = (row[3] as String?).flatMap { CalendarDay($0) }
        title = row[4]
        subtitle = row[5]
        body = row[6]
        tags = ListColumn.read(row[7])
        link = row[8]
        template = row[9]
        image = row[10]
        createdAt = (row[11] as Double?).map(Date.init(timeIntervalSince1970:))
        extra = ExtraColumn.read(row[12])
    }

    var arguments: StatementArguments {
        [
            id, author, day, date?.description, title, subtitle, body, ListColumn.write(tags), link, template, image,
            createdAt?.timeIntervalSince1970, ExtraColumn.write(extra),
        ]
    }
}

/// Stores a list of strings in one column as JSON.
enum ListColumn {
    static func read(_ text: String) -> [String] { (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? [] }
    static func write(_ list: [String]) -> String {
        (try? JSONEncoder().encode(list)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }
}

/// Stores unknown attributes in one column as JSON. NULL if there are none, which is the usual case.
enum ExtraColumn {
    static func read(_ text: String?) -> [String: JSONValue] {
        text.flatMap { try? JSONParser.read($0.utf8).object } ?? [:]
    }
    static func write(_ extra: [String: JSONValue]) -> String? {
        extra.isEmpty ? nil : JSONWriter.text(.object(extra))
    }
}
