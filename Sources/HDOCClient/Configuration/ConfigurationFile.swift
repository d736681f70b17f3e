import Glibc
import Synchronization

/// A configuration file that people also edit by hand: `config.toml`, or a file of the AWS command line.
struct ConfigurationFile: Sendable {
    let path: String

    /// The maximum size in bytes. Files written by hand are much smaller.
    private static let limit = 1 << 20

    /// The file's text; nil if the file does not exist.
    func text() throws(ConfigurationError) -> String? {
        try reading { () throws(FileError) in try FileReading.decode(try bytes(), path: path) }
    }

    /// The file's bytes; nil if the file does not exist.
    func contents() throws(ConfigurationError) -> [UInt8]? {
        try reading { () throws(FileError) in try bytes() }
    }

    /// The bytes read from pipes, by path. A pipe, for example of a shell's process substitution, can be read only once.
    private static let pipes = Mutex<[String: [UInt8]]>([:])

    private func bytes() throws(FileError) -> [UInt8] {
        if let known = Self.pipes.withLock({ $0[path] }) { return known }
        let isPipe = FileInfo(path).map { !$0.isFile } ?? false
        let bytes = try FileReading.bytes(path, limit: Self.limit)
        if isPipe { Self.pipes.withLock { $0[path] = bytes } }
        return bytes
    }

    private func reading<Value>(_ read: () throws(FileError) -> Value) throws(ConfigurationError) -> Value? {
        do throws(FileError) { return try FileReading.ifPresent(read) } catch { throw ConfigurationError(error) }
    }

    /// Replaces the whole file. The owner is preserved, and symbolic links are followed.
    /// - Parameter mode: the permission bits. Nil keeps those of the file, or makes a new file readable by its owner only.
    /// - Throws: an error if the file cannot be written, or if the path is not a regular file.
    func replace(with bytes: [UInt8], mode: mode_t?) throws(StoreError) {
        do throws(FileError) { try overwrite(with: bytes, mode: mode) } catch { throw StoreError(error) }
    }

    /// Replaces the whole file, like `replace`, but throws the original `FileError`.
    func overwrite(with bytes: [UInt8], mode: mode_t?) throws(FileError) {
        do throws(FileError) {
            // This is checked before symbolic links are resolved, because the links in `/dev/fd` lead to names that do not
            // exist.
            if let info = FileInfo(path), !info.isFile {
                throw FileError(path, info.isDirectory ? .isDirectory : .notRegularFile)
            }
            let target = try resolved(), directory = PathParts.split(target).directory
            try PrivateDirectory.make(directory)
            let info = FileInfo(target)
            try FileReplacement.write(
                bytes, to: target, mode: mode ?? info?.mode ?? 0o600, owner: info?.owner ?? ownerOfNewFile(in: directory))
        } catch {
            throw FileError(path, error.reason)
        }
    }

    /// The owner of a new file. If root creates a file in a user's directory, for example with sudo, the file belongs to that
    /// user.
    private func ownerOfNewFile(in directory: String) -> FileOwner? { geteuid() == 0 ? FileInfo(directory)?.owner : nil }

    /// The target of the path's symbolic links, or the path itself if it does not exist yet.
    private func resolved() throws(FileError) -> String {
        var target = path
        // The limit is that of the kernel. The last link may lead to a file that does not exist yet.
        for _ in 0..<40 {
            if let real = realpath(target, nil) {
                defer { free(real) }
                return String(cString: real)
            }
            guard errno == ENOENT else { throw FileError(path, errno: errno) }
            guard let next = Self.linkTarget(target) else { return target }
            target = next
        }
        throw FileError(path, errno: ELOOP)
    }

    private static func linkTarget(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count > 0 else { return nil }
        let target = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return target.utf8.first == UInt8(ascii: "/") ? target : "\(PathParts.split(path).directory)/\(target)"
    }
}

extension ConfigurationError {
    init(_ error: FileError) {
        file = error.path
        problem =
            switch error.reason {
            case .permissionDenied: .permissionDenied
            case .isDirectory: .isDirectory
            case .notUTF8: .notUTF8
            case .tooLarge(let limit): .tooLarge(limit: limit)
            default: .unreadable(detail: error.reason.text)
            }
    }
}
