import FoundationEssentials
import Glibc
import HDOCClient
import HDOCModels

/// A directory of a journey repository. Everything below the repository's own directory is opened without following symbolic links, so
/// that a repository cannot make hdoc read or write a file outside.
final class JourneyDirectory: Sendable {
    /// The path in messages, relative to the repository; empty for the repository itself.
    let path: String
    private let descriptor: Int32

    private static let largestFile = 4 << 20

    private init(path: String, descriptor: Int32) {
        (self.path, self.descriptor) = (path, descriptor)
    }

    deinit { close(descriptor) }

    /// Opens the directory of the repository, which may be a symbolic link.
    static func root(_ path: String) throws(JourneyError) -> JourneyDirectory {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path, detail: systemErrorText(errno)) }
        return JourneyDirectory(path: "", descriptor: descriptor)
    }

    /// The path of a name in this directory, relative to the repository.
    func path(of name: String) -> String { path.isEmpty ? name : "\(path)/\(name)" }

    /// The names in this directory, sorted.
    func names() throws(JourneyError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: location).sorted()
        } catch {
            throw .unreadable(path, detail: systemErrorText(errno))
        }
    }

    /// The name in this directory that differs in case only; the exact one first.
    func name(like wanted: String) throws(JourneyError) -> String? {
        let all = try names()
        return all.first { $0 == wanted } ?? all.first { $0.isSameIgnoringASCIICase(as: wanted) }
    }

    /// Opens a directory in this one; nil if there is none.
    func directory(_ name: String) throws(JourneyError) -> JourneyDirectory? {
        guard try kind(of: name, wanted: S_IFDIR) else { return nil }
        let opened = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard opened >= 0 else { throw .unreadable(path(of: name), detail: systemErrorText(errno)) }
        return JourneyDirectory(path: path(of: name), descriptor: opened)
    }

    /// Opens a directory in this one, and makes it if there is none.
    func makeDirectory(_ name: String) throws(JourneyError) -> JourneyDirectory {
        if let known = try directory(name) { return known }
        guard mkdirat(descriptor, name, 0o777) == 0 || errno == EEXIST, let made = try directory(name)
        else {
            throw .notWritten(path(of: name), detail: systemErrorText(errno))
        }
        return made
    }

    /// A file of this directory; nil if there is none.
    func file(_ name: String) throws(JourneyError) -> JourneyFile? {
        guard try kind(of: name, wanted: S_IFREG) else { return nil }
        let opened = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard opened >= 0 else { throw .unreadable(path(of: name), detail: systemErrorText(errno)) }
        let file = OpenFile(descriptor: opened, path: path(of: name))
        defer { file.close() }
        do throws(FileError) {
            let info = try file.info
            return JourneyFile(
                path: path(of: name), bytes: try file.read(limit: Self.largestFile),
                mode: info.mode & 0o777, changed: info.changed)
        } catch {
            throw .unreadable(path(of: name), detail: error.reason.text)
        }
    }

    /// Replaces a file atomically, or creates it. A symbolic link that appears meanwhile is replaced and not followed.
    func write(_ bytes: [UInt8], to name: String) throws(JourneyError) {
        let mode = try file(name)?.mode ?? 0o644
        do throws(FileError) {
            try FileReplacement.write(bytes, to: "\(location)/\(name)", mode: mode)
        } catch {
            throw .notWritten(path(of: name), detail: error.reason.text)
        }
    }

    /// A path of this directory that stays right if the directory is moved or replaced.
    private var location: String { "/proc/self/fd/\(descriptor)" }

    /// Whether there is something of the wanted kind. Anything else with this name is an error.
    private func kind(of name: String, wanted: mode_t) throws(JourneyError) -> Bool {
        var info = stat()
        guard fstatat(descriptor, name, &info, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return false }
            throw .unreadable(path(of: name), detail: systemErrorText(errno))
        }
        switch info.st_mode & S_IFMT {
        case wanted: return true
        case S_IFLNK: throw .symbolicLink(path(of: name))
        default: throw wanted == S_IFDIR ? .notDirectory(path(of: name)) : .notFile(path(of: name))
        }
    }
}

/// A file of a journey repository.
struct JourneyFile: Sendable, Equatable {
    /// Relative to the repository.
    var path: String
    var bytes: [UInt8]
    var mode: mode_t
    /// The time of its last change.
    var changed: Date
}
