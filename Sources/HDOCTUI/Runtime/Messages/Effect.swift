import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// Something to be done outside of `update`, by area. The result arrives as a `Message`.
enum Effect: Sendable, Equatable {
    case cache(CacheEffect)
    case network(NetworkEffect)
    case session(SessionEffect)
    case writing(WritingEffect)
    case desktop(DesktopEffect)
    case terminal(TerminalEffect)
    /// Ends the running effect with this key.
    case cancel(EffectKey)
}

enum CacheEffect: Sendable, Equatable {
    /// Reads a part of the local files.
    case read(ReadModel.Part)
    /// Listens to changes of cache and outbox, by this process or another.
    case observe
    /// Tells the cache that an article was opened.
    case noteReading(String)
}

enum NetworkEffect: Sendable, Equatable {
    case refresh(Resource)
    case sync
    /// Compares the stage's routes with the API contract.
    case check
    /// Sends the entries that are due; with ids only those, due or not.
    case send([String]?)
}

enum SessionEffect: Sendable, Equatable {
    case setHandle(String)
    case signIn
    /// Hands over an address that the person pasted.
    case pasteBack(String)
    case signOut
    /// Creates the participant's user on the stage.
    case signUp(SignUpProfile)
}

enum WritingEffect: Sendable, Equatable {
    /// Gives a new entry its id, saves it as a draft and goes on in the editor or the form.
    case startEntry(EntrySeed, WritingTool)
    /// Saves what was typed so far. `replacing` is the text that the writer started from, or that was last saved.
    case saveDraft(Entry, replacing: Entry)
    /// Saves the entry and releases it to be sent.
    case queue(Entry, replacing: Entry)
    case discard(String)
    /// Discards an entry if it is still an empty draft.
    case discardIfEmpty(String)
    /// The writer's decision about an unknown entry.
    case settle(String, arrived: Bool)
    /// Gives the terminal to the person's editor.
    case edit(OutboxEntry, UnfinishedTextChoice)
}

enum DesktopEffect: Sendable, Equatable {
    case openLink(String)
    case copy(String, what: String)
}

enum TerminalEffect: Sendable, Equatable {
    case repaint, suspend
    case useTheme(Theme)
}

/// Names a running effect. An effect replaces the running one with the same key, which is cancelled.
enum EffectKey: Sendable, Hashable {
    case read(ReadModel.Part)
    case refresh(Resource)
    case sync, check, signIn, signUp, observe
}

enum WritingTool: Sendable, Equatable { case editor, form }

/// What somebody was about to write; no date means today.
struct WritingIntent: Sendable, Equatable {
    var tool: WritingTool
    var date: CalendarDay?
}

/// A new entry before it has an id.
struct EntrySeed: Sendable, Equatable {
    var day: Int
    var date: CalendarDay
    var zone: String
    var template: ArticleTemplate = .micro

    func entry(id: String) -> Entry {
        Entry(id: id, day: day, date: date, zone: zone, title: "", body: "", template: template, isDayProposed: true)
    }
}
