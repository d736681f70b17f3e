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
                throw FileError(path, errno: errno)
            }
            bytes += chunk.prefix(count)
            if bytes.count > limit { throw FileError(path, .tooLarge(limit: limit)) }
        }
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

    /// Waits until what was written is on the disk.
    package func sync() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw FileError(path, errno: errno) }
    }
}
