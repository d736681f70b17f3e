import HDOCModels

/// A file format in which a participant's entries leave hdoc and come back. For each format, exporting entries, importing them and
/// exporting them again gives the same text.
enum ExchangeFormat: String, Sendable, CaseIterable {
    /// An array of objects with all fields.
    case json
    /// A table with one row for each entry. A cell never begins with a character that makes a spreadsheet calculate.
    case csv
    /// One Markdown document.
    case md
    /// An iCalendar with one event of a whole day for each entry.
    case ics
    /// The text format of jrnl. It has no ids, templates and links.
    case jrnl

    /// The entries as text, in this order.
    func write(_ entries: [Entry]) -> String {
        switch self {
        case .json: JSONWriter.text(.array(entries.map(\.exchanged)), isIndented: true) + "\n"
        case .csv: CSVExchange.write(entries)
        case .md: MarkdownExchange.write(entries)
        case .ics: CalendarExchange.write(entries)
        case .jrnl: JournalExchange.write(entries)
        }
    }

    /// Reads entries.
    /// - Parameter makeID: makes the id of an entry that has none.
    /// - Throws: `ExchangeError` for the first entry that cannot be read.
    func read(_ text: String, makeID: () -> String) throws(ExchangeError) -> [Entry] {
        switch self {
        case .json:
            guard let list = (try? JSONParser.read(text.utf8))?.array else { throw ExchangeError(number: nil, .otherFormat) }
            return try Self.numbered(list) { Entry(exchanged: $0) }
        case .csv: return try CSVExchange.read(text)
        case .md: return try MarkdownExchange.read(text)
        case .ics: return try CalendarExchange.read(text)
        case .jrnl: return try JournalExchange.read(text, makeID: makeID)
        }
    }

    /// Reads each element; the error has the number of the first one that cannot be read.
    static func numbered<Element>(_ list: [Element], _ read: (Element) -> Entry?) throws(ExchangeError) -> [Entry] {
        var entries: [Entry] = []
        for element in list {
            guard let entry = read(element) else { throw ExchangeError(number: entries.count + 1, .unreadable) }
            entries.append(entry)
        }
        return entries
    }
}

/// Why a file cannot be imported.
struct ExchangeError: Error, Sendable, Equatable {
    /// The kinds of problems.
    enum Reason: Sendable, Equatable {
        /// The text has another format.
        case otherFormat
        /// A field of the entry is missing or has a wrong value.
        case unreadable
    }

    /// The number of the entry in the file, starting at 1; nil if the problem concerns the whole file.
    let number: Int?
    /// The problem.
    let reason: Reason

    init(number: Int?, _ reason: Reason) { (self.number, self.reason) = (number, reason) }
}

extension Entry {
    /// The entry as an object with all fields; null if a field has no value.
    var exchanged: JSONValue {
        guard case .object(var members) = json else { return json }
        members["zone"] = .string(zone)
        members["subtitle"] = .optional(subtitle)
        members["link"] = .optional(link)
        return .object(members)
    }

    /// Reads an object with the fields of `exchanged`. Nil if the id, the day, the date or the title is missing or wrong.
    init?(exchanged value: JSONValue) {
        guard let members = value.object, let id = members["id"]?.string, let day = members["day"]?.integer,
            let date = members["date"]?.string.flatMap({ CalendarDay($0) }), let title = members["title"]?.string
        else { return nil }
        self.init(
            id: id, day: day, date: date, zone: members["zone"]?.string, title: title, subtitle: members["subtitle"]?.string,
            body: members["body"]?.string ?? "", tags: members["tags"]?.array?.compactMap(\.string) ?? [], link: members["link"]?.string,
            template: members["template"]?.string)
    }

    /// Makes an entry from values of a file. Nil if the id or the day cannot be those of an entry.
    init?(
        id: String, day: Int, date: CalendarDay, zone: String?, title: String, subtitle: String?, body: String, tags: [String],
        link: String?, template: String?
    ) {
        guard !id.isBlank, id.utf8.count <= 200, (1...EntryRules.largestDay).contains(day) else { return nil }
        self.init(
            id: id, day: day, date: date, zone: zone ?? "", title: title, subtitle: subtitle, body: body, tags: tags, link: link,
            template: template.flatMap(ArticleTemplate.init(rawValue:)) ?? .micro, isDayProposed: false)
    }
}

extension JSONValue {
    /// The string; nil if this is another kind of value.
    fileprivate var string: String? { if case .string(let text) = self { text } else { nil } }
}
