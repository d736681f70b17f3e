import Glibc

/// A write-ahead log without content, for a database that is about to be opened.
///
/// GRDB writes a transaction into a database whose log is missing or has no byte, so that its readers find a log. SQLite then waits for the
/// disk twice when the database is opened and twice when it is closed, and removes the log, so that each command that only reads would wait
/// four times. SQLite takes a log of one byte for an empty one, and GRDB for one that exists.
enum EmptyLog {
    /// Makes the log of the database at `path`, which must use one, if it has none. The name appears together with the byte, so that a log
    /// that another process begins at the same time is never touched. Where this is not possible, GRDB writes its transaction.
    static func make(for path: String) {
        let log = path + "-wal"
        guard FileInfo(log) == nil else { return }
        let descriptor = open(PathParts.split(path).directory, Self.nameless | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard write(descriptor, [0], 1) == 1 else { return }
        guard linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, log, AT_SYMLINK_FOLLOW) == 0 else { return }
        Ownership.inherit(log)
    }

    /// `O_TMPFILE`, which Swift's module of the C library leaves out.
    private static let nameless = 0o20_000_000 | O_DIRECTORY
}
