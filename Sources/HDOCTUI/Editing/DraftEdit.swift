import HDOCModels

/// The edit of one text.
package struct DraftEdit: Sendable {
    /// The name of the edit's files: `DraftFile.name(ofEntry:stage:)`, or `STAGE-day` for a new entry of `hdoc log`.
    package var name: String
    /// The text with which the editor starts.
    package var text: String
    /// Whether the entry is new. Its editor may continue with the text of an entry that no longer exists.
    package var orphans: Orphans?

    /// Where unfinished texts of other entries are looked for.
    package struct Orphans: Sendable {
        package var stage: String
        /// Reads the entries of the stage's outbox. It is called only if there are texts of other entries.
        package var entries: @Sendable () throws -> [OutboxEntry]

        package init(stage: String, entries: @escaping @Sendable () throws -> [OutboxEntry]) {
            (self.stage, self.entries) = (stage, entries)
        }
    }

    package init(name: String, text: String, orphans: Orphans? = nil) {
        (self.name, self.text, self.orphans) = (name, text, orphans)
    }

    /// The unfinished text to continue with: one of this name, else an orphan.
    func leftover(in dataDirectory: String) -> DraftFile? {
        if let own = DraftFile.leftover(in: dataDirectory, name: name, text: text) { return own }
        return orphans.flatMap { DraftFile.orphan(in: dataDirectory, stage: $0.stage, entries: $0.entries) }
    }
}
