import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// Work that is done outside of `update`, grouped by area. The result arrives as a `Message`.
enum Effect: Sendable, Equatable {
    case cache(CacheEffect)
    case network(NetworkEffect)
    case session(SessionEffect)
    case writing(WritingEffect)
    case reader(ReaderEffect)
    case desktop(DesktopEffect)
    case maintenance(MaintenanceEffect)
    case terminal(TerminalEffect)
    /// Cancels the running effect with this key.
    case cancel(EffectKey)
}

enum CacheEffect: Sendable, Equatable {
    /// Reads a part of the read model from the local files.
    case read(ReadModel.Part)
    /// Reads the journeyers that the lists show first, for the time until all are read.
    case readFirstJourneyers
    /// Reads the age of the list of journeyers, and not the journeyers.
    case readJourneyersAge
    /// Observes changes of the local files, by this process or another, and the requests of this process.
    case observe
    /// Makes a report about the health of the community.
    case reportHealth(HealthOrder)
    /// Records in the cache that an article was opened.
    case noteReading(String)
}

enum NetworkEffect: Sendable, Equatable {
    case refresh(Resource)
    case sync
    /// Compares the stage's routes with the API contract.
    case check
    /// Sends the entries with these ids, due or not. Nil: sends all entries that are due.
    case send([String]?)
}

enum SessionEffect: Sendable, Equatable {
    case setHandle(String)
    case signIn
    /// Passes the pasted callback address to the running sign-in.
    case pasteBack(String)
    /// Signs in with the demo's sample account on the page at this address.
    case signSampleIn(String)
    case signOut
    /// Creates the participant's account on the stage.
    case signUp(SignUpProfile)
}

enum WritingEffect: Sendable, Equatable {
    /// Gives a new entry its id, saves it as a draft, and opens it in the editor or the form.
    case startEntry(EntrySeed, WritingTool)
    /// Saves what was typed so far. `replacing` is the text that the writer started from, or that was last saved.
    case saveDraft(Entry, replacing: Entry)
    /// Saves the entry and releases it to be sent.
    case queue(Entry, replacing: Entry)
    case discard(String)
    /// Makes a posted day a correction, and opens it in the editor or the form. Fetches its text if it is not cached.
    case startCorrection(String, WritingTool)
    /// Queues the removal of a posted day.
    case remove(String)
    /// Discards an entry if it is still an empty draft.
    case discardIfEmpty(String)
    /// The writer's decision about an unknown entry.
    case settle(String, arrived: Bool)
    /// Opens the entry in the user's editor, which uses the terminal until it ends.
    case edit(OutboxEntry, UnfinishedTextChoice)
}

enum ReaderEffect: Sendable, Equatable {
    /// Lays out a long text of the reader.
    case layOut(PageOrder, ReaderState.Subject)
}

enum DesktopEffect: Sendable, Equatable {
    case openLink(String)
    case copy(String, what: String)
    /// Writes a file for the user.
    case export(ExportOrder)
    /// Runs a command of the configuration.
    case run(CommandRun)
    /// Saves requests as an HTTP archive in a new file.
    case exportRequests([RequestTrace])
}

/// Work for maintainers of a stage.
enum MaintenanceEffect: Sendable, Equatable {
    /// Asks AWS for the state of the stage's deployment pipeline.
    case fetchPipeline
}

enum TerminalEffect: Sendable, Equatable {
    case repaint, suspend
    case useTheme(Theme)
}

/// The key of a running effect. A new effect cancels the running effect with the same key.
enum EffectKey: Sendable, Hashable {
    case read(ReadModel.Part)
    case refresh(Resource)
    case layOut(ReaderState.Subject)
    case sync, check, pipeline, signIn, signUp, observe, health
}

enum WritingTool: Sendable, Equatable { case editor, form }

/// An entry that the user wanted to write before hdoc asked for the handle. No date means today.
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
