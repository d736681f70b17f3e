/// A repository on a known forge: the web page of the repository and of its commits.
public struct ForgeLink: Sendable, Equatable {
    /// The web page of the repository.
    public let repository: String
    private let commitPath: String

    /// The path between a repository's page and the hash of a commit, by host.
    private static let commitPaths = [
        "github.com": "commit", "gitlab.com": "-/commit", "codeberg.org": "commit", "bitbucket.org": "commits", "git.sr.ht": "commit",
    ]

    /// Reads the address of a git remote: `https://host/owner/name.git`, `ssh://git@host/owner/name` or `git@host:owner/name.git`. A
    /// user name and password in it are left out. Nil if the host is no known forge or the path has another form.
    public init?(remote: String) {
        guard let (host, path) = Self.place(remote), let commitPath = Self.commitPaths[host.lowercased()] else { return nil }
        var name = path[...]
        while name.utf8.last == UInt8(ascii: "/") { name.removeLast() }
        if name.hasSuffix(".git") { name = name.dropLast(4) }
        let parts = name.split(atByte: "/", keepingEmptyParts: true)
        guard (2...6).contains(parts.count), parts.allSatisfy(Self.isName) else { return nil }
        repository = "https://\(host.lowercased())/\(name)"
        self.commitPath = commitPath
    }

    /// The web page of a commit.
    /// - Parameter hash: the hash in hexadecimal digits.
    public func commit(_ hash: String) -> String { "\(repository)/\(commitPath)/\(hash)" }

    private static func place(_ remote: String) -> (host: String, path: String)? {
        if let (scheme, rest) = cut(remote, at: "://") {
            guard ["https", "http", "ssh", "git"].contains(scheme), let (authority, path) = rest.cut(atByte: "/") else { return nil }
            // The port of ssh is not that of the web page.
            let host = (authority.split(atByte: "@").last ?? "").cut(atByte: ":")?.before ?? authority.split(atByte: "@").last ?? ""
            return (String(host), String(path))
        }
        guard let (authority, path) = remote.cut(atByte: ":"), !authority.contains("/") else { return nil }
        return (String(authority.split(atByte: "@").last ?? ""), String(path.utf8.first == UInt8(ascii: "/") ? path.dropFirst() : path))
    }

    private static func cut(_ text: String, at separator: String) -> (Substring, Substring)? {
        text.firstRange(of: separator).map { (text[..<$0.lowerBound], text[$0.upperBound...]) }
    }

    /// Whether this is the name of an owner or a repository: ASCII letters, digits, `.`, `_`, `-` and `~`.
    private static func isName(_ part: Substring) -> Bool {
        !part.isEmpty && part != "." && part != ".." && part.utf8.count <= 100
            && part.utf8.allSatisfy { ASCII.isLetterOrDigit($0) || "._-~".utf8.contains($0) }
    }
}
