import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct LoginCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(
        .login, abstract: "Sign in through the stage's hosted page.",
        discussion: "With --handle and a valid session, hdoc only saves the handle.")

    @OptionGroup var options: StageOptions

    @Flag(name: .customLong("no-browser"), help: "Print the address and do not open a browser.")
    var noBrowser = false

    @Option(
        help: ArgumentHelp(
            "Your GitHub username on this stage; saved in the configuration.",
            valueName: "github-username"), completion: .live(.handle))
    var handle: String?

    func validate() throws {
        if options.offline { throw ValidationError("login needs the network: remove --offline.") }
        if let handle, handle.allSatisfy(\.isWhitespace) { throw ValidationError("--handle must not be empty.") }
    }

    func run(in session: ClientSession) async throws -> ExitStatus {
        let linking = HandleLinking(session: session)
        if let handle, case .signedIn = session.client.session() {
            try await linking.link(handle)
            return .done
        }
        let identity = try await LoginWait(session: session, opensBrowser: !noBrowser).run()
        session.context.console.say("Signed in on \(session.stage.name) as \(identity.displayName).")
        if let handle { try await linking.link(handle) } else { try await linking.askIfUnknown() }
        try await sendWhatWaited(session)
        return .done
    }

    /// Sends the queued entries. An outbox that cannot be read does not make the sign-in fail.
    private func sendWhatWaited(_ session: ClientSession) async throws {
        guard let waiting = try? session.client.outbox().filter(\.state.isWaiting), !waiting.isEmpty else { return }
        _ = try await Delivery(session: session, format: .text).send(waiting)
    }
}

struct LogoutCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(.logout, abstract: "Sign out: end the session and delete its tokens.")

    @OptionGroup var options: StageOptions
    @OptionGroup var consent: ConsentOptions

    func run(in session: ClientSession) async throws -> ExitStatus {
        let console = session.context.console
        guard session.client.session() != .signedOut else {
            console.say("You are not signed in on \(session.stage.name).")
            return .done
        }
        try await consent.require("sign out", in: session)
        let report = try await session.client.signOut()
        console.say("Signed out of \(session.stage.name).")
        if let failure = report.revocationFailure {
            console.say(
                "The session could not be revoked at the sign-in provider, so it may stay valid for a while."
                    + " \(session.describer.describe(failure).what)."
            )
        }
        if let address = report.browserSignOut { console.say("To sign out in the browser as well, open:\n\n  \(address)") }
        return .done
    }
}
