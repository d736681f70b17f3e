import Foundation
import HDOCClient
import Synchronization

/// A temporary directory, which is deleted with this object, and a clock that moves only by `advance`.
final class Scratch: Sendable {
    let directory: String
    private let now: Mutex<Date>

    /// - Parameter inMemory: whether the files may be kept in memory, where syncing takes no time.
    init(now: Date = Date(timeIntervalSince1970: 1_795_000_000), inMemory: Bool = false) throws {
        let memory = inMemory && FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm/" : nil
        directory = (memory ?? NSTemporaryDirectory()) + "hdoc-test-" + UUID().uuidString
        self.now = Mutex(now)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    var clock: @Sendable () -> Date { { [self] in now.withLock { $0 } } }
    func advance(_ seconds: TimeInterval) { now.withLock { $0 += seconds } }
    func path(_ name: String) -> String { "\(directory)/\(name)" }

    var environment: [String: String] {
        [
            "HOME": directory, "XDG_CONFIG_HOME": path("config"), "XDG_CACHE_HOME": path("cache"),
            "XDG_DATA_HOME": path("data"), "XDG_STATE_HOME": path("state"),
        ]
    }
    var paths: Paths { Paths(environment: environment) }
}
