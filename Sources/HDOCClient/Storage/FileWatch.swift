import Dispatch
import Glibc

/// Reports writes to files by any process. It uses inotify, so no timer runs. It watches the directories of the files, because
/// SQLite creates and removes journals beside its databases.
final class FileWatch: @unchecked Sendable {
    // The only member is a dispatch source, which may be used from any thread but is not marked as Sendable.
    private let source: any DispatchSourceRead

    /// The delay between a write and its report. A commit ends shortly after the last write that inotify reports, with an
    /// unlink or with a write to shared memory. The delay also combines many writes into one report.
    static let settling = DispatchTimeInterval.milliseconds(20)

    /// Starts watching the files. Returns nil if the kernel refuses, for example because the user has too many watches.
    /// - Parameter onWrite: called with the index of the written path in `paths`. It runs on a private serial queue, until the
    ///   watch is released.
    init?(_ paths: [String], onWrite: @escaping @Sendable (Int) -> Void) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        var names: [String: Int] = [:]
        for (index, path) in paths.enumerated() {
            let slash = path.lastIndex(of: "/") ?? path.startIndex
            let watch = inotify_add_watch(
                descriptor, String(path[..<slash]), UInt32(IN_MODIFY | IN_DELETE | IN_MOVED_TO | IN_ONLYDIR))
            guard watch >= 0 else { continue }
            for suffix in ["", "-wal", "-journal"] { names["\(watch)\(path[slash...])\(suffix)"] = index }
        }
        guard !names.isEmpty else {
            close(descriptor)
            return nil
        }
        let queue = DispatchQueue(label: "hdoc.file-watch")
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        let pending = PendingPaths()
        source.setEventHandler { [names] in
            for index in Self.written(descriptor, names, count: paths.count) where pending.insert(index) {
                queue.asyncAfter(deadline: .now() + Self.settling) {
                    pending.remove(index)
                    onWrite(index)
                }
            }
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    deinit { source.cancel() }

    /// Reads all pending events and returns the indices of the written paths. If the kernel dropped events, it returns all
    /// indices.
    private static func written(_ descriptor: Int32, _ names: [String: Int], count: Int) -> Set<Int> {
        var indices: Set<Int> = []
        let capacity = 16_384, header = MemoryLayout<inotify_event>.size
        withUnsafeTemporaryAllocation(byteCount: capacity, alignment: MemoryLayout<inotify_event>.alignment) { buffer in
            while true {
                let length = read(descriptor, buffer.baseAddress, capacity)
                guard length > 0 else { return }
                var offset = 0
                while offset + header <= length {
                    let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                    let name = buffer[(offset + header)..<(offset + header + Int(event.len))].prefix { $0 != 0 }
                    if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { indices.formUnion(0..<count) }
                    if let index = names["\(event.wd)/\(String(decoding: name, as: UTF8.self))"] { indices.insert(index) }
                    offset += header + Int(event.len)
                }
            }
        }
        return indices
    }
}

/// The indices of the paths with a pending report.
private final class PendingPaths: @unchecked Sendable {
    // Used only on the serial queue of its `FileWatch`.
    private var indices: Set<Int> = []
    func insert(_ index: Int) -> Bool { indices.insert(index).inserted }
    func remove(_ index: Int) { indices.remove(index) }
}
