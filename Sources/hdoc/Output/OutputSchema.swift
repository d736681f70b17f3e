/// The JSON schemas of all outputs, in docs/schemas. This is the only list of them: `hdoc help --json` names the schema of each command,
/// and a test compares the list with the files and with the options of the commands.
enum OutputSchema {
    /// The schema of each command with `--json`.
    private static let ofCommands: [String: String] = [
        "whoami": "session", "signup": "journeyer", "users": "journeyers", "health": "health", "user": "journeyer",
        "leaderboard": "leaderboard",
        "articles": "articles", "tags": "tags", "sync": "sync", "log": "entry", "note": "entry", "outbox list": "entries",
        "outbox send": "entries", "outbox show": "entry-text", "outbox edit": "entry", "outbox discard": "entry", "outbox correct": "entry",
        "outbox remove": "entry", "status": "status",
        "stats": "statistics", "stage list": "stages", "stage use": "stage", "stage add": "stage", "stage remove": "stage",
        "stage import": "stage-changes", "stage discover": "stage-changes", "stage mfa": "aws-session", "stage check": "stage-check",
        "stage pipeline": "pipeline", "stage credentials list": "credentials", "stage credentials delete": "credential",
        "doctor": "doctor", "journey status": "journey",
    ]

    /// The schemas of the other outputs: errors, `hdoc help --json`, `hdoc help TOPIC --json` and `hdoc export --format json`; and that of
    /// an article in a list.
    static let others = ["error", "help", "help-topic", "export", "article"]

    static var all: Set<String> { Set(ofCommands.values).union(others) }

    /// The name of the schema's file for a command such as `outbox list`; nil if the command prints no JSON.
    static func name(forCommand command: String) -> String? { ofCommands[command].map { "\($0).schema.json" } }

    static var commands: Set<String> { Set(ofCommands.keys) }
}
