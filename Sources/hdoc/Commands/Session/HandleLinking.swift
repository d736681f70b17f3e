import HDOCClient
import HDOCModels
import HDOCTUI

/// Links the account to a GitHub handle: hdoc asks for the handle, checks it on the stage, and saves it in the configuration.
struct HandleLinking: Sendable {
    let session: ClientSession

    private var console: Console { session.context.console }
    private var stage: String { session.stage.name }

    /// The stage's answer to the question whether it has a journeyer with a handle.
    private enum HandleAnswer { case known(String), unknown, cannotTell }

    /// Checks and saves the handle. It is saved even if the stage does not have the journeyer, because the account may be created later.
    func link(_ handle: String) async throws {
        let handle = GitHubHandle.normalised(handle)
        switch await ask(handle) {
        case .known(let spelling): try remember(spelling)
        case .unknown:
            try remember(handle)
            console.say(unknown(handle))
        case .cannotTell:
            try remember(handle)
            console.say("Could not check whether this journeyer exists on \(stage).")
        }
    }

    /// Asks for the handle, if it is not known and standard input is a terminal. Asks again until the stage has the journeyer, the stage
    /// cannot tell, or the answer is empty.
    func askIfUnknown() async throws {
        if let handle = session.client.handle() {
            if case .unknown = await ask(handle) { console.say(unknown(handle)) }
            return
        }
        while session.context.input.isTerminal {
            console.say("Your GitHub username on \(stage) (press Enter to skip):")
            let handle = GitHubHandle.normalised(await session.context.input.readLine() ?? "").filter { !$0.isWhitespace }
            if handle.isEmpty { break }
            switch await ask(handle) {
            case .known(let spelling): return try remember(spelling)
            case .unknown: console.say(unknown(handle))
            case .cannotTell: return try await link(handle)
            }
        }
        console.say(session.describer.sentence(CommandError.noHandle))
    }

    private func ask(_ handle: String) async -> HandleAnswer {
        do throws(ClientError) {
            _ = try await session.client.refresh(.journeyer(handle))
        } catch {
            return error.kind == .notFound ? .unknown : .cannotTell
        }
        return .known((try? session.client.journeyer(handle).value?.handle) ?? handle)
    }

    private func remember(_ handle: String) throws {
        do throws(ConfigurationWriteError) {
            try session.client.setHandle(handle)
        } catch {
            guard case .keptInMemory = error else { throw error }
            console.say("You are \(handle) on \(stage) for this run only. \(session.describer.sentence(error))")
            return
        }
        console.say("You are \(handle) on \(stage).")
    }

    private func unknown(_ handle: String) -> String {
        let signUp = try? session.client.routes().first { $0.route == .signUp }
        let advice =
            if case .absent = signUp?.presence { "Ask the organisers to add you." } else { "Create an account with `hdoc signup`." }
        return "\(stage) has no journeyer \(handle). \(advice)"
    }
}
