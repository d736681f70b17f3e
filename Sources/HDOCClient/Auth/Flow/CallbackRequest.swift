/// A request to the callback port, parsed from the head of the HTTP request.
enum CallbackRequest: Equatable {
    /// `GET /callback` on this port. The query has not been checked.
    case callback(query: String)
    case notFound
    case refused(CallbackProblem)

    static let path = "/callback"

    /// Whether the first line names the callback's path, even if the request is not accepted.
    static func isForCallback(_ head: [UInt8]) -> Bool {
        let line = head.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { return false }
        return line[line.index(after: space)...].starts(with: path.utf8)
    }

    /// Parses the head of a request.
    /// - Parameter head: the request up to the empty line. Its `Host` header must name this listener. Otherwise a web page
    ///   could reach the listener through a host name that resolves to this machine (DNS rebinding). Other headers may contain
    ///   any bytes except control characters, because browsers send cookies of other programs unchanged, in any encoding.
    init(head: [UInt8], port: Int) {
        let lines = head.split(omittingEmptySubsequences: true) { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        let hasControls = head.contains { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) || $0 == 0x7F }
        guard !hasControls, let first = lines.first, first.allSatisfy({ $0 >= 0x20 && $0 < 0x80 }) else {
            self = .refused(.malformed)
            return
        }
        let words = String(decoding: first, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { self = .refused(.malformed); return }
        guard words[0] == "GET" else { self = .refused(.wrongMethod); return }
        let hosts = Self.hosts(lines.dropFirst())
        guard hosts.count == 1, ["localhost", "127.0.0.1", "[::1]"].contains(where: { hosts[0].hasSameBytes(as: "\($0):\(port)") })
        else { self = .refused(.wrongHost); return }
        let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard target[0] == Self.path else { self = .notFound; return }
        self = .callback(query: target.count > 1 ? String(target[1]) : "")
    }

    private static func hosts(_ headers: ArraySlice<ArraySlice<UInt8>>) -> [String] {
        headers.compactMap { line in
            let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, String(decoding: parts[0], as: UTF8.self).lowercased() == "host" else { return nil }
            let value = parts[1].filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            return String(decoding: value, as: UTF8.self).lowercased()
        }
    }
}
