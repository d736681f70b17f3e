import FoundationEssentials
import HDOCClient
import HDOCModels

/// A draft of the participant's own commits of one date.
struct CommitDraft {
    let session: ClientSession
    /// A directory in a repository, or the directory that has the repositories.
    let path: String
    /// The title; nil makes one of the commits.
    let title: String?

    /// Saves the commits of the entry's date as a draft.
    /// - Parameter seed: the entry without its text.
    func save(into seed: Entry) async throws -> OutboxEntry {
        let groups = try await groups(on: seed.date)
        var entry = seed
        entry.title = title ?? Self.title(groups)
        entry.body = CommitGroup.body(of: groups)
        if entry.link == nil, groups.count == 1 { entry.link = groups[0].forge?.repository }
        if let problem = EntryRules.problems(of: entry).first(where: { $0.field == .body }) { throw OutboxError.invalid([problem]) }
        // The same command a second time makes no second draft.
        let same = try session.client.outbox().last { $0.isNewDraft && $0.entry.date == entry.date && $0.entry.body == entry.body }
        return try same ?? session.client.saveDraft(entry)
    }

    private func groups(on date: CalendarDay) async throws -> [CommitGroup] {
        let repositories = try await GitRepository.find(path, session.context)
        var groups: [CommitGroup] = []
        for repository in repositories { groups.append(try await repository.ownCommits(on: date, session.calendar)) }
        let written = groups.filter { !$0.commits.isEmpty }
        guard written.isEmpty else { return written }
        throw GitError.noCommits(date, email: repositories[0].email, repositories: repositories.map(\.name))
    }

    /// The subject of a single commit, otherwise the number of commits and their repositories.
    private static func title(_ groups: [CommitGroup]) -> String {
        let commits = groups.flatMap(\.commits)
        let text =
            commits.count == 1
            ? PlainLine.of(commits[0].subject)
            : "\(commits.count) commits in \(groups.map { PlainLine.of($0.name) }.joined(separator: ", "))"
        return String(text.prefix(EntryRules.longestTitle).trimmed)
    }
}
