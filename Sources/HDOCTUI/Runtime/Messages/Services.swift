import Dispatch
import FoundationEssentials
import HDOCClient
import HDOCModels
import Synchronization

/// Functions of this machine that the screens use. Tests replace them.
package struct Services: Sendable {
    /// Makes an id for a new entry.
    package var makeID: @Sendable () -> String
    /// Opens a web address in a browser without waiting for it, and returns the name of the program.
    package var openLink: @Sendable (String) -> Result<String, NoBrowserReason>
    /// Opens a text in the user's editor, in a draft file, and returns the edited text. Blocks until the editor ends. The terminal
    /// must be suspended. `setAside` is called with the path of an unfinished text that is not edited.
    package var edit: @Sendable (DraftEdit, UnfinishedTextChoice, _ setAside: (String) -> Void) throws -> String
    /// Removes the file of an edit, whose text is in the outbox now.
    package var finishEdit: @Sendable (_ name: String) -> Void
    /// Asks AWS for the state of the stage's deployment pipeline.
    package var pipeline: @Sendable (Stage) async throws -> DeploymentPipeline
    /// Runs a program without a terminal until it ends, and collects what it prints.
    package var runCommand: @Sendable ([String]) async throws -> CommandOutcome = { _ in throw CancellationError() }
    /// Lists the source credentials of CodeBuild in the account and region of the stage; nil on a machine that cannot ask.
    package var credentials: (@Sendable (Stage) async throws -> [SourceCredentials])?
    /// Saves requests as an HTTP archive in a new private file, and returns its path.
    package var exportRequests: @Sendable ([RequestTrace]) throws -> String = { _ in throw CancellationError() }
    /// Gives a copied text to the terminal multiplexer that hdoc runs in; nil without one that needs it.
    package var copyToMultiplexer: (@Sendable (String) async -> Void)?
    /// Compares the cached users of two stages, with lists of at most so many handles. Nil if the second stage is not cached.
    package typealias StageCompare = @Sendable (Stage, Stage, _ limit: Int) throws(StoreError) -> StageComparison?
    /// Compares two stages; nil on a machine without caches of other stages.
    package var compareStages: StageCompare?
    /// The configuration, each time that its file is changed. Nil if the file is not watched.
    package var configurations: (@Sendable () -> AsyncStream<Result<ScreenSettings, any Error>>)?
    /// The demo's sample account. Nil on other stages.
    package var sampleAccount: SampleAccount?

    /// - Parameters:
    ///   - runProgram: runs a program on the terminal until it ends, and returns its exit status.
    ///   - pipeline: asks AWS for the state of the stage's deployment pipeline.
    package static func live(
        environment: [String: String], dataDirectory: String,
        runProgram: @escaping @Sendable ([String]) async throws -> Int32,
        pipeline: @escaping @Sendable (Stage) async throws -> DeploymentPipeline
    ) -> Services {
        Services(
            makeID: { UUIDv7.make(at: Date()) },
            openLink: { LinkOpener.open($0, environment: environment) },
            edit: { edit, choice, setAside in
                guard let editor = try EditorCommand.arguments(environment) else { throw EditorError.noEditor }
                let file = try DraftFile.open(in: dataDirectory, edit, choice)
                file.setAsidePath.map(setAside)
                return try Blocking.wait { try await file.editOnce(with: editor, run: runProgram) }
            },
            finishEdit: { DraftFile.finish(in: dataDirectory, name: $0) }, pipeline: pipeline)
    }

    package init(
        makeID: @escaping @Sendable () -> String, openLink: @escaping @Sendable (String) -> Result<String, NoBrowserReason>,
        edit: @escaping @Sendable (DraftEdit, UnfinishedTextChoice, _ setAside: (String) -> Void) throws -> String,
        finishEdit: @escaping @Sendable (_ name: String) -> Void = { _ in },
        pipeline: @escaping @Sendable (Stage) async throws -> DeploymentPipeline
    ) {
        self.makeID = makeID
        self.openLink = openLink
        self.edit = edit
        self.finishEdit = finishEdit
        self.pipeline = pipeline
    }
}

/// The account with which the demo can sign in by itself.
package struct SampleAccount: Sendable {
    /// Signs in on the page at this address, as a browser does.
    package var signIn: @Sendable (_ address: String) async throws -> Void
    /// Whether a sign-in also opens the page in a browser.
    package var opensBrowser: Bool

    package init(opensBrowser: Bool, signIn: @escaping @Sendable (_ address: String) async throws -> Void) {
        (self.opensBrowser, self.signIn) = (opensBrowser, signIn)
    }
}

/// Blocks the current thread until asynchronous work ends. Never use it on a thread of Swift's concurrency pool.
package enum Blocking {
    private final class Outcome<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>>(.failure(CancellationError()))
    }

    package static func wait<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
        let outcome = Outcome<Value>()
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            do {
                let value = try await body()
                outcome.result.withLock { $0 = .success(value) }
            } catch {
                outcome.result.withLock { $0 = .failure(error) }
            }
            done.signal()
        }
        done.wait()
        return try outcome.result.withLock { $0 }.get()
    }
}
