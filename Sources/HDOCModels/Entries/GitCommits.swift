import FoundationEssentials

/// A commit, as git reports it. All texts come from the repository and may hold any character.
public struct GitCommit: Sendable, Equatable {
    /// The hash in hexadecimal digits.
    public let hash: String
    /// When the commit was written.
    public let authoredAt: Date
    /// The author's email address.
    public let email: String
    /// The first paragraph of the message on one line.
    public let subject: String

    /// The format for `git log --format`: the fields, separated by the character U+001F. Commits are separated by NUL (`-z`).
    public static let format = "%H%x1f%at%x1f%ae%x1f%s"

    /// Reads the output of `git log -z` in this format. A record that has another form is left out.
    public static func read(_ output: some Collection<UInt8>) -> [GitCommit] {
        output.split(separator: 0).compactMap { record in
            let fields = record.split(separator: 0x1F, maxSplits: 3, omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            guard fields.count == 4, let seconds = Double(fields[1]), isHash(fields[0]) else { return nil }
            return GitCommit(hash: fields[0], authoredAt: Date(timeIntervalSince1970: seconds), email: fields[2], subject: fields[3])
        }
    }

    private static func isHash(_ text: String) -> Bool {
        (4...128).contains(text.utf8.count) && text.utf8.allSatisfy { ASCII.isLetterOrDigit($0) }
    }

    /// A commit with these values.
    public init(hash: String, authoredAt: Date, email: String, subject: String) {
        (self.hash, self.authoredAt, self.email, self.subject) = (hash, authoredAt, email, subject)
    }
}

/// The commits of one repository.
public struct CommitGroup: Sendable, Equatable {
    /// The name of the repository, as somebody else may have written it.
    public let name: String
    /// The repository's page on a forge; nil if its forge is unknown.
    public let forge: ForgeLink?
    /// The commits, oldest first.
    public let commits: [GitCommit]

    /// A group of commits.
    public init(name: String, forge: ForgeLink?, commits: [GitCommit]) {
        (self.name, self.forge, self.commits) = (name, forge, commits)
    }

    /// A commit as Markdown: its subject, with a link to its page if the forge is known.
    public static func markdown(_ commit: GitCommit, forge: ForgeLink?) -> String {
        let subject = PlainLine.markdown(commit.subject)
        let text = subject.isEmpty ? String(commit.hash.prefix(7)) : subject
        return forge.map { "[\(text)](\($0.commit(commit.hash)))" } ?? text
    }

    /// The body of an entry: a heading for each repository, and a list of its commits.
    public static func body(of groups: [CommitGroup]) -> String {
        groups.map { group in
            let name = PlainLine.markdown(group.name)
            let heading = group.forge.map { "## [\(name)](\($0.repository))" } ?? "## \(name)"
            return heading + "\n\n" + group.commits.map { "- \(markdown($0, forge: group.forge))\n" }.joined()
        }.joined(separator: "\n")
    }
}
