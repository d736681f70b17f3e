import GRDB
import Glibc

extension Outbox {
    /// In bytes: with less room, an entry that takes long to write might not fit any more.
    private static let roomNeeded: UInt64 = 1_000_000

    /// Throws what saving an entry would throw, so that nobody types a text that cannot be kept. Nothing is changed.
    func checkWriting() throws(StoreError) {
        var info = statvfs()
        if statvfs(path, &info) == 0, UInt64(info.f_bavail) * UInt64(info.f_frsize) < Self.roomNeeded {
            throw .diskFull(path: path)
        }
        do {
            try writer.inTransaction(.immediate) { db in
                // SQLite creates the journal with the first change, which fails in a directory that cannot be written.
                try db.execute(sql: "CREATE TABLE writability_probe (x)")
                return .rollback
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }
}
