import TerminalKit
import FoundationEssentials
import HDOCClient

/// An error of a program above the screens, which describes itself because the screens cannot know its type.
package protocol DescribedError: Error {
    func words(_ words: ErrorWords) -> ErrorWords.Words
}

/// Errors as sentences for a person: what happened and where, then what to do now.
///
/// The screens and the commands differ only in what there is to do: a key, or a command.
package struct ErrorWords: Sendable {
    /// What helps, where it is read.
    package struct Remedies: Sendable {
        package var signIn: String
        package var retry: String
        package var cancelled: String
        /// Where only a name leads to a journeyer.
        package var lookUp: String?

        package static let commands = Remedies(
            signIn: "Run `hdoc login`.", retry: "Try again when the network is back.", cancelled: "Cancelled.",
            lookUp: "`hdoc user NAME` does that.")
        package static let screens = Remedies(signIn: "i signs in.", retry: "r tries again.", cancelled: "Cancelled.")

        package init(signIn: String, retry: String, cancelled: String, lookUp: String? = nil) {
            self.signIn = signIn
            self.retry = retry
            self.cancelled = cancelled
            self.lookUp = lookUp
        }
    }

    /// What an error says, without its full stop, and what to do; both for a person.
    package struct Words: Sendable, Equatable {
        package var what: String
        package var remedy: String?
        package init(_ what: String, _ remedy: String? = nil) { (self.what, self.remedy) = (what, remedy) }

        /// A part that already ends a sentence keeps its own mark.
        package var sentence: String {
            let first = what.last.map { ".?!".contains($0) } == true ? what : what + "."
            return remedy.map { "\(first) \($0)" } ?? first
        }
    }

    /// The stage's name, where one is meant.
    package var stage: String
    package var remedies: Remedies

    package init(stage: String? = nil, remedies: Remedies = .commands) {
        self.stage = stage ?? "the stage"
        self.remedies = remedies
    }

    /// One clear sentence, or two.
    package func sentence(_ error: any Error) -> String { words(error).sentence }

    package func words(_ error: any Error) -> Words {
        switch error {
        case let error as ClientError: words(error)
        case let error as TransportError: words(error)
        case let error as SignInError: words(error)
        case let error as SignInError.TokenProblem: words(.token(error))
        case let error as StoreError: words(error)
        case let error as OutboxError: words(error)
        case let error as ProfileError: words(error)
        case let error as ConfigurationError: words(error)
        case let error as ConfigurationEditError: words(error)
        case let error as StageSelectionError: words(error)
        case let error as StackImportError: words(error)
        case let error as AWSError: words(error)
        case let error as EditorError: words(error)
        case let error as any DescribedError: error.words(self)
        case let error as Keymap.Problem: words(error)
        case let error as TerminalError: words(error)
        case is CancellationError: Words(remedies.cancelled)
        default: Words("Something failed that hdoc has no words for: \(error)")
        }
    }
}
