import TerminalKit

/// Which key runs which action. A focused search field or a form handles keys before the keymap does.
package struct Keymap: Sendable, Equatable {
    /// Why the keys in the configuration are invalid.
    package enum Problem: Error, Sendable, Equatable {
        case unknownAction(String)
        case unknownKey(action: String, key: String)
        case conflict(key: Key, Action, Action)
    }

    package private(set) var keys: [Action: [Key]]
    private let actions: [Key: Action]

    package static let standard = Keymap(unchecked: Action.defaultKeys)

    /// The standard keymap with the keys of some actions replaced.
    /// - Parameter overrides: the key names of each replaced action, by action name.
    package init(overrides: [String: [String]]) throws(Problem) {
        var keys = Action.defaultKeys
        var rebound: Set<Action> = []
        for (name, wanted) in overrides.sorted(by: { $0.key < $1.key }) {
            guard let action = Action(rawValue: name) else { throw .unknownAction(name) }
            var read: [Key] = []
            for keyName in wanted {
                guard let key = Key(name: keyName) else { throw .unknownKey(action: name, key: keyName) }
                read.append(key)
            }
            keys[action] = read
            rebound.insert(action)
        }
        // A configured key is removed from the action that had it by default.
        let taken = Set(rebound.flatMap { keys[$0] ?? [] })
        for action in Action.allCases where !rebound.contains(action) {
            keys[action] = keys[action]?.filter { !taken.contains($0) }
        }
        try Self.check(keys)
        self.init(unchecked: keys)
    }

    private init(unchecked keys: [Action: [Key]]) {
        self.keys = keys
        var actions: [Key: Action] = [:]
        for action in Action.allCases {
            for key in keys[action] ?? [] { actions[key] = action }
        }
        self.actions = actions
    }

    package func action(for key: Key) -> Action? { actions[key] }

    /// The name of the first key of an action; nil if the action has no key.
    package func name(of action: Action) -> String? { keys[action]?.first.map(\.description) }

    /// The names of all keys of an action, separated by spaces.
    package func names(of action: Action) -> String { (keys[action] ?? []).map(\.description).joined(separator: " ") }

    private static func check(_ keys: [Action: [Key]]) throws(Problem) {
        var owners: [Key: Action] = [:]
        for action in Action.allCases {
            for key in keys[action] ?? [] {
                if let owner = owners[key], owner != action { throw .conflict(key: key, owner, action) }
                owners[key] = action
            }
        }
    }
}
