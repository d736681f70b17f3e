import Glibc

/// An open file descriptor: complete reads and writes, which continue after an interruption. The owner closes it once.
package struct OpenFile: Sendable {
    /// The number of the file descriptor.
    package let descriptor: Int32
    /// For errors.
    package let path: String

    /// Takes over an open descriptor.
    package init(descriptor: Int32, path: String) { (self.descriptor, self.path) = (descriptor, path) }

    /// Opens a file. It is never inherited by programs that hdoc starts.
    /// - Parameters:
    ///   - flags: as for `open(2)`; `O_CLOEXEC` is added.
    ///   - mode: permission bits for a file that is created, before the umask.
    package static func open(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(FileError) -> OpenFile {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileError(path, errno: errno) }
        return OpenFile(descriptor: descriptor, path: path)
    }

    /// To be called once.
    package func close() { _ = Glibc.close(descriptor) }

    /// The attributes of the file.
    package var info: FileInfo {
        get throws(FileError) {
            guard let info = FileInfo(descriptor: descriptor) else { throw FileError(path, errno: errno) }
            return info
        }
    }

    /// Reads up to the end of the file.
    /// - Parameter limit: in bytes; a longer file is `tooLarge`.
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

    /// Waits until a pipe that was opened with `O_NONBLOCK` can be read, or its writer has closed it.
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

    /// Sets the permission bits, whatever the umask.
    package func setMode(_ mode: mode_t) throws(FileError) {
        guard fchmod(descriptor, mode) == 0 else { throw FileError(path, errno: errno) }
    }

    /// Gives the file to a user and a group. A group that this user may not give it to is left out, and the group's permissions
    /// are taken away then.
    /// - Throws: `permissionDenied` where this user may not give the file to that user.
    package func setOwner(_ owner: FileOwner, mode: mode_t) throws(FileError) {
        if try info.owner == owner { return }
        if fchown(descriptor, owner.user, owner.group) == 0 { return try setMode(mode) }
        guard fchown(descriptor, owner.user, gid_t.max) == 0 else { throw FileError(path, errno: errno) }
        try setMode(mode & ~0o070)
    }

    /// Waits until what was written is on the disk.
    package func sync() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw FileError(path, errno: errno) }
    }
}
