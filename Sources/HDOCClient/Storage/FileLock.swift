import Glibc

/// An advisory lock between processes, and between two openers in one process. The kernel releases it when a process
/// ends. The file stays: if it were removed, two processes could hold locks on two files of the same name.
package struct FileLock: Sendable {
    private let file: OpenFile

    /// Takes the lock without waiting; its directory is made where it is missing. Nil where somebody else holds it.
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
    /// It asks every 25 milliseconds, because `flock` has no time limit: a process that was stopped while it held the lock
    /// must not stop all others for good.
    /// - Parameter patience: how long to wait.
    /// - Throws: `busy` when that time is over or the task is cancelled.
    package static func acquire(_ path: String, patience: Duration = .seconds(60)) async throws(StoreError) -> FileLock {
        let deadline = ContinuousClock.now + patience
        while true {
            if let lock = try tryAcquire(path) { return lock }
            guard ContinuousClock.now < deadline, (try? await Task.sleep(for: .milliseconds(25))) != nil else {
                throw .busy(path: path)
            }
        }
    }

    /// To be called once.
    package func release() { file.close() }
}
