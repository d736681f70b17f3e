import Glibc

/// Reads whole files, up to a size limit.
package enum FileReading {
    /// Reads the bytes of a file. It follows symbolic links and accepts every kind of file except a directory. It never waits
    /// for a process to open the other end of a pipe: a pipe without a writer reads as empty.
    /// - Parameter limit: the maximum size in bytes. A larger file throws `tooLarge`.
    /// - Throws: `missing` if the file does not exist, or another `FileError`.
    package static func bytes(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        let file = try OpenFile.open(path, O_RDONLY | O_NONBLOCK)
        defer { file.close() }
        return try file.read(limit: limit)
    }

    /// Reads a file and decodes it as UTF-8. Throws `notUTF8` if it is not valid UTF-8.
    package static func text(_ path: String, limit: Int) throws(FileError) -> String {
        try decode(try bytes(path, limit: limit), path: path)
    }

    /// Decodes bytes as UTF-8, or throws `notUTF8`.
    /// - Parameter path: the path that the error names.
    package static func decode(_ bytes: [UInt8], path: String) throws(FileError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw FileError(path, .notUTF8) }
        return text
    }

    /// Runs a reading function, and returns nil if the file is missing.
    package static func ifPresent<Value>(_ read: () throws(FileError) -> Value) throws(FileError) -> Value? {
        do throws(FileError) {
            return try read()
        } catch {
            if error.reason.isMissing { return nil }
            throw error
        }
    }
}
