import Glibc
import GRDB

extension Outbox {
    /// Less room than this, and an entry that takes long to write might find none.
    private static let roomNeeded: UInt64 = 1_000_000

    /// Throws what saving an entry would throw, so that nobody types what cannot be kept. Nothing is changed.
    public func checkWriting() throws(StoreError) {
        var info = statvfs()
        if statvfs(path, &info) == 0, UInt64(info.f_bavail) * UInt64(info.f_frsize) < Self.roomNeeded {
            throw .diskFull(path: path)
        }
        do {
            try writer.inTransaction(.immediate) { db in
                // The journal is made with the first change: a directory that cannot be written shows here.
                try db.execute(sql: "CREATE TABLE writability_probe (x)")
                return .rollback
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }
}
