import TerminalKit
/// Which key runs which command. Layers that take text (a search, a form) see their keys first.
package struct Keymap: Sendable, Equatable {
    /// Why keys of the configuration cannot be used.
    package enum Problem: Error, Sendable, Equatable {
        case unknownAction(String)
        case unknownKey(action: String, key: String)
        case conflict(key: Key, Action, Action)
    }

    package private(set) var keys: [Action: [Key]]
    private let actions: [Key: Action]

    package static let standard = Keymap(unchecked: defaults)

    /// The standard keys, with those of some commands replaced: command name to key names.
    package init(overrides: [String: [String]]) throws(Problem) {
        var keys = Self.defaults
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
        // A key taken on purpose leaves the command that merely had it by default.
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

    /// The key to show for a command: the first one. Nil where it has none.
    package func name(of action: Action) -> String? { keys[action]?.first.map(\.description) }

    /// All its keys, as the help shows them.
    package func names(of command: Action) -> String { (keys[command] ?? []).map(\.description).joined(separator: " ") }

    private static func check(_ keys: [Action: [Key]]) throws(Problem) {
        var owners: [Key: Action] = [:]
        for action in Action.allCases {
            for key in keys[action] ?? [] {
                if let owner = owners[key], owner != action { throw .conflict(key: key, owner, action) }
                owners[key] = action
            }
        }
    }

    private static let defaults: [Action: [Key]] = [
        .today: [.char("1")], .journeyers: [.char("2")], .leaderboard: [.char("3")], .articles: [.char("4")],
        .outbox: [.char("5")], .stage: [.char("6")], .nextScreen: [.tab], .previousScreen: [.backTab],
        .down: [.char("j"), .down], .up: [.char("k"), .up], .pageDown: [.pageDown, .ctrl("f"), .char(" ")],
        .pageUp: [.pageUp, .ctrl("b")], .first: [.char("g"), .home], .last: [.char("G"), .end],
        .open: [.enter], .back: [.escape], .quit: [.char("q"), .ctrl("c")], .search: [.char("/")],
        .nextMatch: [.char("n")], .previousMatch: [.char("N")], .sort: [.char("s")], .reverseSort: [.char("S")],
        .refresh: [.char("r")], .sync: [.char("R")], .write: [.char("e")], .writeInForm: [.char("E")],
        .writeYesterday: [.char("Y")], .template: [.char("T")],
        .openLink: [.char("o")], .copy: [.char("y")], .sendNow: [.char("p")], .discard: [.char("d")], .settle: [.char("u")],
        .check: [.char("c")], .switchStage: [.char("w")],
        .signIn: [.char("i")], .signOut: [.char("X")], .inspectRequest: [.char("x")], .palette: [.char(":")], .help: [.char("?")],
        .repaint: [.ctrl("l")], .suspend: [.ctrl("z")],
        .filter: [.char("f")], .filterBack: [.char("F")], .byAuthor: [.char("a")], .byTag: [.char("t")],
    ]
}
