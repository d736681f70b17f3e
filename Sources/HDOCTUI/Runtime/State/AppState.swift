import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// Settings of the screens.
struct Settings: Sendable {
    var stage: Stage
    var zone: LocalZone
    /// What was last read of the configuration; it changes when its file does.
    var configured = ScreenSettings()
    var glyphs: Glyphs = .unicode
    /// Whether hdoc runs with `--offline`: nothing is fetched or sent.
    var isOffline = false
    /// The participant's calendar on this stage.
    var calendar: JourneyCalendar { JourneyCalendar(zone: zone, dayEnd: stage.dayEnd ?? .midnight) }
    /// The arguments with which `ssh` reaches this machine from another one.
    var sshTarget = "this-host"
    /// Whether Enter in the sign-in dialog signs in with the demo's sample account.
    var hasSampleAccount = false
    /// The theme in use: that of the configuration, or one that was chosen for this run.
    var theme = ThemeChoice()

    var keymap: Keymap { configured.keymap }
    /// The other stages in the configuration. The demo has none, because its backend runs only as long as its screens.
    var otherStages: [Stage] { stage.isDemo ? [] : configured.stages.filter { $0.name != stage.name } }
    /// The views of the configuration, in the order of the file.
    var views: [ConfiguredView] { configured.views }
    /// The commands of the configuration, in the order of the file.
    var commands: [CustomCommand] { configured.commands }
    var userViews: [ConfiguredView] { views.filter { $0.query(for: .users) != nil } }
}

/// A message in the last line. It disappears by itself and does not react to keys.
struct Toast: Sendable, Equatable {
    var text: String
    var isWarning = false
    var until: Date

    static let shownFor: TimeInterval = 6

    /// When it disappears by itself; nil for a warning, which stays until a key is pressed.
    var expiry: Date? { isWarning ? nil : until }
}

/// The progress of a sync and of a delivery.
struct Work: Sendable, Equatable {
    var syncing: SyncProgress?
    var isSyncing = false
    var syncingSince: Date?
    var isSending = false
    /// Whether the backend was unreachable at the last request.
    var isAway = false
    var sendingSince: Date?
    /// The earliest time of the next automatic delivery, so that an entry that fails repeatedly is not sent all the time.
    var nextSendAllowed: Date = .distantPast

    static let sendPause: TimeInterval = 15
}

/// The state of the screens. Only `update` changes it.
struct AppState: Sendable {
    var settings: Settings
    /// Whether the configuration was changed and has a mistake, so that the settings before it are still used.
    var hasBadConfiguration = false
    /// The time of the last update; views never read the clock.
    var now: Date
    var size: Size
    var tab = Tab.today
    var model = ReadModel()
    var activity: [Resource: Activity] = [:]
    var work = Work()
    /// The latest requests of this run, oldest first.
    var requests: [RequestTrace] = []
    var toast: Toast?
    /// What to say when the draft with this id is saved.
    var noticesWhenSaved: [String: (text: String, isWarning: Bool)] = [:]
    /// The open dialogs, the topmost last. That one gets the keys.
    var dialogs: [Dialog] = []
    /// The entry to write as soon as the participant's handle is known.
    var afterHandle: WritingIntent?
    /// The keys typed while hdoc starts an entry for the form. The form gets them when it opens. Nil if no entry is being started.
    var keysForForm: [Key]?
    /// The dates for which an entry was started in this run. If such a date already had an entry, the user confirmed the second one.
    var agreedDates: Set<CalendarDay> = []
    /// The template for the next entry, if the user chose one in this run.
    var chosenTemplate: ArticleTemplate?
    /// True after a sign-in, until the session has been read. hdoc then asks for the handle or checks it.
    var linksAccount = false
    /// The tour of the demo, while it runs.
    var tour: TourState?
    var isFinished = false
    /// The name of the stage to switch to when the screens end.
    var nextStage: String?

    var journey: Journey
    var screens = ScreenStates()

    init(settings: Settings, now: Date, size: Size) {
        (self.settings, self.now, self.size) = (settings, now, size)
        journey = Journey(records: [], today: settings.calendar.today(at: now))
    }

    var today: CalendarDay { settings.calendar.today(at: now) }
    /// The day number of the next entry. Before the articles are loaded, the number of days in the profile counts as well.
    var nextDay: Int {
        let posted = model.mine.fetchedAt == nil ? model.me?.daysCompleted ?? 0 : 0
        return max(journey.nextDay, min(max(posted, 0), EntryRules.largestDay - 1) + 1)
    }

    var glyphs: Glyphs { settings.glyphs }

    /// Recomputes the values that depend on a part of the read model. Nil: recomputes all, including those that depend on the date.
    mutating func rebuild(after part: ReadModel.Part? = nil) {
        if [nil, .mine, .outbox].contains(part) {
            journey = Journey(articles: model.mine.value, outbox: model.outbox, today: today)
        }
        for tab in Tab.allCases where part.map({ tab.screen.parts.contains($0) }) ?? true { tab.screen.rebuild(&self) }
        if part == .journeyers || part == .articles, case .palette(var palette)? = dialogs.last {
            palette.findAgain(self)
            setTop(.palette(palette))
        }
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

    /// The age of a date in words.
    func age(_ date: Date) -> String { RelativeTime.ago(date, now: now) }
}
