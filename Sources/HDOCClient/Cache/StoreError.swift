/// A local database or file could not be used, or it has a problem that the user should know. Paths are absolute.
public enum StoreError: Error, Sendable, Equatable {
    /// The disk or the user's quota is full.
    case diskFull(path: String)
    /// The user may not write to the file, or the file system is read-only.
    case readOnly(path: String)
    /// The file was damaged and was moved to `setAside`. `salvaged` is the number of entries that were copied to the new file;
    /// nil for the cache.
    case damaged(path: String, setAside: String, salvaged: Int? = nil)
    /// The outbox file existed but was empty. Entries that it may have contained are lost.
    case emptied(path: String)
    /// A newer hdoc wrote the file. This hdoc did not change it.
    case newer(path: String)
    /// Another process is using the file.
    case busy(path: String)
    /// Other users could read the file or enter the directory, according to its permission bits `mode`. hdoc removed their
    /// permissions.
    case tightened(path: String, mode: UInt32)
    /// Any other failure. `detail` is the system's message.
    case failed(path: String, detail: String)
}
