import ArgumentParser
import HDOCClient

struct LoginCommand: SessionCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Sign in through the stage's hosted page.",
        discussion: "With --handle and a session that is still good, only the handle is remembered.")

    @OptionGroup var options: StageOptions

    @Flag(name: .customLong("no-browser"), help: "Print the address only.")
    var noBrowser = false

    @Option(help: ArgumentHelp("Your GitHub username on this stage, remembered in the configuration.",
                               valueName: "github-username"))
    var handle: String?

    func validate() throws {
        if options.offline { throw ValidationError("login needs the network: leave --offline out.") }
        if let handle, handle.allSatisfy(\.isWhitespace) { throw ValidationError("--handle must not be empty.") }
    }

    func run(in session: ClientSession) async throws -> ExitStatus {
        let console = session.context.console
        if let handle, case .signedIn = session.client.session() {
            try remember(handle, session)
            return .done
        }
        let input = LoginInput(source: session.context.input) { await session.client.pasteBack($0) }
        if session.context.input.isTerminal { await input.start(console) }
        let (now, canPaste) = (session.context.now, session.context.input.isTerminal)
        let identity = try await session.client.signIn(SignInOptions(opensBrowser: !noBrowser)) { step in
            SignInWords.lines(step, now: now(), canPaste: canPaste).forEach(console.say)
        }
        console.say("Signed in on \(session.stage.name) as \(identity.displayName).")
        try await settleHandle(session, input)
        return .done
    }

    private func settleHandle(_ session: ClientSession, _ input: LoginInput) async throws {
        if let handle { return try remember(handle, session) }
        guard session.client.handle() == nil else { return }
        let console = session.context.console
        if session.context.input.isTerminal {
            console.say("Your GitHub username on \(session.stage.name) (Enter leaves it open):")
            let answer = await input.ask()?.filter { !$0.isWhitespace } ?? ""
            if !answer.isEmpty { return try remember(answer, session) }
        }
        console.say(session.words.sentence(CommandError.noHandle))
    }

    private func remember(_ handle: String, _ session: ClientSession) throws {
        try session.client.setHandle(handle)
        session.context.console.say("You are \(handle) on \(session.stage.name).")
    }
}

/// The lines typed during a sign-in: pasted addresses first, then the answer to a question. One reader takes them all,
/// because a read that waits cannot be called off.
private actor LoginInput {
    private let source: any InputSource
    private let pasteBack: @Sendable (String) async -> Bool
    private var answer: CheckedContinuation<String?, Never>?
    private var isOpen = false

    init(source: any InputSource, pasteBack: @escaping @Sendable (String) async -> Bool) {
        (self.source, self.pasteBack) = (source, pasteBack)
    }

    func start(_ console: Console) {
        isOpen = true
        Task {
            while let line = await source.readLine() { await take(line, console) }
            end()
        }
    }

    func ask() async -> String? {
        guard isOpen else { return nil }
        return await withCheckedContinuation { answer = $0 }
    }

    private func take(_ line: String, _ console: Console) async {
        if let answer {
            self.answer = nil
            answer.resume(returning: line)
        } else if line.contains(where: { !$0.isWhitespace }), await !pasteBack(line) {
            console.say("That is not the address of this sign-in. It begins with http://localhost: and holds code= and state=.")
        }
    }

    private func end() {
        isOpen = false
        answer?.resume(returning: nil)
        answer = nil
    }
}

struct LogoutCommand: SessionCommand {
    static let configuration = CommandConfiguration(commandName: "logout", abstract: "End the session and forget its tokens.")

    @OptionGroup var options: StageOptions
    @OptionGroup var consent: ConsentOptions

    func run(in session: ClientSession) async throws -> ExitStatus {
        let console = session.context.console
        guard session.client.session() != .signedOut else {
            console.say("Nobody is signed in on \(session.stage.name).")
            return .done
        }
        try await consent.require("sign out", in: session)
        let report = try await session.client.signOut()
        console.say("Signed out of \(session.stage.name).")
        if let failure = report.revocationFailure {
            console.say("The provider could not be told, so it may honour the old session for a while. \(session.words.words(failure).what).")
        }
        if let address = report.browserSignOut { console.say("The browser keeps its own session until you open:\n\n  \(address)") }
        return .done
    }
}
