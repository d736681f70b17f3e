import HDOCClient
import HDOCTUI
import TerminalKit

/// The names that a configuration may use and only the program knows.
enum Vocabulary {
    static let configuration = KnownNames(
        commands: Action.allCases.map(\.rawValue), colours: Role.allCases.filter { $0 != .normal }.map(\.rawValue),
        themes: Theme.named.map(\.name))
}
