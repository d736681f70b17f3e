import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct AnnounceCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(
        .announce, abstract: "Print the announcement of a day, ready to paste.",
        discussion: """
            The length is counted as the network counts it; hdoc warns if the text is too long. --copy uses the clipboard of the
            terminal, also over SSH and in tmux. --open opens the page of the network with the text; you post it there.
            """)

    @OptionGroup var options: StageOptions

    @Option(help: ArgumentHelp("The day (default: the latest).", valueName: "n"), completion: .live(.writtenDay))
    var day: Int?

    @Option(name: .customLong("for"), help: ArgumentHelp("The network: twitter or linkedin.", valueName: "network"))
    var network = SocialNetwork.twitter

    @Flag(help: "Copy the text to the clipboard.")
    var copy = false

    @Flag(help: "Open the page on which the text can be posted.")
    var open = false

    func run(in session: ClientSession) async throws -> ExitStatus {
        let candidates = try written(session)
        guard let found = day.map({ day in candidates.first { $0.day == day } }) ?? candidates.max(by: { $0.day < $1.day })
        else { throw CommandError.noSuchDay(day) }
        let announcement = Announcement(
            day: found.day, title: found.title, link: found.link, subtitle: found.subtitle, tags: found.tags, for: network)
        let context = session.context
        context.console.block(announcement.text)
        if announcement.isTooLong { context.console.say(JourneyStrings.tooLong(announcement)) }
        if copy {
            try await TerminalClipboard(context: context).copy(announcement.text)
            context.console.say("Copied the announcement.")
        }
        if open { try show(announcement, context) }
        return .done
    }

    private func show(_ announcement: Announcement, _ context: CommandContext) throws {
        let page = announcement.composePage
        let name = JourneyStrings.name(announcement.network)
        guard EntryRules.isWebLink(page) else { throw AnnouncementError.tooLongToOpen }
        switch context.openLink(page, context) {
        case .success(let browser): context.console.say("Opened \(name) in \(browser). Nothing is posted until you post it there.")
        case .failure(let reason): throw AnnouncementError.notOpened(reason, page: page)
        }
    }

    private struct Written { var day: Int, title: String, link: String?, subtitle: String?, tags: [String] }

    /// The participant's articles and the entries in the outbox, drafts included.
    private func written(_ session: ClientSession) throws -> [Written] {
        let posted = try session.client.handle().map { try session.client.articles(author: $0, tag: nil).value } ?? []
        let waiting = try session.client.outbox().filter { !$0.isRemoved }
        return posted.compactMap { article in
            article.day.map {
                Written(day: $0, title: article.title ?? "", link: article.link, subtitle: article.subtitle, tags: article.tags)
            }
        }
            + waiting.map { row in
                let entry = row.entry
                return Written(
                    day: entry.day, title: entry.title, link: entry.link ?? row.articleURL, subtitle: entry.subtitle, tags: entry.tags)
            }
    }
}

extension SocialNetwork: ExpressibleByArgument {}

/// Why the page of a network was not opened.
enum AnnouncementError: Error, Sendable, Equatable {
    case notOpened(NoBrowserReason, page: String)
    /// The address of the page would be too long.
    case tooLongToOpen
}

extension AnnouncementError: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        switch self {
        case .notOpened(let reason, let page):
            ErrorDescription("No browser was opened: \(SignInStrings.describe(reason))", "Open this address: \(page)")
        case .tooLongToOpen: ErrorDescription("The announcement is too long for the address of a page", "Use --copy, and paste it.")
        }
    }
}
