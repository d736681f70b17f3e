import HDOCClient
import HDOCModels
import Synchronization

/// Saves the drafts of the screens. If another hdoc has changed or sent a draft in the meantime, its text stays as it is, and what
/// was typed here becomes a draft of its own.
package final class DraftSaver: Sendable {
    package struct Saved: Sendable {
        package var entry: OutboxEntry
        /// The id of the entry that another hdoc has changed. `entry` is the new draft then.
        package var copyOf: String?
    }

    private struct Copy {
        var id: String
        /// The texts that were known when the copy was made.
        var known: [Entry]
    }

    private struct History {
        /// The texts of each entry that these screens have shown or saved.
        var known: [String: [Entry]] = [:]
        var copies: [String: Copy] = [:]
    }

    private let client: any CommunityClient
    private let makeID: @Sendable () -> String
    private let history = Mutex(History())
    /// Enough for saves that are still running when the next one starts.
    private static let remembered = 8

    package init(client: any CommunityClient, makeID: @escaping @Sendable () -> String) {
        (self.client, self.makeID) = (client, makeID)
    }

    /// - Parameter base: the text that the writer started from, or that was last saved.
    package func save(_ entry: Entry, replacing base: Entry) throws(OutboxError) -> Saved {
        let known = note(base, entry.id)
        do throws(OutboxError) {
            let saved = try client.saveDraft(entry, replacing: known)
            note(saved.entry, entry.id)
            return Saved(entry: saved)
        } catch {
            switch error {
            case .changedElsewhere, .notEditable: return try saveCopy(entry, base, known)
            default: throw error
            }
        }
    }

    /// Saves that were started before the screens learned of the copy go to the same copy.
    private func saveCopy(_ entry: Entry, _ base: Entry, _ known: [Entry]) throws(OutboxError) -> Saved {
        let earlier = history.withLock { history in
            history.copies[entry.id].flatMap { copy in copy.known.contains(base) ? copy.id : nil }
        }
        let id = earlier ?? makeID()
        let saved = try client.saveDraft(entry.copy(id: id), replacing: nil)
        history.withLock { $0.copies[entry.id] = Copy(id: id, known: known) }
        note(saved.entry, id)
        return Saved(entry: saved, copyOf: entry.id)
    }

    @discardableResult
    private func note(_ text: Entry, _ id: String) -> [Entry] {
        history.withLock { history in
            var known = history.known[id] ?? []
            if !known.contains(text) { known = (known + [text]).suffix(Self.remembered) }
            history.known[id] = known
            return known
        }
    }
}
