import HDOCTUI
import TerminalKit
import HDOCClient
import HDOCModels

/// Links the account to a GitHub handle: asked once, checked against the stage, remembered for it.
struct HandleLinking: Sendable {
    let session: ClientSession

    private var console: Console { session.context.console }
    private var stage: String { session.stage.name }

    /// What the stage says of a handle.
    private enum Answer { case known(String), unknown, cannotTell }

    /// A handle that was named is remembered in any case: its user may still be made.
    func link(_ handle: String) async throws {
        let handle = Profile(handle: handle).handle
        switch await ask(handle) {
        case .known(let spelling): try remember(spelling)
        case .unknown:
            try remember(handle)
            console.say(unknown(handle))
        case .cannotTell:
            try remember(handle)
            console.say("Whether \(stage) knows that journeyer could not be checked.")
        }
    }

    /// Asks at a terminal until the stage knows the answer, or there is none.
    func askIfUnknown() async throws {
        if let handle = session.client.handle() {
            if case .unknown = await ask(handle) { console.say(unknown(handle)) }
            return
        }
        while session.context.input.isTerminal {
            console.say("Your GitHub username on \(stage) (Enter leaves it open):")
            let handle = Profile(handle: await session.context.input.readLine() ?? "").handle.filter { !$0.isWhitespace }
            if handle.isEmpty { break }
            switch await ask(handle) {
            case .known(let spelling): return try remember(spelling)
            case .unknown: console.say(unknown(handle))
            case .cannotTell: return try await link(handle)
            }
        }
        console.say(session.describer.sentence(CommandError.noHandle))
    }

    private func ask(_ handle: String) async -> Answer {
        do {
            _ = try await session.client.refresh(.journeyer(handle))
            return .known((try? session.client.journeyer(handle).value?.handle) ?? handle)
        } catch let error as ClientError where error.kind == .notFound {
            return .unknown
        } catch {
            return .cannotTell
        }
    }

    private func remember(_ handle: String) throws {
        try session.client.setHandle(handle)
        console.say("You are \(handle) on \(stage).")
    }

    private func unknown(_ handle: String) -> String {
        let signUp = try? session.client.routes().first { $0.route == .signUp }
        let advice = if case .absent = signUp?.presence { "The organisers add people there." } else { "`hdoc signup` creates you there." }
        return "\(stage) knows no journeyer \(handle). \(advice)"
    }
}
