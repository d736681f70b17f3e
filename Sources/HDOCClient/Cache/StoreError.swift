/// A local database or file could not be used. Paths are absolute.
public enum StoreError: Error, Sendable, Equatable {
    /// There is no room left to write.
    case diskFull(path: String)
    /// No permission, or a disk that cannot be written.
    case readOnly(path: String)
    /// The file was damaged and is kept as `setAside`. `salvaged` is the number of entries that a new file took over.
    case damaged(path: String, setAside: String, salvaged: Int? = nil)
    /// The file was there but empty, so that entries that it may have held are gone.
    case emptied(path: String)
    /// A newer hdoc wrote the file. It was left alone.
    case newer(path: String)
    /// Another process uses the file.
    case busy(path: String)
    /// Others could read the file, by its `mode`; hdoc has made it private.
    case tightened(path: String, mode: UInt32)
    /// Another failure, in the system's words.
    case failed(path: String, detail: String)
}
