import Glibc

/// The arguments with which `ssh` reaches this machine: `user@host`, preceded by `-p PORT` if the port is not 22.
package enum SSHTarget {
    package static func of(_ environment: [String: String], hostName: String) -> String {
        let user = environment["USER"].flatMap { isName($0) ? "\($0)@" : nil } ?? ""
        // The variable contains: client address, client port, server address, server port.
        let connection = (environment["SSH_CONNECTION"] ?? "").split(separator: " ")
        let port = connection.count == 4 ? Int(connection[3]).flatMap { $0 == 22 ? nil : "-p \($0) " } ?? "" : ""
        return port + user + hostName
    }

    package static var hostName: String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "THIS-HOST" }
        let name = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return isName(name) ? name : "THIS-HOST"
    }

    /// Whether the text contains no character that is special in a shell and does not look like an option.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("-")
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }
}
