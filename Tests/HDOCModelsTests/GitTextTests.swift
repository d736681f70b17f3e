import Foundation
import HDOCModels
import Testing

@Suite("Texts and addresses from git repositories")
struct GitTextTests {
    @Test(arguments: [
        ("git@github.com:ada/lovelace.git", "https://github.com/ada/lovelace"),
        ("https://github.com/ada/lovelace", "https://github.com/ada/lovelace"),
        ("https://ada:secret@GitHub.com/ada/lovelace.git/", "https://github.com/ada/lovelace"),
        ("ssh://git@gitlab.com:22/group/sub/name.git", "https://gitlab.com/group/sub/name"),
        ("git@git.sr.ht:~ada/name", "https://git.sr.ht/~ada/name"),
        ("https://codeberg.org/ada/name.git", "https://codeberg.org/ada/name"),
    ])
    func `the page of a repository on a known forge contains no user name and no password`(remote: String, page: String) {
        #expect(ForgeLink(remote: remote)?.repository == page)
    }

    @Test(arguments: [
        "", "/srv/git/name.git", "../name", "git@example.org:ada/name.git", "https://github.com/", "https://github.com/ada",
        "https://github.com.evil.example/ada/name", "https://github.com/ada/../name", "https://github.com/ada/na me",
        "https://github.com/ada/name](https://evil.example)", "javascript://github.com/ada/name", "git@github.com:ada/na\u{1B}[2Jme",
        "https://evil.example@evil.example/ada/name", "ext::sh -c touch% /tmp/x", "https://github.com/ada/name?x=1",
    ])
    func `other addresses have no page`(remote: String) { #expect(ForgeLink(remote: remote) == nil) }

    @Test func `the page of a commit follows the forge's form`() {
        #expect(ForgeLink(remote: "git@github.com:a/b")?.commit("abc") == "https://github.com/a/b/commit/abc")
        #expect(ForgeLink(remote: "git@gitlab.com:a/b")?.commit("abc") == "https://gitlab.com/a/b/-/commit/abc")
        #expect(ForgeLink(remote: "git@bitbucket.org:a/b")?.commit("abc") == "https://bitbucket.org/a/b/commits/abc")
    }

    @Test(arguments: [
        ("Add queues", "Add queues"), ("  two\tspaces \n", "two spaces"), ("\u{1B}[31mred\u{07}", "\\[31mred"),
        ("a\u{202E}b\u{200B}c", "abc"), ("[x](https://evil.example)", "\\[x\\](https://evil.example)"),
        ("<script>", "\\<script\\>"), ("`code` *bold* _it_", "\\`code\\` \\*bold\\* \\_it\\_"), ("# no heading", "\\# no heading"),
        ("- no list", "\\- no list"), ("👩‍💻 works", "👩‍💻 works"), ("\u{1B}\u{7F}\u{9B}", ""), ("&lt;", "\\&lt;"),
    ])
    func `a text of somebody else becomes one line of Markdown that shows it as it is`(text: String, markdown: String) {
        #expect(PlainLine.markdown(text) == markdown)
    }

    @Test func `a long text is cut`() { #expect(PlainLine.of(String(repeating: "a", count: 10_000)).count == 300) }

    @Test func `the output of git log is read by its separators, and other records are left out`() {
        let output =
            "abcdef12\u{1F}1795435200\u{1F}a@b\u{1F}One\u{1F}two\0nonsense\0../x\u{1F}1\u{1F}a\u{1F}b\0abcdef13\u{1F}x\u{1F}a\u{1F}b\0"
        #expect(
            GitCommit.read(output.utf8) == [
                GitCommit(hash: "abcdef12", authoredAt: Date(timeIntervalSince1970: 1_795_435_200), email: "a@b", subject: "One\u{1F}two")
            ])
    }

    @Test func `commits are grouped by repository, with links where the forge is known`() {
        let commit = GitCommit(hash: "abcdef1234", authoredAt: .distantPast, email: "a@b", subject: "Add [queues]")
        let groups = [
            CommitGroup(name: "known", forge: ForgeLink(remote: "git@github.com:a/b"), commits: [commit]),
            CommitGroup(
                name: "other_one", forge: nil,
                commits: [commit, GitCommit(hash: "12345678", authoredAt: .distantPast, email: "a@b", subject: "\u{1B}")]),
        ]
        #expect(
            CommitGroup.body(of: groups) == """
                ## [known](https://github.com/a/b)

                - [Add \\[queues\\]](https://github.com/a/b/commit/abcdef1234)

                ## other\\_one

                - Add \\[queues\\]
                - 1234567

                """)
    }
}

@Suite("Notes for an entry")
struct EntryNotesTests {
    private func entry(title: String = "", body: String = "", adding notes: String...) -> Entry {
        var entry = Entry(id: "a", day: 1, date: CalendarDay(.distantPast, in: .utc), zone: "", title: title, body: body)
        for note in notes { EntryNotes.add(note, to: &entry) }
        return entry
    }

    @Test func `notes become a list, and the first one is the title as well`() {
        let entry = entry(adding: "Queues", " Dead letters\nand retries\n\nas well ", "Topics")
        #expect(entry.title == "Queues")
        #expect(entry.body == "- Queues\n- Dead letters\n  and retries\n\n  as well\n- Topics\n")
    }

    @Test func `a title and a text that exist stay as they are`() {
        let entry = entry(title: "Mine", body: "## Cloud Research\n\nText\n\n", adding: "Queues", "Topics")
        #expect(entry.title == "Mine" && entry.body == "## Cloud Research\n\nText\n\n- Queues\n- Topics\n")
    }

    @Test func `a long note is a valid title`() {
        let entry = entry(adding: String(repeating: "word ", count: 100))
        #expect(EntryRules.problems(of: entry).isEmpty && entry.title.hasSuffix("word"))
        #expect(self.entry(adding: String(repeating: "x", count: 500)).title.count == EntryRules.longestTitle)
    }
}
