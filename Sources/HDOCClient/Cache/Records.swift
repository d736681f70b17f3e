import FoundationEssentials
import GRDB
import HDOCModels

/// Rows are read by column position, in the order of `columns`. This is three times as fast as reading by column name.
///
/// Every value is read with `Row.decode`, which throws if a damaged file has NULL or another type there. The subscripts of `Row`
/// would end the process.
extension Journeyer {
    static let columns = JourneyerBatch.columns

    init(row: Row) throws {
        self.init(handle: try row.decode(atIndex: 0))
        for (index, attribute) in Self.attributes.enumerated() { try attribute.read(row, at: index + 1, into: &self) }
        extra = ExtraColumn.read(try row.decode(atIndex: Self.attributes.count + 1))
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

    fileprivate func read(_ row: Row, at index: Int, into journeyer: inout Journeyer) throws {
        switch property {
        case .text(let path): journeyer[keyPath: path] = try row.decode(atIndex: index)
        case .count(let path): journeyer[keyPath: path] = try row.decode(atIndex: index)
        case .instant(let path):
            journeyer[keyPath: path] = try row.decode(Double?.self, atIndex: index).map(Date.init(timeIntervalSince1970:))
        }
    }
}

extension Article {
    static let columns = [
        "id", "author", "day", "date", "title", "subtitle", "body", "tags", "link", "template", "image",
        "created_at", "extra",
    ]

    init(row: Row) throws {
        self.init(id: try row.decode(atIndex: 0))
        author = try row.decode(atIndex: 1)
        day = try row.decode(atIndex: 2)
        date = try row.decode(String?.self, atIndex: 3).flatMap { CalendarDay($0) }
        title = try row.decode(atIndex: 4)
        subtitle = try row.decode(atIndex: 5)
        body = try row.decode(atIndex: 6)
        tags = ListColumn.read(try row.decode(atIndex: 7))
        link = try row.decode(atIndex: 8)
        template = try row.decode(atIndex: 9)
        image = try row.decode(atIndex: 10)
        createdAt = try row.decode(Double?.self, atIndex: 11).map(Date.init(timeIntervalSince1970:))
        extra = ExtraColumn.read(try row.decode(atIndex: 12))
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
    static func read(_ text: String) -> [String] {
        guard case .array(let elements) = try? JSONParser.read(text.utf8) else { return [] }
        let texts = elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
        return texts.count == elements.count ? texts : []
    }
    static func write(_ list: [String]) -> String { JSONWriter.text(.array(list.map(JSONValue.string))) }
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
