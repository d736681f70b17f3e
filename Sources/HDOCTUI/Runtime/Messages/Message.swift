import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// Everything that can happen to the screens, by area. `Update` switches over the areas; each area has one `apply` function.
enum Message: Sendable {
    case key(Key)
    case mouse(Mouse)
    case resize(Size)
    /// Whether the window has the focus now.
    case focus(Bool)
    /// The background of the terminal is known, or has changed.
    case background(Background)
    /// The file of the configuration was changed. A failure is the first mistake in it.
    case configuration(Result<ScreenSettings, any Error>)
    /// The time of the next change, which `Timers` gave, has come.
    case tick

    case cache(CacheMessage)
    case network(NetworkMessage)
    case session(SessionMessage)
    case writing(WritingMessage)
    case reader(ReaderMessage)
    case desktop(DesktopMessage)
    case maintenance(MaintenanceMessage)
}

/// Changes of the local files and their new content.
enum CacheMessage: Sendable {
    /// Parts of the cache, the outbox or the session have changed.
    case changed(Change)
    case read(ReadModel.Content)
    /// The first journeyers, while all are being read.
    case firstJourneyers(JourneyerIndex)
    /// The list of journeyers was fetched again, and nothing was new.
    case journeyersAged(Snapshot<Int>)
    case readFailed(ReadModel.Part, any Error)
    case healthReported(Result<HealthReport, StoreError>)
}

/// Progress and results of requests.
enum NetworkMessage: Sendable {
    /// A request has started, progressed or ended.
    case requested(RequestTrace)
    case refreshed(Resource, Result<RefreshReport, ClientError>)
    case syncing(SyncProgress)
    case synced(SyncReport)
    case routeChecked(RouteCheck)
    case checked(Result<StageCheckReport, any Error>)
    case sent(Result<SendReport, any Error>)
}

/// Results of signing in, signing up, signing out and of choosing a handle.
enum SessionMessage: Sendable {
    /// The client uses this handle. `problem` is the reason why it is not saved in the configuration; nil if it is.
    case handleSet(String, problem: (any Error)?)
    case handleRefused(any Error)
    case signInStep(SignInStep)
    case signedIn(Result<Identity, any Error>)
    /// Whether the pasted text was the final address of this sign-in.
    case pasteAnswered(Bool)
    case signedOut(Result<SignOutReport, any Error>)
    case signedUp(Result<Journeyer, any Error>)
}

/// Results of changes to the outbox.
enum WritingMessage: Sendable {
    /// A new draft is saved. The user continues to write with this tool.
    case entryStarted(OutboxEntry, WritingTool)
    /// `copyOf` is the id of the draft that another hdoc has changed or sent; the text is saved as a new draft then.
    case draftSaved(OutboxEntry, copyOf: String?)
    case queued(OutboxEntry)
    case discarded(id: String)
    /// The user decided that an unknown entry has arrived.
    case settled(OutboxEntry)
    /// A change failed. The entry contains the typed text, so that it is not lost; nil if there is none.
    case failed(any Error, Entry?)
    /// An unfinished text is not edited and stays in this file.
    case setAside(path: String)
    /// The editor has ended: the text that it saved, or an error.
    case edited(OutboxEntry, Result<String, any Error>)
}

/// Results of laying out long texts.
enum ReaderMessage: Sendable {
    case laidOut(PageOrder, ReaderPage)
}

/// Results of requests to the desktop.
enum DesktopMessage: Sendable {
    /// The name of the started program, or why no browser was opened.
    case linkOpened(Result<String, NoBrowserReason>)
    case copied(what: String, fits: Bool)
    /// A command of the configuration has ended.
    case ran(CommandRun, Result<CommandOutcome, any Error>)
    case exported(ExportOrder, Result<Void, FileError>)
    /// The path of the new file.
    case requestsExported(Result<String, any Error>, count: Int)
}

/// Results of work for maintainers.
enum MaintenanceMessage: Sendable {
    case credentialsFetched(Result<[SourceCredentials], any Error>)
    case pipelineFetched(Result<DeploymentPipeline, any Error>)
}
