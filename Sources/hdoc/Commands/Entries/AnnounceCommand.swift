import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct AnnounceCommand: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "announce", abstract: "Print the announcement of a day, ready to paste.")

    @OptionGroup var options: StageOptions

    @Option(help: ArgumentHelp("The day (default: the latest).", valueName: "n"), completion: .live(.writtenDay))
    var day: Int?

    func run(in session: ClientSession) async throws -> ExitStatus {
        let candidates = try written(session)
        guard let found = day.map({ day in candidates.first { $0.day == day } }) ?? candidates.max(by: { $0.day < $1.day })
        else { throw CommandError.noSuchDay(day) }
        let announcement = Announcement(day: found.day, title: found.title, link: found.link)
        session.context.console.block(announcement.text)
        if announcement.isTooLong { session.context.console.say(JourneyStrings.tooLong(announcement)) }
        return .done
    }

    private struct Written { var day: Int, title: String, link: String? }

    /// The participant's articles and the entries in the outbox, drafts included.
    private func written(_ session: ClientSession) throws -> [Written] {
        let posted = try session.client.handle().map { try session.client.articles(author: $0, tag: nil).value } ?? []
        let waiting = try session.client.outbox().filter { !$0.isRemoved }
        return posted.compactMap { article in
            article.day.map { Written(day: $0, title: article.title ?? "", link: article.link) }
        } + waiting.map { Written(day: $0.entry.day, title: $0.entry.title, link: $0.entry.link ?? $0.articleURL) }
    }
}
