import FoundationEssentials
import HDOCClient

/// Errors as sentences for a person: what happened and where, then what to do now.
///
/// The screens and the commands differ only in what there is to do: a key, or a command.
struct ErrorWords: Sendable {
    /// What helps, where it is read.
    struct Remedies: Sendable {
        var signIn: String
        var retry: String
        var cancelled: String
        /// Where only a name leads to a journeyer.
        var lookUp: String?

        static let commands = Remedies(
            signIn: "Run `hdoc login`.", retry: "Try again when the network is back.", cancelled: "Cancelled.",
            lookUp: "`hdoc user NAME` does that.")
        static let screens = Remedies(signIn: "i signs in.", retry: "r tries again.", cancelled: "Cancelled.")
    }

    /// What an error says, without its full stop, and what to do; both for a person.
    struct Words: Sendable, Equatable {
        var what: String
        var remedy: String?
        init(_ what: String, _ remedy: String? = nil) { (self.what, self.remedy) = (what, remedy) }

        /// A part that already ends a sentence keeps its own mark.
        var sentence: String {
            let first = what.last.map { ".?!".contains($0) } == true ? what : what + "."
            return remedy.map { "\(first) \($0)" } ?? first
        }
    }

    /// The stage's name, where one is meant.
    var stage: String
    var remedies: Remedies

    init(stage: String? = nil, remedies: Remedies = .commands) {
        self.stage = stage ?? "the stage"
        self.remedies = remedies
    }

    /// One clear sentence, or two.
    func sentence(_ error: any Error) -> String { words(error).sentence }

    func words(_ error: any Error) -> Words {
        switch error {
        case let error as ClientError: words(error)
        case let error as TransportError: words(error)
        case let error as SignInError: words(error)
        case let error as SignInError.TokenProblem: words(.token(error))
        case let error as StoreError: words(error)
        case let error as OutboxError: words(error)
        case let error as ConfigurationWriteError: words(error)
        case let error as ConfigurationError: words(error)
        case let error as ConfigurationEditError: words(error)
        case let error as StageSelectionError: words(error)
        case let error as StackImportError: words(error)
        case let error as AWSError: words(error)
        case let error as CommandError: words(error)
        case let error as KeysError: words(error)
        case let error as Keymap.Problem: words(error)
        case let error as TerminalError: words(error)
        case let error as BackendProblem: words(error)
        case let error as FaultProblem: words(error)
        case let error as HostedPageError: words(error)
        case let error as DemoWalkError: words(error)
        case is CancellationError: Words(remedies.cancelled)
        default: Words("Something failed that hdoc has no words for: \(error)")
        }
    }
}
