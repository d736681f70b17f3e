import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// What stays the same while the screens run.
struct Settings: Sendable {
    var stage: Stage
    var zone: LocalZone
    var keymap: Keymap = .standard
    var glyphs: Glyphs = .unicode
    /// The other stages of the configuration.
    var otherStages: [Stage] = []
    /// Nothing is fetched or sent.
    var isOffline = false
    /// What to give `ssh` to reach this machine from another.
    var sshTarget = "this-host"
    /// Single colours of the configuration, over whatever theme.
    var colours: [String: String] = [:]
}

/// A message in the last line. It takes no key and disappears after a while.
struct Toast: Sendable, Equatable {
    var text: String
    var isWarning = false
    var until: Date

    static let shownFor: TimeInterval = 6
}

/// A sync under way, or a sending.
struct Work: Sendable, Equatable {
    var syncing: SyncProgress?
    var isSyncing = false
    var syncingSince: Date?
    var isSending = false
    /// The backend could not be reached when it was last asked for something.
    var isAway = false
    var sendingSince: Date?
    /// The earliest time of the next delivery, so that an entry that fails again and again does not keep hdoc busy.
    var nextSendAllowed: Date = .distantPast

    static let sendPause: TimeInterval = 15
}

/// The state of the screens. Only `update` changes it.
struct AppState: Sendable {
    let settings: Settings
    /// The time of the last update; views never ask the clock.
    var now: Date
    var size: Size
    var tab = Tab.today
    var model = ReadModel()
    var activity: [Resource: Activity] = [:]
    var work = Work()
    /// The latest calls of this run, oldest first.
    var requests: [RequestTrace] = []
    var toast: Toast?
    /// What to say when the draft with this id is saved.
    var noticesWhenSaved: [String: (text: String, isWarning: Bool)] = [:]
    /// The open dialogs, the topmost last. That one gets the keys.
    var dialogs: [Dialog] = []
    /// What continues as soon as the participant's handle is known.
    var afterHandle: WritingIntent?
    /// Dates for which an entry was begun here: a second entry for one of them was confirmed already.
    var agreedDates: Set<CalendarDay> = []
    /// What the next entry begins with, once it was chosen here.
    var chosenTemplate: ArticleTemplate?
    /// After a sign-in: as soon as the session is read, hdoc asks for the handle or checks it.
    var linksAccount = false
    var isFinished = false
    /// The stage to go on with once this is finished.
    var nextStage: String?

    var journey: Journey
    var screens = ScreenStates()

    init(settings: Settings, now: Date, size: Size) {
        (self.settings, self.now, self.size) = (settings, now, size)
        journey = Journey(records: [], today: CalendarDay(now, in: settings.zone))
    }

    var today: CalendarDay { CalendarDay(now, in: settings.zone) }
    /// The number of the next entry. Before the articles are loaded, it comes from the profile.
    var nextDay: Int {
        let posted = model.mine.fetchedAt == nil ? model.me?.daysCompleted ?? 0 : 0
        return max(journey.nextDay, min(max(posted, 0), EntryRules.largestDay - 1) + 1)
    }

    var glyphs: Glyphs { settings.glyphs }

    /// Computes what depends on a part that was read; without a part, everything, also what depends on the date.
    mutating func rebuild(after part: ReadModel.Part? = nil) {
        if [nil, .mine, .outbox].contains(part) {
            journey = Journey(articles: model.mine.value, outbox: model.outbox, today: today)
        }
        for tab in Tab.allCases where part.map({ tab.screen.parts.contains($0) }) ?? true { tab.screen.rebuild(&self) }
    }

    /// A warning that nobody has read yet is replaced by other warnings only.
    mutating func say(_ text: String, isWarning: Bool = false) {
        guard isWarning || toast?.isWarning != true else { return }
        toast = Toast(text: text, isWarning: isWarning, until: now.addingTimeInterval(Toast.shownFor))
    }

    mutating func sayWhenSaved(_ text: String, _ id: String, isWarning: Bool = false) {
        noticesWhenSaved[id] = (text, isWarning)
    }

    /// A key or click means that somebody is there, who has read a warning that was shown for a while.
    mutating func noteInput() {
        if let toast, toast.isWarning, toast.until <= now { self.toast = nil }
    }

    mutating func warn(_ error: any Error) {
        say(describer.sentence(error), isWarning: true)
    }

    var describer: ErrorDescriber { ErrorDescriber(stage: settings.stage.name, remedies: .screens(settings.keymap)) }

    /// How long ago, as a screen says it.
    func age(_ date: Date) -> String { RelativeTime.ago(date, now: now) }
}
