import TerminalKit
import FoundationEssentials
import HDOCClient
import HDOCModels

/// Everything that can happen to the screens.
enum Message: Sendable {
    case key(Key)
    case mouse(Mouse)
    case resize(Size)
    /// A moment that the state waited for has come.
    case tick

    case changed(Change)
    /// A call has begun, gone on or ended.
    case requested(RequestTrace)
    case read(ReadModel.Content)
    case readFailed(ReadModel.Part, any Error)
    case refreshed(Resource, Result<RefreshReport, ClientError>)
    case syncing(SyncProgress)
    case synced(SyncReport)
    case routeChecked(RouteCheck)
    case checked(Result<StageCheckReport, any Error>)
    case sent(Result<SendReport, any Error>)

    case handleSet(Result<String, any Error>)
    case signInStep(SignInStep)
    case signedIn(Result<Identity, any Error>)
    case pasteAnswered(Bool)
    case signedOut(Result<SignOutReport, any Error>)
    case signedUp(Result<Journeyer, any Error>)

    /// A draft is kept, and the person goes on writing with this.
    case entryStarted(OutboxEntry, WritingTool)
    case draftSaved(OutboxEntry)
    case queued(OutboxEntry)
    case discarded(id: String)
    /// Its writer said that it arrived.
    case settled(OutboxEntry)
    /// What could not be kept, and the entry as it was typed, so that nothing is lost.
    case writingFailed(any Error, Entry?)
    /// The text the editor left behind.
    case edited(OutboxEntry, Result<String, any Error>)

    /// The program that was started.
    case linkOpened(Result<String, NoBrowserReason>)
    case copied(what: String, fits: Bool)
}
