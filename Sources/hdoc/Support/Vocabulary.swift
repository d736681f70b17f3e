import HDOCClient
import HDOCTUI
import TerminalKit

/// The names of actions, roles and themes that a configuration may use. `HDOCClient` reads the configuration but cannot import the
/// modules that define these names.
enum Vocabulary {
    static let configuration = KnownNames(
        commands: Action.allCases.map(\.rawValue), colours: Role.allCases.filter { $0 != .normal }.map(\.rawValue),
        themes: Theme.named.map(\.name), features: TerminalFeature.allCases.map(\.rawValue), screens: Tab.names)
}
