import Glibc

/// An advisory lock between processes, and between two openers in one. The kernel drops it when a process dies. The file
/// stays: removing it would let two processes lock two files of one name.
struct FileLock: Sendable {
    private let descriptor: Int32

    /// Nil where somebody else holds it.
    static func tryAcquire(_ path: String) throws(StoreError) -> FileLock? {
        try PrivateFile(path).prepareDirectory()
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(errno: errno, path: path) }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return FileLock(descriptor: descriptor) }
        let code = errno
        Glibc.close(descriptor)
        if code == EWOULDBLOCK || code == EINTR { return nil }
        throw StoreError(errno: code, path: path)
    }

    /// Waits as long as `patience`; then it is `busy`. Somebody who was stopped while holding the lock must not stop
    /// everybody else for good, and flock has no time limit, hence the asking again.
    static func acquire(_ path: String, patience: Duration = .seconds(60)) async throws(StoreError) -> FileLock {
        let deadline = ContinuousClock.now + patience
        while true {
            if let lock = try tryAcquire(path) { return lock }
            guard ContinuousClock.now < deadline, (try? await Task.sleep(for: .milliseconds(25))) != nil else {
                throw .busy(path: path)
            }
        }
    }

    func release() { Glibc.close(descriptor) }
}
