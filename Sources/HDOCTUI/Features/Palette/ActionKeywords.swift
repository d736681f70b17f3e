extension Action {
    /// Other words for what an action does, by which the palette finds it. Each is one word in lower case.
    static let keywords: [Action: [String]] = [
        .today: ["home", "dashboard", "streak", "progress"], .journeyers: ["users", "people", "members", "participants"],
        .leaderboard: ["ranking", "ranks", "scores", "top"], .articles: ["posts", "blog", "entries", "read"],
        .outbox: ["queue", "drafts", "pending", "unsent"], .stage: ["server", "backend", "connection", "account", "status"],
        .open: ["show", "view", "details"], .back: ["close", "cancel"], .quit: ["exit", "leave", "end"],
        .search: ["find", "look"], .sort: ["order", "arrange"], .reverseSort: ["order", "descending", "ascending"],
        .refresh: ["reload", "update", "fetch"], .sync: ["download", "everything", "reload", "update"],
        .write: ["new", "post", "publish", "compose", "create", "log", "entry"],
        .writeInForm: ["new", "post", "publish", "compose", "create", "log", "entry"],
        .writeYesterday: ["new", "post", "publish", "late", "log", "entry"],
        .sendNow: ["post", "publish", "submit", "upload", "deliver", "retry"],
        .discard: ["delete", "trash", "throw"], .correct: ["edit", "change", "fix", "amend"],
        .remove: ["delete", "withdraw", "unpublish"], .settle: ["resolve", "merge", "unknown"],
        .template: ["format", "layout"], .openLink: ["browse", "url", "visit", "website"],
        .copy: ["clipboard", "yank", "share", "announcement"],
        .check: ["verify", "test", "contract", "diagnose"], .pipeline: ["deploy", "deployment", "build", "release"],
        .switchStage: ["environment", "change", "production"], .signIn: ["login", "authenticate", "account"],
        .signOut: ["logout", "disconnect"], .inspectRequest: ["curl", "http", "debug", "inspect"],
        .help: ["keys", "shortcuts", "manual"], .repaint: ["redraw", "clear"], .suspend: ["background", "shell", "pause"],
        .filter: ["only", "active", "inactive", "malformed"], .filterBack: ["only", "active", "inactive", "malformed"],
        .byAuthor: ["writer", "person"], .byTag: ["topic", "label"],
    ]

    /// The first keyword that begins with a typed text of at least two letters; nil if there is none.
    func keyword(beginningWith text: String) -> String? {
        let text = text.trimmingPrefix { $0.isWhitespace }.lowercased()
        return text.count < 2 ? nil : Self.keywords[self]?.first { $0.hasPrefix(text) }
    }
}
