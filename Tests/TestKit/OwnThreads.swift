import Foundation
import Testing

/// Runs a test on its own threads. For tests that block while they wait for other programs: Swift's thread pool has one thread
/// for each core, and a test that blocks these threads stops everything else in the process.
public struct OwnThreads: SuiteTrait, TestTrait, TestScoping {
    /// For a server that a test starts in its own process: it answers although all threads of the pool are busy.
    public static let executor: any TaskExecutor = ThreadPerJob.shared

    public let isRecursive = true

    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        // A suite needs no threads, because each of its tests gets its own.
        guard testCase != nil else { return try await function() }
        try await withTaskExecutorPreference(ThreadPerJob.shared) { try await function() }
    }
}

extension Trait where Self == OwnThreads {
    public static var ownThreads: OwnThreads { OwnThreads() }
}

/// Runs each job, which is the work between two suspensions, on a new thread. That is expensive, but acceptable for tests that
/// mostly wait.
final class ThreadPerJob: TaskExecutor {
    static let shared = ThreadPerJob()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
