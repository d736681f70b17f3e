import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct ArticlesCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(.articles, abstract: "List the articles, newest first.")

    @OptionGroup var options: StageOptions

    @Option(help: ArgumentHelp("Only articles by this journeyer; “me” is you.", valueName: "name"), completion: .live(.person))
    var author: String?

    @Option(help: ArgumentHelp("Only articles with this tag.", valueName: "tag"), completion: .live(.tag))
    var tag: String?

    @Option(help: ArgumentHelp("Only articles with all these words in title, author, tags or text.", valueName: "text"))
    var search: String?

    @OptionGroup var queries: QueryOptions
    @OptionGroup var format: JSONOptions

    var usesOutbox: Bool { false }

    func run(in session: ClientSession) async throws -> ExitStatus {
        let filter = try queries.matcher(for: .articles, session.context)
        let author: String? = if let author { try await session.resolve(author) } else { nil }
        let client = session.client
        var output = RowOutput(session.context.console, json: format.json, Self.columns)
        // One article shows whether there is an answer. The list follows without being in memory as a whole.
        let found = try await session.read(.articles(author: author, tag: tag)) {
            try client.articles(author: author, tag: tag, matching: search) { _ in false }
        }
        if found.value > 0 {
            _ = try client.articles(author: author, tag: tag, matching: search) { article in
                guard filter?.matches(article) ?? true else { return true }
                return output.add(
                    json: { $0.append(contentsOf: JSONOutput.part(article.json, level: 1).utf8) }, cells: { Self.cells(article) })
            }
        }
        output.finish(nothing: search == nil && filter == nil ? "No articles." : "No article matches.")
        return .done
    }

    static let columns: [TextTable.Column] = [.number("DAY"), .fixed("DATE"), .fixed("AUTHOR"), .text("TITLE"), .text("TAGS")]

    static func cells(_ article: Article) -> [TextTable.Cell] {
        [
            .init(Amounts.known(article.day)), .init(article.date?.description ?? "-"), .init(article.author ?? "-"),
            .init(article.title ?? ""), .init(article.tags.joined(separator: " ")),
        ]
    }
}

struct TagsCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(.tags, abstract: "List the tags, most used first.")

    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

    var usesOutbox: Bool { false }

    func run(in session: ClientSession) async throws -> ExitStatus {
        let tags = try await session.read(.tags) { try session.client.tags() }.value
        let console = session.context.console
        if format.json {
            console.json(.array(tags.map { .object(["tag": .string($0.tag), "count": .optional($0.count)]) }))
        } else if tags.isEmpty {
            console.say("No tags.")
        } else {
            console.table(TextTable([.text("TAG"), .number("ARTICLES")], rows: tags.map { [$0.tag, String($0.count)] }))
        }
        return .done
    }
}
