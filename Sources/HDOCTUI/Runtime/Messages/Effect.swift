import TerminalKit
import FoundationEssentials
import HDOCClient
import HDOCModels

/// Something to be done outside of `update`. What comes of it arrives as a `Message`.
enum Effect: Sendable, Equatable {
    /// Reads a part of the cache.
    case read(ReadModel.Part)
    case refresh(Resource)
    case sync
    /// Compares the stage's routes with the API contract.
    case check
    /// Sends what is due; with ids just those, due or not.
    case send([String]?)

    case setHandle(String)
    case signIn
    case cancelSignIn
    case pasteBack(String)
    case signOut
    /// Creates the participant's user on the stage.
    case signUp(SignUpProfile)

    /// Gives a new entry its id, keeps it as a draft and goes on in the editor or the form.
    case startEntry(EntrySeed, WritingTool)
    /// Keeps what was typed so far.
    case saveDraft(Entry)
    /// Keeps the entry and releases it to be sent.
    case queue(Entry)
    case discard(String)
    /// The writer's decision about an unknown entry.
    case settle(String, arrived: Bool)
    /// Tells the cache that an article was opened.
    case noteReading(String)
    /// Gives the terminal to the person's editor.
    case edit(OutboxEntry)

    case openLink(String)
    case copy(String, what: String)
    case repaint, suspend
    case useTheme(Theme)
    /// Ends what is under way before it has come.
    case cancel(Cancellable)
    /// Listens to changes of cache and outbox, by this process or another.
    case observe
}

/// What can be ended under way without harm.
enum Cancellable: Sendable, Equatable {
    case resource(Resource), sync, check

    /// The effect that it ends.
    var effect: Effect {
        switch self {
        case .resource(let resource): .refresh(resource)
        case .sync: .sync
        case .check: .check
        }
    }
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
        Entry(id: id, day: day, date: date, zone: zone, title: "", body: "", template: template)
    }
}

extension Effect {
    /// Of effects with one key the newer replaces the older, which is cancelled. Nil: each runs by itself.
    var key: String? {
        switch self {
        case .read(let part): "read \(part)"
        case .refresh(let resource): "refresh \(resource)"
        case .sync: "sync"
        case .check: "check"
        case .signIn, .cancelSignIn: "sign-in"
        case .signUp: "sign-up"
        case .observe: "observe"
        case .send, .setHandle, .pasteBack, .signOut, .startEntry, .saveDraft, .queue, .discard, .settle, .noteReading, .edit, .openLink,
            .copy, .repaint, .suspend, .useTheme, .cancel:
            nil
        }
    }
}
