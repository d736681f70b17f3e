import ArgumentParser

/// The commands of hdoc, in the order of the help. The argument parser gets its list from here.
///
/// A command is found by its name without touching the types of the others. That matters: their tables are all over the program's file, so
/// that a list of all types would take half a millisecond and 2 MiB of memory at each start.
enum CommandName: String, CaseIterable {
    case screens, demo, serve, login, logout, whoami, signup, users, health, user, leaderboard, articles, tags, log, outbox, sync, announce
    case status, note, stats, remind, export, `import`, journey, api, stage, doctor

    /// The command of this name.
    var type: any ParsableCommand.Type {
        switch self {
        case .screens: ScreensCommand.self
        case .demo: DemoCommand.self
        case .serve: ServeCommand.self
        case .login: LoginCommand.self
        case .logout: LogoutCommand.self
        case .whoami: WhoamiCommand.self
        case .signup: SignUpCommand.self
        case .users: UsersCommand.self
        case .health: HealthCommand.self
        case .user: UserCommand.self
        case .leaderboard: LeaderboardCommand.self
        case .articles: ArticlesCommand.self
        case .tags: TagsCommand.self
        case .log: LogCommand.self
        case .outbox: OutboxCommand.self
        case .sync: SyncCommand.self
        case .announce: AnnounceCommand.self
        case .status: StatusCommand.self
        case .note: NoteCommand.self
        case .stats: StatsCommand.self
        case .remind: RemindCommand.self
        case .export: ExportCommand.self
        case .import: ImportCommand.self
        case .journey: JourneyCommand.self
        case .api: APICommand.self
        case .stage: StageCommand.self
        case .doctor: DoctorCommand.self
        }
    }

    /// The command of this name in a group, or in hdoc itself. Nil if there is none.
    static func command(named name: String?, in group: any ParsableCommand.Type) -> (any ParsableCommand.Type)? {
        if group == Hdoc.self { return name.flatMap(CommandName.init)?.type }
        return group.configuration.subcommands.first { $0._commandName == name }
    }

    /// The names of the commands, with that of the parser's own help.
    static var all: [String] { allCases.map(\.rawValue) + ["help"] }
}
