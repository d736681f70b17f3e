import Glibc

/// A lock between processes on a directory itself, so that no lock file is needed.
enum DirectoryLock {
    static func hold<Value>(_ directory: String, _ body: () throws -> Value) throws -> Value {
        let descriptor = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(errno: errno, path: directory) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw StoreError(errno: errno, path: directory) }
        }
        let value = try body()
        // Sync the directory, so that the new names survive a power loss.
        fsync(descriptor)
        return value
    }
}
