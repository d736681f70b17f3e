import Glibc

/// An advisory lock between processes, and between two holders in one process. The kernel releases it when the process ends.
/// Only the holder of the lock may remove the lock file.
package struct FileLock: Sendable {
    private let file: OpenFile

    /// Takes the lock without waiting, and creates its directory if necessary. Nil if the lock is held elsewhere.
    package static func tryAcquire(_ path: String) throws(StoreError) -> FileLock? {
        do throws(FileError) {
            try PrivateDirectory.prepare(PathParts.split(path).directory)
            while true {
                let file = try OpenFile.open(path, O_RDWR | O_CREAT | O_NOFOLLOW)
                guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
                    let code = errno
                    file.close()
                    if code == EWOULDBLOCK || code == EINTR { return nil }
                    throw FileError(path, errno: code)
                }
                // The last holder may have removed the file after it was opened here. Another process may lock a new one then.
                if let info = try? file.info, FileInfo(path)?.isSame(as: info) == true { return FileLock(file: file) }
                file.close()
            }
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

    /// Removes the lock file and releases the lock. Call this exactly once, instead of `release`.
    package func releaseAndRemove() {
        unlink(file.path)
        file.close()
    }
}
