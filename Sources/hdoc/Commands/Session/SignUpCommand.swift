import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct SignUpCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(
        .signup, abstract: "Create your account on a stage that supports sign-up.",
        discussion: "hdoc asks for missing values if the input is a terminal.")

    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

    @Option(help: ArgumentHelp("Your GitHub username; it identifies you on the stage.", valueName: "name"))
    var githubUsername: String?
    @Option(help: ArgumentHelp("Your name.", valueName: "text"))
    var fullName: String?
    @Option(help: ArgumentHelp("A short text about you.", valueName: "text"))
    var bio: String?
    @Option(help: ArgumentHelp("Your Twitter username.", valueName: "name"))
    var twitterUsername: String?
    @Option(help: ArgumentHelp("The address of your LinkedIn profile, or its name.", valueName: "profile"))
    var linkedinProfile: String?
    @Option(help: ArgumentHelp("The address of your journey's repository.", valueName: "url"))
    var githubJourneyUrl: String?
    @Option(help: ArgumentHelp("The address of your blog.", valueName: "url"))
    var personalBlogUrl: String?

    func validate() throws {
        if options.offline { throw ValidationError("signup needs the network: remove --offline.") }
        for (field, text) in given {
            var profile = SignUpProfile()
            profile[field] = text
            if let problem = SignUpProfileRules.problem(profile[field], field) { throw ValidationError(ProfileStrings.sentence(problem)) }
        }
    }

    private var given: [(SignUpField, String)] {
        let options: [(SignUpField, String?)] = [
            (.handle, githubUsername), (.fullName, fullName), (.bio, bio), (.twitterUsername, twitterUsername),
            (.linkedinProfile, linkedinProfile), (.githubJourneyURL, githubJourneyUrl), (.personalBlogURL, personalBlogUrl),
        ]
        return options.compactMap { field, text in text.map { (field, $0) } }
    }

    func run(in session: ClientSession) async throws -> ExitStatus {
        // hdoc checks the session before it asks the questions.
        guard case .signedIn = session.client.session() else { throw ClientError(.signInNeeded, operation: .signUp) }
        let created = try await session.client.signUp(await profile(session))
        if format.json {
            session.context.console.json(created.json)
        } else {
            session.context.console.line("You are \(created.handle) on \(session.stage.name).")
        }
        return .done
    }

    private func profile(_ session: ClientSession) async -> SignUpProfile {
        var profile = SignUpProfile()
        for (field, text) in given { profile[field] = text }
        guard session.context.input.isTerminal else {
            if profile.handle.isEmpty { profile[.handle] = session.client.handle() ?? "" }
            return profile
        }
        let fields = SignUpField.allCases.filter { field in !given.contains { $0.0 == field } }
        for field in fields { profile[field] = await ask(field, session) }
        return profile
    }

    /// Asks for a field until the answer is valid. At the end of the input, returns the known value, or an empty text if there is none.
    private func ask(_ field: SignUpField, _ session: ClientSession) async -> String {
        let console = session.context.console
        let known = field == .handle ? session.client.handle() : nil
        while true {
            let default_ = known.map { " [\($0)]" } ?? (field == .handle ? "" : " (press Enter to skip)")
            console.say("\(ProfileStrings.label(field))\(default_):")
            guard let line = await session.context.input.readLine() else { return known ?? "" }
            var answer = SignUpProfile()
            answer[field] = line
            if answer[field].isEmpty, let known { return known }
            guard let problem = SignUpProfileRules.problem(answer[field], field) else { return answer[field] }
            console.say(ProfileStrings.sentence(problem))
        }
    }
}
