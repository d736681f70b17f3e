import HDOCClient
import HDOCTUI
import TerminalKit

/// Why hdoc uses the linear mode instead of the screens.
enum LinearReason: Sendable, Equatable {
    /// `--linear`.
    case option
    /// `HDOC_ACCESSIBLE`.
    case environment
    /// `[accessibility] linear = true` in this file.
    case configuration(file: String)

    /// The reason that applies; nil if hdoc shows its screens.
    /// - Parameter option: whether `--linear` is given.
    static func of(option: Bool, _ environment: [String: String], _ configuration: Configuration) -> LinearReason? {
        if option { return .option }
        if let wish = environment["HDOC_ACCESSIBLE"], !["", "0"].contains(wish) { return .environment }
        return configuration.accessibility.isLinear ? .configuration(file: configuration.file) : nil
    }

    /// How to get the screens.
    var remedy: String {
        switch self {
        case .option: "Without --linear, hdoc shows screens."
        case .environment: "Unset HDOC_ACCESSIBLE to get screens."
        case .configuration(let file): "For screens, set linear = false under [accessibility] in \(file)."
        }
    }
}

/// The linear mode: the screens as sentences, for screen readers, braille displays and simple terminals. It never moves the cursor.
enum LinearMode {
    static func options(_ request: ScreensRequest, _ reason: LinearReason, _ context: CommandContext) -> Linear.Options {
        var own = context
        own.fixedStage = request.stage
        // Commands must not redraw a line, and their tables are rows of named values.
        own.environment["TERM"] = "dumb"
        own.environment["NO_COLOR"] = "1"
        own.console = context.console.linear()
        let (commands, isOffline) = (own, request.isOffline)
        return Linear.Options(opening: opening(request, reason)) { arguments in
            let first = arguments.first ?? ""
            guard CommandName.all.contains(first) else { return commands.console.say(unknown(arguments.joined(separator: " "))) }
            let offline = isOffline && reads.contains(first) && !arguments.contains("--offline") ? ["--offline"] : []
            let status = await Hdoc.run(arguments + offline, in: commands)
            // Commands print their errors. Success is printed as well, for people who cannot see the prompt.
            if status == .done { commands.console.say("Done.") }
        }
    }

    /// The commands that accept `--offline`.
    private static let reads: Set<String> = ["users", "user", "leaderboard", "articles", "tags"]

    private static func unknown(_ line: String) -> String {
        "“\(line)” is not a word, a key or a command here. Type actions for everything that you can do."
    }

    private static func opening(_ request: ScreensRequest, _ reason: LinearReason) -> [String] {
        [
            "hdoc, linear mode. Type quit to leave. \(reason.remedy)",
            "A number from 1 to 6 shows a screen; next, previous and more read its list; open and a number open a row; "
                + "/ and a word search; actions says everything else. "
                + "Keys mean the same as on the screens, and commands of hdoc work here too.",
        ] + [request.notice].compactMap(\.self)
    }
}
