import Glibc
import Synchronization

/// A file for its owner alone to which lines are appended. When it is full it is renamed to `PATH.1`, which replaces the
/// one before, and a new file begins. Several processes may append at once.
final class AppendedFile: Sendable {
    private let path: String
    private let limit: Int
    private let file: Mutex<OpenFile>

    /// - Parameter limit: in bytes; twice as much lies on the disk at most.
    init(path: String, limit: Int) throws(StoreError) {
        (self.path, self.limit) = (path, limit)
        do throws(FileError) {
            try PrivateDirectory.prepare(PathParts.split(path).directory)
            file = Mutex(try Self.open(path))
        } catch {
            throw StoreError(error)
        }
    }

    deinit { file.withLock { $0.close() } }

    /// Bytes that cannot be written are dropped.
    func append(_ bytes: [UInt8]) {
        file.withLock { file in
            beginAgainIfFull(&file, for: bytes.count)
            try? file.write(bytes)
        }
    }

    private func beginAgainIfFull(_ file: inout OpenFile, for count: Int) {
        guard let info = try? file.info, info.size + count > limit else { return }
        // Another process may have begun again already: then the path names a new file.
        if FileInfo(path)?.isSame(as: info) == true { rename(path, path + ".1") }
        guard let new = try? Self.open(path) else { return }
        file.close()
        file = new
    }

    private static func open(_ path: String) throws(FileError) -> OpenFile {
        let file = try OpenFile.open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW)
        do throws(FileError) {
            // Earlier versions may have made the file with other permissions.
            try file.setMode(0o600)
        } catch {
            file.close()
            throw error
        }
        return file
    }
}
