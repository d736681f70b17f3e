import HDOCClient
import HDOCModels

/// One day in the journey repository, in the outbox, and on the backend.
struct JourneyDay: Equatable {
    /// The day's document.
    enum Document: String {
        case none, unwritten, written
    }

    /// What is left to do so that all three have the day.
    enum Step: String {
        case export, `import`, tick, compare, post
    }

    let day: Int
    var document = Document.none
    /// Whether the day is ticked in the list; nil if the list has no line for it.
    var isTicked: Bool?
    var outbox: EntryState?
    var isPosted = false
    var title = ""
    /// The entry; nil if there is none, or if its text is not in the cache.
    var entry: Entry?
    /// Whether the document says the same as the entry; nil if one of them is missing.
    var isSame: Bool?

    /// Whether the entry is more than a draft.
    var isFinished: Bool { isPosted || (outbox.map { $0 != .draft && $0 != .rejected } ?? false) }

    /// What to do first; nil if nothing is left to do.
    var step: Step? {
        guard day > 0 else { return nil }
        guard document == .written else { return isFinished ? .export : nil }
        if outbox == nil, !isPosted { return .import }
        if !isFinished { return .post }
        if isSame == false { return .compare }
        return isTicked == false ? .tick : nil
    }

    var json: JSONValue {
        .object([
            "day": .number(JSONNumber(day)), "title": .string(title),
            "document": .string(document.rawValue),
            "ticked": isTicked.map(JSONValue.bool) ?? .null, "outbox": .optional(outbox?.rawValue),
            "posted": .bool(isPosted),
            "same_text": isSame.map(JSONValue.bool) ?? .null, "next_step": .optional(step?.rawValue),
        ])
    }
}

/// Collects the days of a repository and of the participant.
struct JourneyDays {
    let repository: JourneyRepository
    let session: ClientSession

    /// The days by number, and the number of entries whose text could not be fetched.
    func read() async throws -> (days: [JourneyDay], missing: Int) {
        let (entries, missing) = try await OwnEntries(session: session).read()
        var days: [Int: JourneyDay] = [:]
        try addEntries(entries, to: &days)
        try addRepository(to: &days)
        return (days.values.sorted { $0.day < $1.day }, missing)
    }

    private func addEntries(_ entries: [Entry], to days: inout [Int: JourneyDay]) throws {
        let outbox = try session.client.outbox()
        let removed = Set(outbox.filter(\.isRemoved).map(\.id))
        if let handle = session.client.handle() {
            for article in try session.client.articles(author: handle, tag: nil).value {
                guard let day = article.day, !removed.contains(article.id) else { continue }
                days[day, default: JourneyDay(day: day)].isPosted = true
                days[day]?.title = article.title ?? ""
            }
        }
        for row in outbox where !row.isRemoved {
            let day = row.entry.day
            // A draft does not hide an entry that is further on.
            if let known = days[day]?.outbox, known != .draft, known != .rejected { continue }
            days[day, default: JourneyDay(day: day)].outbox = row.state
            if days[day]?.isPosted != true { days[day]?.title = row.entry.title }
            days[day]?.entry = row.entry
        }
        let waiting = Set(outbox.map(\.id))
        for entry in entries where !waiting.contains(entry.id) { days[entry.day]?.entry = entry }
    }

    private func addRepository(to days: inout [Int: JourneyDay]) throws {
        let list = try repository.checklist()?.list
        for line in list?.lines ?? [] where line.isTicked && days[line.day] == nil {
            days[line.day] = JourneyDay(day: line.day, title: line.title)
        }
        for day in try repository.days() {
            guard let file = try repository.document(of: day) else { continue }
            let text = String(decoding: file.bytes, as: UTF8.self)
            let isUnwritten = DayDocument.isUnwritten(text, templates: repository.templateLines)
            if isUnwritten, days[day] == nil { continue }
            days[day, default: JourneyDay(day: day)].document = isUnwritten ? .unwritten : .written
            if let entry = days[day]?.entry, !isUnwritten {
                days[day]?.isSame = DayDocument.says(file.bytes, entry, templates: repository.templateLines)
            }
            if days[day]?.title.isBlank == true {
                days[day]?.title =
                    DayDocument.read(text, day: day, templates: repository.templateLines).title ?? ""
            }
        }
        for day in days.keys { days[day]?.isTicked = list?.line(of: day)?.isTicked }
    }
}
