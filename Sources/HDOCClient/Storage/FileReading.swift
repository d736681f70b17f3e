import Glibc

/// Reads whole files that other programs or people write, within limits.
package enum FileReading {
    /// The bytes of a file; symbolic links are followed, and any kind of file but a directory is read.
    /// Never waits for a writer: an empty pipe reads as empty.
    /// - Parameter limit: in bytes; a longer file is `tooLarge`.
    /// - Throws: `missing` where there is no such file.
    package static func bytes(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        let file = try OpenFile.open(path, O_RDONLY | O_NONBLOCK)
        defer { file.close() }
        return try file.read(limit: limit)
    }

    /// The same, decoded as UTF-8; other encodings are `notUTF8`.
    package static func text(_ path: String, limit: Int) throws(FileError) -> String {
        try decode(try bytes(path, limit: limit), path: path)
    }

    /// - Parameter path: for the error.
    package static func decode(_ bytes: [UInt8], path: String) throws(FileError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw FileError(path, .notUTF8) }
        return text
    }

    /// The same as a given function, but nil where the file is missing.
    package static func ifPresent<Value>(_ read: () throws(FileError) -> Value) throws(FileError) -> Value? {
        do throws(FileError) {
            return try read()
        } catch {
            if error.reason.isMissing { return nil }
            throw error
        }
    }
}
