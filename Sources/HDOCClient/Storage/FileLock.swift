import Glibc

/// An advisory lock between processes, and between two holders in one process. The kernel releases it when the process ends.
/// The lock file is never removed: otherwise two processes could lock two different files with the same path.
package struct FileLock: Sendable {
    private let file: OpenFile

    /// Takes the lock without waiting, and creates its directory if necessary. Nil if the lock is held elsewhere.
    package static func tryAcquire(_ path: String) throws(StoreError) -> FileLock? {
        do throws(FileError) {
            try PrivateDirectory.prepare(PathParts.split(path).directory)
            let file = try OpenFile.open(path, O_RDWR | O_CREAT | O_NOFOLLOW)
            if flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 { return FileLock(file: file) }
            let code = errno
            file.close()
            if code == EWOULDBLOCK || code == EINTR { return nil }
            throw FileError(path, errno: code)
        } catch {
            throw StoreError(error)
        }
    }

    /// Waits for the lock.
    ///
    /// It tries every 25 milliseconds, because `flock` has no time limit: if a process is stopped while it holds the lock, the
    /// others must not wait forever.
    /// - Parameter patience: the longest time to wait.
    /// - Throws: `busy` if that time has passed or the task is cancelled.
    package static func acquire(_ path: String, patience: Duration = .seconds(60)) async throws(StoreError) -> FileLock {
        let deadline = ContinuousClock.now + patience
        while true {
            if let lock = try tryAcquire(path) { return lock }
            guard ContinuousClock.now < deadline, (try? await Task.sleep(for: .milliseconds(25))) != nil else {
                throw .busy(path: path)
            }
        }
    }

    /// Releases the lock. Call this exactly once.
    package func release() { file.close() }
}
