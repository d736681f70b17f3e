import Foundation
import Testing

/// Runs a test on threads of its own. For tests that wait for other programs: were they to wait on the pool's threads, of which
/// there is one for each core, everything else in the process would stand still meanwhile.
public struct OwnThreads: SuiteTrait, TestTrait, TestScoping {
    /// For a server that a test starts in its own process: it answers although all threads of the pool are busy.
    public static let executor: any TaskExecutor = ThreadPerJob.shared

    public let isRecursive = true

    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        // A suite is only its tests: each brings its threads itself.
        guard testCase != nil else { return try await function() }
        try await withTaskExecutorPreference(ThreadPerJob.shared) { try await function() }
    }
}

extension Trait where Self == OwnThreads {
    public static var ownThreads: OwnThreads { OwnThreads() }
}

/// A thread for each piece of work between two suspensions: dear, and right for what waits long and rarely.
final class ThreadPerJob: TaskExecutor {
    static let shared = ThreadPerJob()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
