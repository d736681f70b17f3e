/// Writes files that must not replace an existing one.
package enum NewFile {
    /// Writes a private file (mode 0600) under a name that is not in use: `NAME.har`, `NAME-2.har` and so on. The file appears complete
    /// or not at all. Returns its path.
    package static func write(_ bytes: [UInt8], in directory: String, name: String, extension suffix: String) throws(FileError) -> String {
        try PrivateDirectory.prepare(directory)
        for number in 1...1000 {
            let path = "\(directory)/\(name)\(number == 1 ? "" : "-\(number)").\(suffix)"
            do {
                try FileReplacement.write(bytes, to: path, mode: 0o600, replaces: false)
                return path
            } catch  where error.reason == .exists {
                continue
            }
        }
        throw FileError("\(directory)/\(name).\(suffix)", .exists)
    }
}
