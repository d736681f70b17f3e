import Glibc
import Synchronization

/// A file to which several processes may append lines, readable by its owner only. A file that would exceed its limit is
/// renamed to `PATH.1`, replacing an earlier `PATH.1`, and a new file is created.
final class AppendedFile: Sendable {
    private let path: String
    private let limit: Int
    private let file: Mutex<OpenFile>

    /// - Parameter limit: the maximum size of the file in bytes. The file and `PATH.1` together use at most twice as much.
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

    /// Appends bytes. Errors are ignored, and the bytes are lost then.
    func append(_ bytes: [UInt8]) {
        file.withLock { file in
            beginAgainIfFull(&file, for: bytes.count)
            try? file.write(bytes)
        }
    }

    private func beginAgainIfFull(_ file: inout OpenFile, for count: Int) {
        guard let info = try? file.info, info.size + count > limit else { return }
        // If another process has already renamed the full file, the path names a different file, which must not be renamed.
        if FileInfo(path)?.isSame(as: info) == true { rename(path, path + ".1") }
        guard let new = try? Self.open(path) else { return }
        file.close()
        file = new
    }

    private static func open(_ path: String) throws(FileError) -> OpenFile {
        let file = try OpenFile.open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW)
        do throws(FileError) {
            // Earlier versions may have created the file with other permissions.
            try file.setMode(0o600)
        } catch {
            file.close()
            throw error
        }
        return file
    }
}
