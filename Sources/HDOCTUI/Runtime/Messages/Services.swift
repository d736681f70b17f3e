import Dispatch
import FoundationEssentials
import HDOCClient
import HDOCModels
import Synchronization

/// What the screens need of this machine, so that tests can stand in for it.
package struct Services: Sendable {
    /// An id for a new entry.
    package var makeID: @Sendable () -> String
    /// Shows a web address in a browser, without waiting for it; the program's name.
    package var openLink: @Sendable (String) -> Result<String, NoBrowserReason>
    /// Lets the person edit a text, in a file of this name, on a terminal that is theirs meanwhile. Blocks.
    package var edit: @Sendable (_ text: String, _ name: String, UnfinishedTextChoice) throws -> String

    /// `runProgram` runs a program on the terminal until it ends, and gives its exit status.
    package static func live(
        environment: [String: String], dataDirectory: String,
        runProgram: @escaping @Sendable ([String]) async throws -> Int32
    ) -> Services {
        Services(
            makeID: { UUIDv7.make(at: Date()) },
            openLink: { LinkOpener.open($0, environment: environment) },
            edit: { text, name, choice in
                guard let editor = EditorCommand.arguments(environment) else { throw EditorError.noEditor }
                let file = try DraftFile.open(in: dataDirectory, name: name, text: text, choice)
                return try Blocking.wait { try await file.editOnce(with: editor, run: runProgram) }
            })
    }

    package init(
        makeID: @escaping @Sendable () -> String, openLink: @escaping @Sendable (String) -> Result<String, NoBrowserReason>,
        edit: @escaping @Sendable (_ text: String, _ name: String, UnfinishedTextChoice) throws -> String
    ) {
        self.makeID = makeID
        self.openLink = openLink
        self.edit = edit
    }
}

/// Waits for asynchronous work on the current thread. Never use it on a thread of the concurrency pool.
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
