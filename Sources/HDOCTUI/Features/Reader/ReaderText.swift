import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// Makes the content of the reader from an article, an entry or a journeyer.
enum ReaderText {
    static func content(of subject: ReaderState.Subject, _ state: AppState) -> ReaderContent {
        switch subject {
        case .article(let id):
            let known = state.model.articles.value.first { $0.id == id } ?? state.model.mine.value.first { $0.id == id }
            return known.map { article($0, state) } ?? gone
        case .entry(let id): return state.model.outbox.first { $0.id == id }.map { entry($0, state) } ?? gone
        case .journeyer(let handle):
            return state.model.journeyerIndex.journeyer(handle).map { journeyer($0, state) } ?? gone
        }
    }

    private static let gone = ReaderContent(title: "Not in the cache", text: "This item is no longer in the cache.")

    private static func article(_ article: Article, _ state: AppState) -> ReaderContent {
        let head = [
            article.author.map { "@\($0)" }, article.day.map { "day \($0)" }, article.date?.description,
            article.tags.isEmpty ? nil : article.tags.joined(separator: " "),
        ].compactMap { $0 }.joined(separator: "  ")
        var facts = [[Span(head, .dim)]]
        if let subtitle = article.subtitle, !subtitle.isEmpty { facts.append([Span(subtitle)]) }
        if let link = article.link { facts.append(address(link)) }
        return ReaderContent(
            title: article.title ?? "Untitled", facts: facts, text: article.body ?? missingBody(article.id, state),
            link: article.link, copy: announcement(article.day, article.title, article.link))
    }

    private static func missingBody(_ id: String, _ state: AppState) -> String {
        switch state.activity[.article(id)] {
        case .loading?: "Fetching the text from \(state.settings.stage.name) …"
        case .failed(let error)?: state.describer.sentence(error)
        case nil: "The list did not include the text of this article."
        }
    }

    private static func entry(_ entry: OutboxEntry, _ state: AppState) -> ReaderContent {
        let content = entry.entry
        let head = ["day \(content.day)", content.date.description, content.tags.joined(separator: " ")]
            .filter { !$0.isEmpty }.joined(separator: "  ")
        var facts = [[Span(head, .dim)], [Span(OutboxText.explanation(entry, state), entry.state == .sent ? .dim : .warning)]]
        if let link = content.link { facts.append(address(link)) }
        return ReaderContent(
            title: ChangeStrings.title(entry), facts: facts,
            text: ChangeStrings.bothTexts(entry, stage: state.settings.stage.name) ?? content.body,
            link: entry.articleURL ?? content.link, copy: announcement(content.day, content.title, content.link))
    }

    private static func journeyer(_ journeyer: Journeyer, _ state: AppState) -> ReaderContent {
        let lines = ProfileText.lines(journeyer, state)
        let links = ProfileText.links(journeyer)
        return ReaderContent(
            title: "@\(journeyer.handle)", facts: lines + map(journeyer, state), text: journeyer.bio ?? "",
            links: links.map { ReaderContent.ArticleLink(name: $0.name, url: $0.link.url) }, link: links.first?.link.url,
            copy: links.first.map { ReaderContent.Copy(text: $0.link.url, what: "the link") })
    }

    private static func map(_ journeyer: Journeyer, _ state: AppState) -> [[Span]] {
        JourneyMap.lines(journeyer, state, width: ReaderLayout(Rect(size: state.size)).width)
    }

    /// The link with its host highlighted.
    private static func address(_ link: String) -> [Span] { WebLink(link)?.spans() ?? [Span(link, .dim)] }

    private static func announcement(_ day: Int?, _ title: String?, _ link: String?) -> ReaderContent.Copy? {
        guard let day, let title else { return nil }
        return ReaderContent.Copy(text: Announcement(day: day, title: title, link: link).text, what: "the announcement")
    }
}
