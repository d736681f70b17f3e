import Glibc

/// The bytes of a configuration file that a person also edits: `config.toml`, and the files of the AWS command line.
struct ConfigurationFile: Sendable {
    let path: String

    /// In bytes; no configuration written by people comes near it.
    private static let limit = 1 << 20

    /// Nil where there is no such file.
    func text() throws(ConfigurationError) -> String? {
        try reading { () throws(FileError) in try FileReading.text(path, limit: Self.limit) }
    }

    /// Nil where there is no such file.
    func contents() throws(ConfigurationError) -> [UInt8]? {
        try reading { () throws(FileError) in try FileReading.bytes(path, limit: Self.limit) }
    }

    private func reading<Value>(_ read: () throws(FileError) -> Value) throws(ConfigurationError) -> Value? {
        do throws(FileError) { return try FileReading.ifPresent(read) } catch { throw ConfigurationError(error) }
    }

    /// Replaces the whole file. Its permission bits are kept, and a symbolic link stays one.
    func replace(with text: String) throws(StoreError) { try replace(with: Array(text.utf8), mode: nil) }

    /// - Parameter mode: permission bits; nil keeps those of the file, and makes a new one readable by its owner only.
    func replace(with bytes: [UInt8], mode: mode_t?) throws(StoreError) {
        do throws(FileError) {
            let target = try resolved()
            try PrivateDirectory.make(PathParts.split(target).directory)
            try FileReplacement.write(bytes, to: target, mode: mode ?? FileInfo(target)?.mode ?? 0o600)
        } catch {
            throw StoreError(FileError(path, error.reason))
        }
    }

    /// Where a symbolic link leads; the path itself where there is no file yet.
    private func resolved() throws(FileError) -> String {
        guard let real = realpath(path, nil) else {
            if errno == ENOENT { return linkTarget() ?? path }
            throw FileError(path, errno: errno)
        }
        defer { free(real) }
        return String(cString: real)
    }

    /// The target of a link whose target does not exist yet: that is the file to write.
    private func linkTarget() -> String? {
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
