import HDOCClient
import HDOCModels
import HDOCTUI

/// The last list that was printed at the prompt. It is printed in pages, and its rows can be chosen by number.
struct LinearListing: Sendable {
    enum ListedItem: Sendable, Equatable {
        case journeyer(String)
        case article(Article)
        case entry(String)
    }

    static let page = 10

    var rows: [(sentence: String, subject: ListedItem)] = []
    private(set) var shown = 0

    /// The sentences of the next page. Each begins with the number of its row in the whole list, from 1.
    mutating func next() -> [String] {
        defer { shown = min(rows.count, shown + Self.page) }
        return rows.indices.dropFirst(shown).prefix(Self.page).map { "\($0 + 1): \(rows[$0].sentence)" }
    }

    var rest: Int { rows.count - shown }

    /// The item in the row with a typed number; nil if the text is not the number of a row.
    func subject(_ text: String) -> ListedItem? {
        guard let number = Int(text), rows.indices.contains(number - 1) else { return nil }
        return rows[number - 1].subject
    }
}

/// The screens that have lists, as sentences.
struct LinearScreens {
    let session: ClientSession

    private var console: Console { session.context.console }
    private var client: any CommunityClient { session.client }
    private var words: LinearStrings { LinearStrings(now: session.context.now()) }

    /// The journeyers whose handle, name or bio matches, most days first.
    func journeyers(matching query: String) async throws -> LinearListing {
        let all = try await session.read(.journeyers, isPart: { !$0.isEmpty }) { try client.journeyers() }.value
        let matching = query.isEmpty ? all : try client.journeyers(matching: query).value
        let found = JourneyerSort.days.sorted(matching, reversed: false)
        console.line(
            query.isEmpty
                ? "\(Amounts.count(all.count, "journeyer")) on \(session.stage.name), most days first."
                : "\(found.count) of \(Amounts.count(all.count, "journeyer")) \(found.count == 1 ? "matches" : "match") “\(query)”.")
        return LinearListing(rows: found.map { (words.journeyer($0), .journeyer($0.handle)) })
    }

    func leaderboard() async throws -> LinearListing {
        let rows = Leaderboard(try await session.read(.journeyers) { try client.journeyers() }.value).rows
        let movement = (try? client.leaderboardMovement()) ?? [:]
        console.line("\(Amounts.count(rows.count, "journeyer")) \(rows.count == 1 ? "is" : "are") ranked by total score.")
        func sentence(_ row: LeaderboardRow) -> String { words.rank(row, moved: movement[GitHubHandle.key(row.journeyer.handle)]) }
        if let mine = rows.first(where: { client.isMe($0.journeyer.handle) }) { console.line("You: \(sentence(mine))") }
        return LinearListing(rows: rows.map { (sentence($0), .journeyer($0.journeyer.handle)) })
    }

    /// Articles, newest first. The words are `tag T`, `by NAME`, or a search.
    func articles(_ words: [String]) async throws -> LinearListing {
        let tag = words.count == 2 && words[0] == "tag" ? words[1] : nil
        let author = words.count == 2 && words[0] == "by" ? try await session.resolve(words[1]) : nil
        let query = tag == nil && author == nil ? SearchText.words(words.joined(separator: " ")) : []
        let all = try await session.read(.articles(author: author, tag: tag)) { try client.articles(author: author, tag: tag) }.value
        let found = all.filter { SearchText.matches(SearchText.of($0), query) }
        console.line("\(Amounts.count(found.count, "article")), newest first.")
        return LinearListing(rows: found.map { (self.words.article($0), .article($0)) })
    }

    func outbox() throws -> LinearListing {
        let entries = try client.outbox()
        console.line(
            entries.isEmpty ? "The outbox is empty." : "\(Amounts.count(entries.count, "entry", "entries")) in the outbox.")
        return LinearListing(rows: entries.map { (words.entry($0), .entry($0.id)) })
    }

    func stage() throws {
        let stage = session.stage
        console.line("This is the stage \(stage.name) at \(stage.api).\(session.isOffline ? " Nothing is fetched or sent." : "")")
        console.line(SessionStrings.line(client.session(), stage: stage.name, now: session.context.now()))
        console.line(client.handle().map { "You are \($0) there." } ?? "Your GitHub username there is not known yet.")
        console.line(words.cached("Journeyers", try client.journeyers()))
        console.line(words.cached("Articles", try client.articles(author: nil, tag: nil)))
        console.line("Routes:")
        try client.routes().forEach { console.line(words.route($0)) }
        console.line("Type “check” to compare the routes with the API contract.")
    }

    /// Prints an article with its text, if the text is cached or can be fetched.
    func read(_ article: Article) async throws {
        var article = article
        if article.body == nil, !session.isOffline {
            _ = try? await client.refresh(.article(article.id))
            article = try client.articles(author: nil, tag: nil).value.first { $0.id == article.id } ?? article
        }
        console.line(words.article(article))
        if let body = article.body { console.block(body) } else { console.say("Its text is not in the cache.") }
        if let link = article.link { console.line("Its link: \(link)") }
    }
}
