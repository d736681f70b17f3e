import CCrashStack
import Dispatch
import Foundation
import TestKit
import Testing

@testable import TerminalKit

/// Without a stack of its own for signals, a thread whose stack overflows ends the process before the terminal is restored.
@Suite("Stacks for signal handlers")
struct CrashStackTests {
    @Test(.disabled(if: Sanitizer.isOn, "the checker starts the threads")) func `every kind of thread has a stack for signal handlers`()
        async
    {
        CrashGuard.install()
        #expect(await Task.detached { hdoc_thread_has_crash_stack() }.value, "a thread of Swift's pool")
        #expect(await MainActor.run { hdoc_thread_has_crash_stack() }, "the main thread")
        let (threads, found) = AsyncStream<Bool>.makeStream()
        DetachedThread.start { found.yield(hdoc_thread_has_crash_stack()) }
        DispatchQueue(label: "crash stack").async { found.yield(hdoc_thread_has_crash_stack()) }
        DispatchQueue.global().async { found.yield(hdoc_thread_has_crash_stack()) }
        #expect(await threads.prefix(3).reduce(into: []) { $0.append($1) } == [true, true, true])
    }
}
