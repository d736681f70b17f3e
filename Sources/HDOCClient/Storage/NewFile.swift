import FoundationEssentials
import Glibc

/// Writes files that must not replace an existing one.
package enum NewFile {
    /// Writes a private file (mode 0600) under a name that is not in use: `NAME.har`, `NAME-2.har` and so on. The file appears complete
    /// or not at all. Returns its path.
    package static func write(_ bytes: [UInt8], in directory: String, name: String, extension suffix: String) throws(FileError) -> String {
        try PrivateDirectory.prepare(directory)
        let temporary = "\(directory)/.\(name).tmp-\(UUID().uuidString)"
        try FileReplacement.write(bytes, to: temporary, mode: 0o600)
        defer { unlink(temporary) }
        for number in 1...1000 {
            let path = "\(directory)/\(name)\(number == 1 ? "" : "-\(number)").\(suffix)"
            // Unlike a rename, a link never replaces a file.
            if link(temporary, path) == 0 { return path }
            guard errno == EEXIST else { throw FileError(path, errno: errno) }
        }
        throw FileError("\(directory)/\(name).\(suffix)", errno: EEXIST)
    }
}
