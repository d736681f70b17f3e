import GRDB
import Glibc

extension Outbox {
    /// The required free space in bytes. With less space, a long entry might not fit.
    private static let roomNeeded: UInt64 = 1_000_000

    /// Throws the error that saving an entry would throw. Nothing is changed. It is called before the user starts typing an
    /// entry.
    func checkWriting() throws(StoreError) {
        var info = statvfs()
        if statvfs(path, &info) == 0, UInt64(info.f_bavail) * UInt64(info.f_frsize) < Self.roomNeeded {
            throw .diskFull(path: path)
        }
        do {
            try writer.inTransaction(.immediate) { db in
                // The probe must change something: SQLite creates its journal with the first change, which fails in a read-only
                // directory.
                try db.execute(sql: "CREATE TABLE writability_probe (x)")
                return .rollback
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }
}
