import Glibc

/// An open file descriptor. Reads and writes are complete: they continue after an interruption by a signal. The owner must
/// close it exactly once.
package struct OpenFile: Sendable {
    /// The file descriptor.
    package let descriptor: Int32
    /// The path that errors name.
    package let path: String

    /// Takes ownership of an open descriptor.
    package init(descriptor: Int32, path: String) { (self.descriptor, self.path) = (descriptor, path) }

    /// Opens a file. Child processes do not inherit the descriptor. A file that root creates gets an owner by `Ownership`.
    /// - Parameters:
    ///   - flags: the flags of `open(2)`; `O_CLOEXEC` is added.
    ///   - mode: the permission bits of a created file, before the umask is applied.
    package static func open(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(FileError) -> OpenFile {
        // Only a file that this call creates gets another owner. `O_EXCL` tells whether it does.
        if flags & O_CREAT != 0, geteuid() == 0 {
            let descriptor = Glibc.open(path, flags | O_EXCL | O_CLOEXEC, mode)
            if descriptor >= 0 {
                Ownership.inherit(path, descriptor: descriptor)
                return OpenFile(descriptor: descriptor, path: path)
            }
            if flags & O_EXCL != 0 || errno != EEXIST { throw FileError(path, errno: errno) }
        }
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError(path, errno: errno) }
        return OpenFile(descriptor: descriptor, path: path)
    }

    /// Closes the descriptor. Call this exactly once.
    package func close() { _ = Glibc.close(descriptor) }

    /// The attributes of the file.
    package var info: FileInfo {
        get throws(FileError) {
            guard let info = FileInfo(descriptor: descriptor) else { throw FileError(path, errno: errno) }
            return info
        }
    }

    /// Reads from the current position to the end of the file.
    /// - Parameter limit: the maximum number of bytes. A larger file throws `tooLarge`.
    package func read(limit: Int) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN { waitForWriter(); continue }
                throw FileError(path, errno: errno)
            }
            bytes += chunk.prefix(count)
            if bytes.count > limit { throw FileError(path, .tooLarge(limit: limit)) }
        }
    }

    /// Waits until a pipe opened with `O_NONBLOCK` has data, or its writer has closed it.
    private func waitForWriter() {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        poll(&request, 1, -1)
    }

    /// Writes all bytes.
    package func write(_ bytes: [UInt8]) throws(FileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError(path, errno: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Sets the permission bits, independent of the umask.
    package func setMode(_ mode: mode_t) throws(FileError) {
        guard fchmod(descriptor, mode) == 0 else { throw FileError(path, errno: errno) }
    }

    /// Sets the user and the group of the file. If this user may not set the group, only the user is set, and the group loses
    /// all permissions.
    /// - Throws: `permissionDenied` if this user may not give the file to that user.
    package func setOwner(_ owner: FileOwner, mode: mode_t) throws(FileError) {
        if try info.owner == owner { return }
        if fchown(descriptor, owner.user, owner.group) == 0 { return try setMode(mode) }
        guard fchown(descriptor, owner.user, gid_t.max) == 0 else { throw FileError(path, errno: errno) }
        try setMode(mode & ~0o070)
    }

    /// Waits until the written data is on the disk.
    package func sync() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw FileError(path, errno: errno) }
    }
}
