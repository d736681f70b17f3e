import FoundationEssentials
import Glibc

/// The bytes of `config.toml`: read with typed reasons, replaced whole or not at all.
struct ConfigurationFile: Sendable {
    let path: String

    /// No configuration written by people comes near this.
    private static let largest = 1 << 20

    /// Nil where there is no such file.
    func text() throws(ConfigurationError) -> String? {
        guard let bytes = try contents() else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw ConfigurationError(file: path, .notUTF8) }
        return text
    }

    /// Nil where there is no such file.
    func contents() throws(ConfigurationError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return nil }
            throw ConfigurationError(file: path, Self.problem(code))
        }
        defer { _ = close(descriptor) }
        return try bytes(descriptor)
    }

    private func bytes(_ descriptor: Int32) throws(ConfigurationError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw ConfigurationError(file: path, Self.problem(errno))
            }
            bytes += chunk.prefix(count)
            if bytes.count > Self.largest { throw ConfigurationError(file: path, .tooLarge(limit: Self.largest)) }
        }
    }

    private static func problem(_ code: Int32) -> ConfigurationError.Problem {
        switch code {
        case EACCES, EPERM: .permissionDenied
        case EISDIR: .isDirectory
        default: .unreadable(detail: String(cString: strerror(code)))
        }
    }

    /// Replaces the whole file: temporary file beside it, fsync, rename. Its mode is kept, and a symbolic link stays one.
    func replace(with text: String) throws(StoreError) { try replace(with: Array(text.utf8), mode: nil) }

    /// - Parameter mode: nil keeps the file's own.
    func replace(with bytes: [UInt8], mode wanted: mode_t?) throws(StoreError) {
        let target = try resolved()
        let directory = parent(of: target)
        try makeDirectory(directory)
        let mode = wanted ?? FileInfo(target)?.mode ?? 0o600
        let temporary = "\(target).\(UUID().uuidString).tmp"
        do throws(StoreError) {
            try create(temporary, bytes, mode: mode)
            guard rename(temporary, target) == 0 else { throw failure(errno) }
        } catch {
            _ = unlink(temporary)
            throw error
        }
        // The rename is durable only once the directory is.
        let handle = open(directory.isEmpty ? "/" : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if handle >= 0 {
            _ = fsync(handle)
            _ = close(handle)
        }
    }

    private func create(_ file: String, _ bytes: [UInt8], mode: mode_t) throws(StoreError) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { _ = close(descriptor) }
        guard fchmod(descriptor, mode) == 0 else { throw failure(errno) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(errno)
            }
            written += count
        }
        guard fsync(descriptor) == 0 else { throw failure(errno) }
    }

    /// Where a symbolic link leads; the path itself where nothing is there yet.
    private func resolved() throws(StoreError) -> String {
        guard let real = realpath(path, nil) else {
            if errno == ENOENT { return linkTarget() ?? absolute(path) }
            throw failure(errno)
        }
        defer { free(real) }
        return String(cString: real)
    }

    /// A link whose target does not exist yet: the target is what gets written.
    private func linkTarget() -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count > 0 else { return nil }
        let target = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return target.hasPrefix("/") ? target : parent(of: absolute(path)) + "/" + target
    }

    private func parent(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }

    private func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return String(cString: here) + "/" + path
    }

    private func makeDirectory(_ directory: String) throws(StoreError) {
        var path = ""
        for part in directory.split(separator: "/") {
            path += "/\(part)"
            if mkdir(path, 0o700) != 0, errno != EEXIST, access(path, F_OK) != 0 { throw failure(errno) }
        }
    }

    private func failure(_ code: Int32) -> StoreError {
        switch code {
        case ENOSPC, EDQUOT: .diskFull(path: path)
        case EROFS, EACCES, EPERM: .readOnly(path: path)
        default: .failed(path: path, detail: String(cString: strerror(code)))
        }
    }
}
