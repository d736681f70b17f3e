import Glibc
import HDOCClient

/// Reads a file or a pipe to its end, within a limit. It waits for a writer, as a pipe into hdoc needs.
package enum DescriptorReader {
    /// - Parameter name: for errors.
    package static func all(_ descriptor: Int32, name: String, limit: Int) throws(EditorError) -> [UInt8] {
        do throws(FileError) {
            return try OpenFile(descriptor: descriptor, path: name).read(limit: limit)
        } catch {
            throw .unreadable(name, .init(error.reason))
        }
    }

    /// A file as text.
    package static func text(_ path: String, limit: Int) throws(EditorError) -> String {
        do throws(FileError) {
            let file = try OpenFile.open(path, O_RDONLY)
            defer { file.close() }
            return try FileReading.decode(try file.read(limit: limit), path: path)
        } catch {
            throw .unreadable(path, .init(error.reason))
        }
    }

    /// A text that somebody wrote, as `WrittenText` decodes it.
    package static func written(_ path: String, limit: Int) throws(EditorError) -> String {
        let bytes: [UInt8]
        do throws(FileError) {
            let file = try OpenFile.open(path, O_RDONLY)
            defer { file.close() }
            bytes = try file.read(limit: limit)
        } catch {
            throw .unreadable(path, .init(error.reason))
        }
        return try decode(bytes, name: path)
    }

    /// - Parameter name: for errors.
    package static func decode(_ bytes: [UInt8], name: String) throws(EditorError) -> String {
        do throws(TextEncodingError) {
            return try WrittenText.decode(bytes)
        } catch {
            throw .unreadable(name, .encoding(error))
        }
    }
}
