import HDOCClient
import HDOCModels
import TerminalKit

/// The answer to a typed line.
struct LinearReply: Sendable {
    /// What to say first, in sentences.
    var said: [String] = []
    var effects: [Effect] = []
    /// The arguments of a command of hdoc to run.
    var command: [String]?
    /// Whether nothing else is to be said about the place.
    var isQuiet = false

    static func += (a: inout LinearReply, b: LinearReply) {
        a = LinearReply(
            said: a.said + b.said, effects: a.effects + b.effects, command: a.command ?? b.command, isQuiet: a.isQuiet || b.isQuiet)
    }
}

extension LinearReply {
    static func + (a: LinearReply, b: LinearReply) -> LinearReply {
        var sum = a
        sum += b
        return sum
    }

    /// A line in the sign-in.
    static func signIn(_ line: String, _ signIn: SignInState, _ state: inout AppState) -> LinearReply {
        if LinearTalk.isLeaving(line) { return LinearReply(effects: Update.press(.escape, &state)) }
        if case .failed = signIn.phase { return LinearReply(effects: Update.press(.escape, &state)) }
        switch line.lowercased().trimmed {
        case "address", "open", "copy", "y":
            return LinearReply(said: [signIn.address ?? "The address is not known yet."], isQuiet: true)
        case "":
            guard state.settings.hasSampleAccount else { return LinearReply(said: [signIn.address ?? "Please wait."], isQuiet: true) }
            return LinearReply(effects: Update.press(.enter, &state))
        default: return LinearReply(effects: [Key.ctrl("u"), .paste(line), .enter].flatMap { Update.press($0, &state) })
        }
    }
}
