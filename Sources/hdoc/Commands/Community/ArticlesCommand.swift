import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct ArticlesCommand: SessionCommand {
    static let configuration = CommandConfiguration(commandName: "articles", abstract: "List the articles, newest first.")

    @OptionGroup var options: StageOptions

    @Option(help: ArgumentHelp("Only articles by this journeyer; “me” is you.", valueName: "name"), completion: .live(.person))
    var author: String?

    @Option(help: ArgumentHelp("Only articles with this tag.", valueName: "tag"), completion: .live(.tag))
    var tag: String?

    @Option(help: ArgumentHelp("Only articles with all these words in title, author, tags or text.", valueName: "text"))
    var search: String?

    @OptionGroup var format: JSONOptions

    func run(in session: ClientSession) async throws -> ExitStatus {
        let author: String? = if let author { try await session.resolve(author) } else { nil }
        let articles = try await session.read(.articles(author: author, tag: tag)) {
            try search.map { try session.client.articles(author: author, tag: tag, matching: $0) }
                ?? session.client.articles(author: author, tag: tag)
        }.value
        let console = session.context.console
        if format.json {
            console.json(.array(articles.map(\.json)))
        } else if articles.isEmpty {
            console.say(search == nil ? "No articles." : "No article matches.")
        } else {
            console.table(Self.table(articles))
        }
        return .done
    }

    static func table(_ articles: [Article]) -> TextTable {
        TextTable(
            [.number("DAY"), .fixed("DATE"), .fixed("AUTHOR"), .text("TITLE"), .text("TAGS")],
            rows: articles.map { article in
                [
                    Amounts.known(article.day), article.date?.description ?? "-", article.author ?? "-", article.title ?? "",
                    article.tags.joined(separator: " "),
                ]
            })
    }
}

struct TagsCommand: SessionCommand {
    static let configuration = CommandConfiguration(commandName: "tags", abstract: "List the tags, most used first.")

    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

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
