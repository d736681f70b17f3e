import ArgumentParser
import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

struct RemindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.hdoc(
        .remind, abstract: "Remind you while today has no entry.",
        subcommands: [Install.self, Remove.self, Now.self])

    struct Install: HdocCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remind every day.",
            discussion: """
                hdoc writes a systemd user timer; where there is no systemd user session, a line in your crontab. The timer runs
                `hdoc remind now`, which prints nothing once today has an entry.
                """)

        @Option(help: ArgumentHelp("A time such as 20:00; may be repeated (default: 4 hours before the day ends).", valueName: "time"))
        var at: [String] = []

        @OptionGroup var place: ReminderStage

        func validate() throws {
            for time in at where ClockTime.minutes(time) == nil {
                throw ValidationError("--at needs a time from 00:00 to 23:59, such as 20:00, not “\(time)”.")
            }
        }

        func run(in context: CommandContext) async throws -> ExitStatus {
            let stage = try context.stage(named: place.stage)
            let early = (context.calendar(of: stage).dayEnd.minutes + ClockTime.day - 4 * 60) % ClockTime.day
            let times = at.isEmpty ? [early] : Set(at.compactMap { ClockTime.minutes($0) }).sorted()
            let schedule = ReminderSchedule(stage: stage.name, times: times, context: context)
            let clock = times.map { ClockTime.text(minutes: $0) }.joined(separator: ", ")
            if try await SystemdTimer(schedule).install() {
                // A reminder from an earlier time must not come twice.
                _ = try await CrontabLine(schedule).remove()
                context.console.say("hdoc reminds you at \(clock) while \(stage.name) has no entry of today: \(schedule.name).timer.")
            } else {
                try await CrontabLine(schedule).install()
                context.console.say("hdoc reminds you at \(clock) while \(stage.name) has no entry of today: a line in your crontab.")
            }
            return .done
        }
    }

    struct Remove: HdocCommand {
        static let configuration = CommandConfiguration(abstract: "Remove the timer or the crontab line.")

        @OptionGroup var place: ReminderStage

        func run(in context: CommandContext) async throws -> ExitStatus {
            let stage = try context.stage(named: place.stage)
            let schedule = ReminderSchedule(stage: stage.name, times: [], context: context)
            let hadTimer = try await SystemdTimer(schedule).remove()
            let hadLine = try await CrontabLine(schedule).remove()
            context.console.say(hadTimer || hadLine ? "The reminder is removed." : "There is no reminder for \(stage.name).")
            return .done
        }
    }

    struct Now: HdocCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remind now, unless today has an entry.",
            discussion: """
                hdoc shows a notice of the desktop with notify-send, or else prints a line. With --osc, it asks the terminal for
                a notice instead: 9 (iTerm2, Windows Terminal), 99 (kitty) or 777 (foot, urxvt, VTE). It needs no network.
                """)

        @Option(help: ArgumentHelp("Notify with this sequence of the terminal: 9, 99 or 777.", valueName: "number"))
        var osc: TerminalNotice?

        @OptionGroup var place: ReminderStage

        func run(in context: CommandContext) async throws -> ExitStatus {
            let stage = try context.stage(named: place.stage)
            let status: StageProgress
            do {
                status = try StageProgress(stage, context)
            } catch {
                throw StageFailure(stage: stage.name, cause: error)
            }
            guard !status.progress.isLogged else { return .done }
            let notice = ReminderNotice(status)
            if let osc {
                context.console.verbatim(osc.sequence(notice, isInTmux: context.environment["TMUX"]?.isEmpty == false))
            } else if try await !notice.showOnDesktop(context.environment) {
                context.console.line("\(notice.title). \(notice.body)")
            }
            return .done
        }
    }
}

/// The stage of a reminder.
struct ReminderStage: ParsableArguments {
    @Option(
        help: ArgumentHelp("The stage (default: $HDOC_STAGE, then the current stage).", valueName: "name"),
        completion: .live(.stage))
    var stage: String?
}

/// When a reminder comes, and the command that shows it.
struct ReminderSchedule {
    let stage: String
    /// Minutes after midnight.
    let times: [Int]
    let context: CommandContext

    /// The name of the timer. Names of stages have only letters, digits, `_` and `-`.
    var name: String { "hdoc-remind-\(stage)" }

    var arguments: [String] { [Self.program(context.environment), "remind", "now", "--stage", stage] }

    /// The variables that say where hdoc's files are. A timer does not have those of this shell.
    var variables: [(name: String, value: String)] {
        ["HDOC_CONFIG", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TZ"].compactMap { name in
            context.environment[name].flatMap { $0.isEmpty ? nil : (name, $0) }
        }
    }

    /// The path of hdoc: the one in `PATH` if it is this program, because it survives an update.
    private static func program(_ environment: [String: String]) -> String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "hdoc"
        guard let found = CapturedProgram.path(of: "hdoc", environment), let other = FileInfo(found),
            FileInfo(own)?.isSame(as: other) == true
        else { return own }
        return found
    }
}
