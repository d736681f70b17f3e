/// What a connection to the callback port requests, by the head of its HTTP request.
enum CallbackRequest: Equatable {
    /// `GET /callback` on this port. The query is not checked yet.
    case callback(query: String)
    case malformed, wrongMethod, wrongHost, notFound

    static let path = "/callback"

    /// - Parameter head: the request up to the empty line. Its `Host` must name this listener, so that no web page can reach it
    ///   through a host name that resolves to this machine (DNS rebinding).
    init(head: [UInt8], port: Int) {
        let isPlain = head.allSatisfy { (0x20...0x7E).contains($0) || [0x09, 0x0A, 0x0D].contains($0) }
        let lines = String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard isPlain, let first = lines.first else { self = .malformed; return }
        let words = first.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { self = .malformed; return }
        guard words[0] == "GET" else { self = .wrongMethod; return }
        let hosts = Self.hosts(lines.dropFirst())
        guard hosts.count == 1, ["localhost", "127.0.0.1", "[::1]"].contains(where: { hosts[0] == "\($0):\(port)" })
        else { self = .wrongHost; return }
        let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard target[0] == Self.path else { self = .notFound; return }
        self = .callback(query: target.count > 1 ? String(target[1]) : "")
    }

    private static func hosts(_ headers: ArraySlice<Substring>) -> [String] {
        headers.compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].lowercased() == "host" else { return nil }
            return parts[1].filter { $0 != " " && $0 != "\t" }.lowercased()
        }
    }
}
