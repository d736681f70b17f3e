import Glibc

/// Notices that somebody has edited a configuration file.
public enum ConfigurationWatch {
    /// An element for each time that the file was written, created, replaced or removed, a moment later. If the file is a link to another
    /// one, that one is watched as well. The first element comes at once: the file may have changed since it was read. The stream ends at
    /// once if the kernel refuses to watch.
    public static func changes(of file: String) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let paths = [file] + [target(of: file)].compactMap { $0 }.filter { $0 != file }
            guard let watch = FileWatch(paths, onWrite: { _ in continuation.yield() }) else { return continuation.finish() }
            continuation.yield()
            continuation.onTermination = { _ in withExtendedLifetime(watch) {} }
        }
    }

    private static func target(of file: String) -> String? {
        guard let path = realpath(file, nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }
}
