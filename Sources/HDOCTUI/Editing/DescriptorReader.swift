import Glibc
import HDOCClient

/// Reads files and pipes to the end, up to a size limit. Reading a pipe waits for its writer.
package enum DescriptorReader {
    /// Reads a file or a pipe.
    /// - Parameter name: the name in errors.
    package static func all(_ descriptor: Int32, name: String, limit: Int) throws(EditorError) -> [UInt8] {
        do throws(FileError) {
            return try OpenFile(descriptor: descriptor, path: name).read(limit: limit)
        } catch {
            throw .unreadable(name, .init(error.reason))
        }
    }

    /// Reads a file as UTF-8 text.
    package static func text(_ path: String, limit: Int) throws(EditorError) -> String {
        do throws(FileError) {
            let file = try OpenFile.open(path, O_RDONLY)
            defer { file.close() }
            return try FileReading.decode(try file.read(limit: limit), path: path)
        } catch {
            throw .unreadable(path, .init(error.reason))
        }
    }

    /// Reads a file that a person wrote. `WrittenText` detects its encoding.
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

    /// Decodes the bytes of a text that a person wrote.
    /// - Parameter name: the name in errors.
    package static func decode(_ bytes: [UInt8], name: String) throws(EditorError) -> String {
        do throws(TextEncodingError) {
            return try WrittenText.decode(bytes)
        } catch {
            throw .unreadable(name, .encoding(error))
        }
    }
}
