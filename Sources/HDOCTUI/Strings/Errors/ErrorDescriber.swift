import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// An error type of a module that imports this one. `ErrorDescriber` does not know the type, so the error describes itself.
package protocol SelfDescribingError: Error {
    func description(by describer: ErrorDescriber) -> ErrorDescription
}

/// Describes errors in sentences for people: what happened and where, then what to do now.
///
/// Screens and commands use the same descriptions with different remedies: keys or commands.
package struct ErrorDescriber: Sendable {
    /// What a person can do about an error: commands to run, or keys to press.
    package struct Remedies: Sendable {
        package var signIn: String
        package var retry: String
        package var cancelled: String
        /// How to find a journeyer by name on a stage that cannot list them. Nil on the screens, which have no key for it.
        package var lookUp: String?

        package static let commands = Remedies(
            signIn: "Run `hdoc login`.", retry: "Try again when the network is back.", cancelled: "Cancelled.",
            lookUp: "Look one up with `hdoc user NAME`.")

        /// Remedies that name the keys of this keymap. If an action has no key, its remedy names no key.
        package static func screens(_ keymap: Keymap) -> Remedies {
            Remedies(
                signIn: keymap.name(of: .signIn).map { "Press \($0) to sign in." } ?? "Sign in.",
                retry: keymap.name(of: .refresh).map { "Press \($0) to try again." } ?? "Try again.", cancelled: "Cancelled.")
        }

        package init(signIn: String, retry: String, cancelled: String, lookUp: String? = nil) {
            self.signIn = signIn
            self.retry = retry
            self.cancelled = cancelled
            self.lookUp = lookUp
        }
    }

    /// The name of the stage as it appears in the texts.
    package var stage: String
    package var remedies: Remedies

    package init(stage: String? = nil, remedies: Remedies = .commands) {
        self.stage = stage ?? "the stage"
        self.remedies = remedies
    }

    /// The description in one or two sentences.
    package func sentence(_ error: any Error) -> String { describe(error).sentence }

    package func describe(_ error: any Error) -> ErrorDescription {
        switch error {
        case let error as ClientError: describe(error)
        case let error as TransportError: describe(error)
        case let error as SignInError: describe(error)
        case let error as SignInError.TokenProblem: describe(SignInError.token(error))
        case let error as StoreError: describe(error)
        case let error as OutboxError: describe(error)
        case let error as ConfigurationWriteError: describe(error)
        case let error as ConfigurationError: describe(error)
        case let error as ConfigurationEditError: describe(error)
        case let error as StageSelectionError: describe(error)
        case let error as QueryError: QueryStrings.describe(error)
        case let error as StackImportError: describe(error)
        case let error as AWSError: describe(error)
        case let error as EditorError: describe(error)
        case let error as any SelfDescribingError: error.description(by: self)
        case let error as Keymap.Problem: describe(error)
        case let error as TerminalError: describe(error)
        case is CancellationError: ErrorDescription(remedies.cancelled)
        default: ErrorDescription("Unexpected error: \(error)")
        }
    }
}
