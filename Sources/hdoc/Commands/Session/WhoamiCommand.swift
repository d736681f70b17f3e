import ArgumentParser
import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

struct WhoamiCommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(
        .whoami, abstract: "Show who is signed in and until when. Exits with 4 if nobody is.")

    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

    func run(in session: ClientSession) async throws -> ExitStatus {
        let status = session.client.session()
        let handle = session.client.handle()
        let tokens = session.context.paths.tokens(session.stage.name)
        let inKeyring = session.client.tokenPlace() == .keyring
        let console = session.context.console
        if format.json {
            console.json(Self.json(status, handle: handle, session, tokens: inKeyring ? nil : tokens))
        } else {
            console.line(SessionStrings.line(status, stage: session.stage.name, now: session.context.now()))
            console.line(handle.map { "Journeyer \($0)" } ?? session.describer.sentence(CommandError.noHandle))
            if status != .signedOut { console.line(inKeyring ? "Tokens in the desktop's keyring" : "Tokens in \(tokens)") }
        }
        if case .signedIn = status { return .done }
        if case .unreadable = status { return .failed }
        return .signInNeeded
    }

    private static func json(
        _ status: SessionStatus, handle: String?, _ session: ClientSession, tokens: String?
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "stage": .string(session.stage.name), "handle": .optional(handle), "token_file": .optional(tokens),
            "token_store": .string(session.client.tokenPlace().rawValue),
            "state": .string(SessionStrings.name(status)), "username": .null, "until": .null, "can_refresh": .null,
        ]
        switch status {
        case .signedIn(let identity, let until, let canRefresh):
            members["username"] = .string(identity.displayName)
            members["until"] = .string(Timestamp.format(until))
            members["can_refresh"] = .bool(canRefresh)
        case .ended(let identity), .otherSession(let identity): members["username"] = .string(identity.displayName)
        case .signedOut, .unreadable: break
        }
        return .object(members)
    }
}
