import Glibc
import HDOCClient
import Synchronization

/// The locks of the draft files that this process edits. The lock of a file is on a second file beside it, because many editors
/// replace the file itself. The kernel releases the locks of a process that ended, so the texts that it left are free.
enum DraftLocks {
    private struct Held {
        var locks: [String: FileLock] = [:]
        /// The path of the file that the latest edit of each name uses.
        var current: [String: String] = [:]
    }

    private static let held = Mutex(Held())

    /// The path of the lock file.
    static func lockPath(_ path: String) -> String {
        let (directory, file) = PathParts.split(path)
        return "\(directory)/.\(file).lock"
    }

    /// Takes the lock of a draft file for this process.
    /// - Returns: false if another process is editing the file. A process edits one text at a time, so its own earlier files are
    ///   free. Their editor may have saved them after it returned.
    static func claim(_ path: String) -> Bool {
        held.withLock { held in
            if held.locks[path] != nil { return true }
            do throws(StoreError) {
                guard let lock = try FileLock.tryAcquire(lockPath(path)) else { return false }
                held.locks[path] = lock
            } catch {
                // Without locks on this file system, no process can hold one.
            }
            return true
        }
    }

    /// Releases the lock of a draft file and removes the lock file.
    static func release(_ path: String) {
        held.withLock { held in held.locks.removeValue(forKey: path)?.releaseAndRemove() }
    }

    /// Notes which file the latest edit of a name uses.
    static func note(_ path: String, asCurrentOf name: String) { held.withLock { $0.current[name] = path } }

    /// The file that the latest edit of a name uses; nil if there was no edit since the last call.
    static func takeCurrent(of name: String) -> String? { held.withLock { $0.current.removeValue(forKey: name) } }
}
