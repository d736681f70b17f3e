import FoundationEssentials
import HDOCClient
import HDOCModels

/// Finds the texts that earlier edits left.
extension DraftFile {
    /// The name of the files of an entry of the outbox, in the screens and in `hdoc outbox edit`.
    package static func name(ofEntry id: String, stage: String) -> String { "\(stage)-entry-\(id)" }

    /// The newest unfinished text that an earlier edit left for `name`. Removes files in which nothing was written.
    /// - Parameter text: the content of a file in which nothing was written.
    package static func leftover(in dataDirectory: String, name: String, text: String) -> DraftFile? {
        leftovers(in: dataDirectory, name: name).lazy.compactMap { $0.claimed(unwritten: { WrittenContent.isSame($0, text) }) }.first
    }

    /// The newest unfinished text of an entry that is not in the outbox any more, or can no longer be edited. An editor may have
    /// saved it after hdoc discarded the empty entry.
    /// - Parameter entries: reads the entries of the stage's outbox, if there are unfinished texts.
    package static func orphan(
        in dataDirectory: String, stage: String, entries: () throws -> [OutboxEntry]
    ) -> DraftFile? {
        var known: [OutboxEntry]?
        for (name, file) in files(in: dataDirectory, withPrefix: name(ofEntry: "", stage: stage)) where name.hasSuffix(".md") {
            let id = name.dropFirst(Self.name(ofEntry: "", stage: stage).count).dropLast(".md".count).prefix(36)
            guard UUID(uuidString: String(id)) != nil else { continue }
            if known == nil {
                // Without the outbox, hdoc does not know which texts belong to no entry.
                guard let read = try? entries() else { return nil }
                known = read
            }
            let entry = known?.first { $0.id == id }
            guard entry?.state.isEditable != true else { continue }
            let saved = entry.map { EntryDocument.text(for: $0.entry) }
            if let found = file.claimed(unwritten: { text in saved.map { WrittenContent.isSame(text, $0) } ?? false }) { return found }
        }
        return nil
    }

    /// The files for `name`, the newest first.
    private static func leftovers(in dataDirectory: String, name: String) -> [DraftFile] {
        files(in: dataDirectory, withPrefix: name + "-").filter { isFile($0.name.dropFirst(name.count + 1)) }.map(\.file)
    }

    /// Whether the rest of a file's name, after the name of its edit, is `RANDOM.md`, or `OWNER-RANDOM.md` as in earlier versions.
    /// An edit's name may contain hyphens, so `dev-day` must not match a file of `dev-day-day`.
    private static func isFile(_ rest: Substring) -> Bool {
        let parts = rest.split(separator: "-", omittingEmptySubsequences: false)
        guard rest.hasSuffix(".md"), let owner = parts.first else { return false }
        return parts.count == 1 || parts.count == 2 && (owner == "kept" || Int(owner) != nil)
    }

    private static func files(in dataDirectory: String, withPrefix prefix: String) -> [(name: String, file: DraftFile)] {
        let directory = directory(in: dataDirectory)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.utf8.starts(with: prefix.utf8) }
            .compactMap { name in
                FileInfo("\(directory)/\(name)").map {
                    (name, DraftFile(path: "\(directory)/\(name)", template: "", unfinishedSince: $0.changed))
                }
            }
            .sorted { ($0.1.unfinishedSince ?? .distantPast, $0.0) > ($1.1.unfinishedSince ?? .distantPast, $1.0) }
    }

    /// The file with its text, claimed for this process. Nil if another process edits it, or nothing was written in it; such a file
    /// is removed.
    private func claimed(unwritten isUnwritten: (String) -> Bool) -> DraftFile? {
        guard DraftLocks.claim(path) else { return nil }
        guard FileInfo(path) != nil else {
            // The other process has removed it meanwhile.
            DraftLocks.release(path)
            return nil
        }
        let written = try? DescriptorReader.written(path, limit: Self.largest)
        if let written, isUnwritten(written) || EntryDocument.isUnwritten(written) {
            remove()
            return nil
        }
        return DraftFile(path: path, template: written ?? "", unfinishedSince: unfinishedSince)
    }
}
