import FoundationEssentials
import Glibc

/// A file that only its owner may read, replaced as a whole or not at all.
struct PrivateFile {
    let path: String
    private let warn: (TokenStoreWarning) -> Void

    init(_ path: String, warn: @escaping (TokenStoreWarning) -> Void = { _ in }) { (self.path, self.warn) = (path, warn) }

    /// Far more than any session needs, and little enough to read at once.
    private static let limit = 16_000_000

    private var directory: String { Self.parent(of: path) }
    private var temporaryPrefix: String { ".\(path.split(separator: "/").last ?? "").tmp-" }

    /// Nil where there is no such file. A file of somebody else is refused, a lax mode is tightened and told.
    func read() throws(StoreError) -> Data? {
        let descriptor = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0, errno == ENOENT || errno == ENOTDIR { return nil }
        guard descriptor >= 0 else { throw failure() }
        defer { Glibc.close(descriptor) }
        guard let info = FileInfo(descriptor: descriptor) else { throw failure() }
        guard info.isFile, info.owner == geteuid() else {
            throw .failed(path: path, detail: "not a file of this user")
        }
        guard info.size <= Self.limit else { throw .failed(path: path, detail: "too large") }
        if info.mode & 0o077 != 0 {
            guard fchmod(descriptor, 0o600) == 0 else { throw failure() }
            warn(.tightened(path: path, mode: info.mode))
        }
        return try contents(descriptor)
    }

    /// Written beside it, synced, and renamed over it; the directory is synced too, so that the new name survives.
    /// One writer at a time: what an interrupted one left behind is removed.
    func replace(with bytes: Data) throws(StoreError) {
        try prepareDirectory()
        removeLeftovers()
        let temporary = "\(directory)/\(temporaryPrefix)\(UInt64.random(in: .min ... .max))"
        let descriptor = Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure() }
        do throws(StoreError) {
            defer { Glibc.close(descriptor) }
            guard fchmod(descriptor, 0o600) == 0 else { throw failure() }  // a umask may have taken the owner's bits
            try write(bytes, to: descriptor)
            guard fsync(descriptor) == 0 else { throw failure() }
            guard rename(temporary, path) == 0 else { throw failure() }
        } catch {
            unlink(temporary)
            throw error
        }
        try syncDirectory()
    }

    func remove() throws(StoreError) {
        removeLeftovers()
        if unlink(path) != 0 {
            if errno == ENOENT || errno == ENOTDIR { return }
            throw failure()
        }
        try syncDirectory()
    }

    /// Makes the directory with mode 0700, or takes it from others; somebody else's directory is refused.
    func prepareDirectory() throws(StoreError) {
        try Self.makeDirectories(directory)
        guard let info = FileInfo(directory) else { throw failure() }
        guard info.isDirectory, info.owner == geteuid() else {
            throw .failed(path: directory, detail: "not a directory of this user")
        }
        guard info.mode & 0o777 != 0o700 else { return }
        guard chmod(directory, 0o700) == 0 else { throw failure() }
        if info.mode & 0o077 != 0 { warn(.tightened(path: directory, mode: info.mode)) }
    }

    private static func makeDirectories(_ path: String) throws(StoreError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, parent(of: path) != path else { throw StoreError(errno: errno, path: path) }
        try makeDirectories(parent(of: path))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw StoreError(errno: errno, path: path) }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private func removeLeftovers() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names where name.hasPrefix(temporaryPrefix) { unlink("\(directory)/\(name)") }
    }

    private func contents(_ descriptor: Int32) throws(StoreError) -> Data {
        var bytes = Data()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= Self.limit {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure() }
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return bytes
    }

    private func write(_ bytes: Data, to descriptor: Int32) throws(StoreError) {
        var rest = [UInt8](bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            rest = rest.dropFirst(count)
        }
    }

    private func syncDirectory() throws(StoreError) {
        let descriptor = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure() }
    }

    private func failure() -> StoreError { StoreError(errno: errno, path: path) }
}

extension StoreError {
    init(errno code: Int32, path: String) {
        switch code {
        case ENOSPC, EDQUOT: self = .diskFull(path: path)
        case EROFS, EACCES, EPERM: self = .readOnly(path: path)
        default: self = .failed(path: path, detail: String(cString: strerror(code)))
        }
    }
}
