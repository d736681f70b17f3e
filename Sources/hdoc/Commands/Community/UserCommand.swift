import ArgumentParser
import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

struct UserCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(.user, abstract: "Show one journeyer.")

    @Argument(help: ArgumentHelp("A GitHub username, or “me”.", valueName: "name"), completion: .live(.person))
    var name: String

    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

    func validate() throws {
        if name.allSatisfy(\.isWhitespace) { throw ValidationError("NAME must not be empty.") }
    }

    var usesOutbox: Bool { false }

    func run(in session: ClientSession) async throws -> ExitStatus {
        let handle = try await session.resolve(name)
        let journeyer = try await find(handle, session)
        if format.json {
            session.context.console.json(journeyer.json)
        } else {
            session.context.console.fields(Self.fields(journeyer, session.context))
        }
        return .done
    }

    private func find(_ handle: String, _ session: ClientSession) async throws -> Journeyer {
        do {
            let snapshot = try await session.read(.journeyer(handle), isAnswer: { $0 != nil }) {
                try session.client.journeyer(handle)
            }
            if let journeyer = snapshot.value { return journeyer }
        } catch let error as ClientError where error.kind == .notFound {}
        throw CommandError.noSuchJourneyer(handle)
    }

    /// The known attributes with their labels, the most interesting first.
    static func fields(_ journeyer: Journeyer, _ context: CommandContext) -> [(label: String, value: String)] {
        func dated(_ instant: Date?) -> String? { instant.map { "\(context.age($0)) (\(Timestamp.format($0)))" } }
        let known: [(String, String?)] = [
            ("Handle", journeyer.handle), ("Name", journeyer.fullName), ("Bio", journeyer.bio), ("Status", journeyer.status),
            ("Days", journeyer.daysCompleted.map { "\($0) of \(EntryRules.lastDay)" }),
            (
                "Score",
                journeyer.totalScore.map { total in
                    "\(total) (GitHub \(Amounts.known(journeyer.githubScore)), Twitter \(Amounts.known(journeyer.twitterScore)))"
                }
            ),
            ("GitHub streak", journeyer.githubStreak.map { Amounts.count($0, "day") }),
            ("Twitter streak", journeyer.twitterStreak.map { Amounts.count($0, "day") }),
            ("Last entry", dated(journeyer.lastEntryAt)), ("Joined", dated(journeyer.dateJoined)),
            ("Twitter", journeyer.twitterUsername), ("LinkedIn", journeyer.linkedinProfile.map(WebLink.shown)),
            ("Journey", journeyer.githubJourneyURL.map(WebLink.shown)), ("Blog", journeyer.personalBlogURL.map(WebLink.shown)),
        ]
        let extra = journeyer.extra.sorted { $0.key < $1.key }.map { ($0.key, $0.value.text ?? JSONOutput.line($0.value)) }
        return known.compactMap { label, value in value.map { (label, $0) } } + extra
    }
}
