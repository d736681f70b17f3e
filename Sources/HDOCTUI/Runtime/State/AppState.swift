import TerminalKit
import FoundationEssentials
import HDOCClient
import HDOCModels

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

/// A message in the last line. It takes no key and goes by itself.
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
    /// Not before then, so that a stubborn entry cannot keep hdoc busy.
    var nextSendAllowed: Date = .distantPast

    static let sendPause: TimeInterval = 15
}

/// All that the screens know. Changed by `update` alone.
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
    /// What lies over the screen and has the keys, the topmost last.
    var dialogs: [Dialog] = []
    /// What goes on once the participant's handle is known.
    var afterHandle: WritingIntent?
    /// Dates for which an entry was begun here, so that whoever agreed to a second one is not asked again.
    var agreedDates: Set<CalendarDay> = []
    /// What the next entry begins with, once it was chosen here.
    var chosenTemplate: ArticleTemplate?
    /// Somebody has just signed in: once the session is read, their handle is asked for or checked.
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
    /// The number of the next entry. While nobody knows what was posted, the profile tells how far one is.
    var nextDay: Int {
        let posted = model.mine.fetchedAt == nil ? model.me?.daysCompleted ?? 0 : 0
        return max(journey.nextDay, min(max(posted, 0), EntryRules.largestDay - 1) + 1)
    }

    var glyphs: Glyphs { settings.glyphs }

    /// Computes what depends on a part that was read; on all of them, and the date, without one.
    mutating func rebuild(after part: ReadModel.Part? = nil) {
        if [nil, .mine, .outbox].contains(part) {
            journey = Journey(articles: model.mine.value, outbox: model.outbox, today: today)
        }
        for tab in Tab.allCases where part.map({ tab.screen.parts.contains($0) }) ?? true { tab.screen.rebuild(&self) }
    }

    mutating func say(_ text: String, isWarning: Bool = false) {
        toast = Toast(text: text, isWarning: isWarning, until: now.addingTimeInterval(Toast.shownFor))
    }

    mutating func warn(_ error: any Error) {
        say(describer.sentence(error), isWarning: true)
    }

    var describer: ErrorDescriber { ErrorDescriber(stage: settings.stage.name, remedies: .screens(settings.keymap)) }

    /// How long ago, as a screen says it.
    func age(_ date: Date) -> String { RelativeTime.ago(date, now: now) }
}
