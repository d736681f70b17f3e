import HDOCClient
import HDOCModels

/// Writes entries into a journey repository. The plan is made first and changes nothing.
struct JourneyExport {
    /// A file that gets a new content.
    struct Change: Equatable {
        /// Relative to the repository.
        var path: String
        /// Nil if there is no file.
        var old: [UInt8]?
        var new: [UInt8]
    }

    /// What will be done, and what will not.
    struct Plan {
        var changes: [Change] = []
        /// All files that belong to the entries, changed or not, with the content that they are to have.
        var wanted: [String: [UInt8]] = [:]
        /// Days whose document has another text, which stays.
        var keptDocuments: [(day: Int, path: String)] = []
        /// Days whose line in the list has another title, which stays.
        var keptTitles: [Int] = []
        /// Days that have no line in the list.
        var unlisted: [Int] = []
        /// The path of the list; nil if no file has one.
        var list: String?
    }

    let repository: JourneyRepository
    /// Whether a text or a title that somebody else wrote is replaced.
    let isForced: Bool
    private var history: JourneyHistory {
        JourneyHistory(git: repository.git, templates: repository.templateLines)
    }

    init(_ repository: JourneyRepository, isForced: Bool) {
        (self.repository, self.isForced) = (repository, isForced)
    }

    /// Plans the export of entries, one for each day.
    func plan(_ entries: [Entry]) throws(JourneyError) -> Plan {
        var plan = Plan()
        for entry in entries {
            let path = try repository.documentPath(of: entry.day)
            let old = try repository.document(of: entry.day)?.bytes
            if let new = document(of: entry, replacing: old) {
                plan.wanted[path] = new
                if new != old { plan.changes.append(Change(path: path, old: old, new: new)) }
            } else {
                plan.keptDocuments.append((entry.day, path))
            }
        }
        guard let (file, list) = try repository.checklist() else { return plan }
        plan.list = file.path
        let (new, unlisted, keptTitles) = ticked(list, entries)
        (plan.unlisted, plan.keptTitles, plan.wanted[file.path]) = (unlisted, keptTitles, new)
        if new != file.bytes { plan.changes.append(Change(path: file.path, old: file.bytes, new: new)) }
        return plan
    }

    /// Writes the planned files.
    func write(_ plan: Plan) throws(JourneyError) {
        for change in plan.changes { try repository.write(change.new, to: change.path) }
    }

    /// The differences of the plan, as `git diff` shows them.
    func differences(_ plan: Plan) async throws -> String {
        var texts: [String] = []
        for change in plan.changes {
            texts.append(
                try await history.difference(of: change.path, isNew: change.old == nil, to: change.new))
        }
        return texts.joined()
    }

    /// The files of the plan that a commit must contain.
    /// - Throws: `JourneyError.uncommitted` if one of them has a change that is not part of this export, and
    ///   `JourneyError.unfinishedOperation`.
    func filesToCommit(_ plan: Plan, _ entries: [Entry]) async throws -> [String] {
        if let operation = try await history.unfinishedOperation() {
            throw JourneyError.unfinishedOperation(operation)
        }
        let paths = plan.wanted.keys.sorted()
        guard !paths.isEmpty else { return [] }
        let changed = try await history.changed(paths)
        var (files, foreign) = ([String](), [String]())
        for path in paths {
            let isChanged = changed.contains(path)
            guard isChanged || plan.changes.contains(where: { $0.path == path }) else { continue }
            files.append(path)
            if isChanged, exported(try await history.committed(path), path, plan, entries) != plan.wanted[path] { foreign.append(path) }
        }
        guard foreign.isEmpty else { throw JourneyError.uncommitted(foreign) }
        return files
    }

    func commit(_ files: [String], _ entries: [Entry]) async throws {
        try await history.commit(files, message: Self.message(entries))
    }

    /// What the export would make of the last commit's content of a file.
    private func exported(_ committed: [UInt8]?, _ path: String, _ plan: Plan, _ entries: [Entry])
        -> [UInt8]?
    {
        if path == plan.list { return committed.map { ticked(JourneyChecklist($0), entries).new } }
        let entry = entries.first { (try? repository.documentPath(of: $0.day)) == path }
        return entry.flatMap { document(of: $0, replacing: committed) }
    }

    /// The document of an entry; nil if the old one has a text that must stay.
    private func document(of entry: Entry, replacing old: [UInt8]?) -> [UInt8]? {
        guard let old else { return Array(DayDocument.text(of: entry).utf8) }
        if DayDocument.says(old, entry, templates: repository.templateLines) { return old }
        let text = String(decoding: old, as: UTF8.self)
        guard isForced || DayDocument.isUnwritten(text, templates: repository.templateLines) else {
            return nil
        }
        return DayDocument.bytes(of: entry, like: old)
    }

    private func ticked(_ list: JourneyChecklist, _ entries: [Entry]) -> (
        new: [UInt8], unlisted: [Int], keptTitles: [Int]
    ) {
        var (list, unlisted, keptTitles) = (list, [Int](), [Int]())
        for entry in entries {
            guard let line = list.tick(entry.day, title: entry.title, replacesTitle: isForced) else {
                unlisted.append(entry.day)
                continue
            }
            if line.title != MarkdownTitle.shown(entry.title) { keptTitles.append(entry.day) }
        }
        return (list.bytes, unlisted, keptTitles)
    }

    private static func message(_ entries: [Entry]) -> String {
        if entries.count == 1 { return "Day \(entries[0].day): \(PlainLine.of(entries[0].title))" }
        return "Days \(entries.map { String($0.day) }.joined(separator: ", "))"
    }
}
