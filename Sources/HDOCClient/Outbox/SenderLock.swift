import Foundation

/// One sender across processes: an advisory lock on a file, which the kernel drops with its holder, however that ends.
struct SenderLock: ~Copyable {
    private let descriptor: Int32

    /// Nil where another process, or another sender in this one, has it.
    init?(path: String) throws(StoreError) {
        descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(POSIXError(.init(rawValue: errno) ?? .EIO), path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }
}
