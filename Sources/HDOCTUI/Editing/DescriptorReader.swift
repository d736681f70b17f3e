import Glibc

/// Reads a file or a pipe to its end, within a limit.
package enum DescriptorReader {
    package static func all(_ descriptor: Int32, name: String, limit: Int) throws(EditorError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(name, problem(errno))
            }
            bytes += chunk.prefix(count)
            if bytes.count > limit { throw .unreadable(name, .tooLarge(limit: limit)) }
        }
    }

    /// A file as text.
    package static func text(_ path: String, limit: Int) throws(EditorError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path, problem(errno)) }
        defer { _ = close(descriptor) }
        return try decode(try all(descriptor, name: path, limit: limit), name: path)
    }

    package static func decode(_ bytes: [UInt8], name: String) throws(EditorError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .unreadable(name, .notUTF8) }
        return text
    }

    private static func problem(_ code: Int32) -> EditorError.FileProblem {
        switch code {
        case ENOENT: .missing
        case EACCES, EPERM: .permissionDenied
        case EISDIR: .isDirectory
        default: .other(detail: String(cString: strerror(code)))
        }
    }
}
