// Foundation instead of FoundationEssentials, because time zones by name need it.
import Foundation
import HDOCClient
import HDOCModels
import HDOCTUI
import TerminalKit

/// Everything outside the process that a command uses. Tests replace these values.
struct CommandContext: Sendable {
    var environment: [String: String]
    var console: Console
    var input: any InputSource
    var zone: LocalZone
    /// The name of this machine on its network, for the `ssh` command of a tunnel.
    var hostName = "THIS-HOST"
    /// The terminal of the process.
    var terminalPath = "/dev/tty"
    var now: @Sendable () -> Date
    /// Opens the client of a stage.
    var openClient: @Sendable (Stage, _ isOffline: Bool, CommandContext) throws -> any CommunityClient
    /// Runs a program on the terminal and returns its exit status.
    var runProgram: @Sendable ([String]) async throws -> Int32
    /// Opens a page in a browser.
    var openLink: @Sendable (String, CommandContext) -> Result<String, NoBrowserReason> = {
        LinkOpener.open($0, environment: $1.environment)
    }
    /// Opens the screens.
    var runScreens: @Sendable (ScreensRequest, CommandContext) async throws -> ExitStatus
    /// Shows the guide for a first run without a configured stage. `problem` is the error of the previous choice; nil if there is none.
    var runGuide: @Sendable (_ problem: String?, CommandContext) async throws -> GuideChoice = Wiring.runGuide
    /// Sends a GET without a token to an address, on a connection of its own that is measured.
    var probe: @Sendable (_ address: String, CommandContext) async -> Result<Response, TransportError> = Wiring.probe
    /// Measures how wide the terminal draws characters. Nil if there is no terminal, or if it does not answer.
    var measureWidths: @Sendable () -> [WidthProbe.Measurement]? = WidthProbe.measure
    /// Whether problems of the outbox are printed when a client is opened, so that the file is opened at once.
    var usesOutbox = true
    /// The stage of the linear mode. It is set because the stage of the demo is not in the configuration.
    var fixedStage: Stage?

    var paths: Paths { Paths(environment: environment) }

    /// The participant's calendar on a stage.
    func calendar(of stage: Stage) -> JourneyCalendar { JourneyCalendar(zone: zone, dayEnd: stage.dayEnd ?? .midnight) }

    /// Reads the configuration. Every command checks the whole file, including the key bindings: throws a `KeysError` if one is invalid.
    func configuration() throws -> Configuration {
        let configuration = try Configuration.load(paths.configurationFile, known: Vocabulary.configuration)
        let keymap: Keymap
        do throws(Keymap.Problem) {
            try keymap = Keymap(overrides: configuration.keys)
        } catch {
            throw KeysError(
                file: configuration.file, line: configuration.line(of: ["keys", error.command(in: configuration)]), problem: error)
        }
        try CommandKeys.check(configuration, keymap)
        return configuration
    }

    /// What the screens take from the configuration.
    func screenSettings() throws -> ScreenSettings { try ScreenSettings(try configuration(), environment: environment) }

    var configurationEditor: ConfigurationEditor {
        ConfigurationEditor(file: paths.configurationFile, known: Vocabulary.configuration)
    }

    /// The stage to use. `--stage` takes precedence over `HDOC_STAGE`, and that over the configuration.
    func stage(_ options: StageOptions) throws -> Stage { try stage(named: options.stage) }

    /// The stage with this name; nil means the one of `HDOC_STAGE` or the configuration.
    /// - Parameter configuration: nil reads it.
    func stage(named name: String?, in configuration: Configuration? = nil) throws -> Stage {
        if let fixedStage, name == nil { return fixedStage }
        return try (configuration ?? self.configuration()).select(option: name, environment: environment)
    }

    func session(_ stage: Stage, isOffline: Bool = false, usesOutbox: Bool = true) throws -> ClientSession {
        var context = self
        context.usesOutbox = usesOutbox
        return ClientSession(stage: stage, client: try openClient(stage, isOffline, context), context: self, isOffline: isOffline)
    }

    func age(_ instant: Date) -> String { RelativeTime.ago(instant, now: now()) }
}

/// An invalid key binding in the configuration.
struct KeysError: Error, Sendable, Equatable {
    var file: String
    var line: Int?
    var problem: Keymap.Problem
}

extension Keymap.Problem {
    /// The name of the action whose line in the configuration is invalid. If two actions have the same key, it is one that the
    /// configuration contains.
    fileprivate func command(in configuration: Configuration) -> String {
        switch self {
        case .unknownAction(let name), .unknownKey(let name, _): name
        case .conflict(_, let a, let b): configuration.keys[b.rawValue] == nil ? a.rawValue : b.rawValue
        }
    }
}

/// The stage and the options for the screens.
struct ScreensRequest: Sendable {
    var stage: Stage
    var isOffline: Bool
    /// Why the linear mode is used; nil for the screens.
    var linear: LinearReason?
    /// A message to show first: the demo's sample account.
    var notice: String?
    /// The demo's sample account. Nil on other stages.
    var sampleAccount: SampleAccount?
    /// Whether the tour of the demo begins at once.
    var beginsTour = false
}

extension CommandContext {
    static func live() -> CommandContext {
        let environment = ProcessInfo.processInfo.environment
        return CommandContext(
            environment: environment, console: .standard(environment), input: StandardInput(), zone: LocalZone.current(environment),
            hostName: SSHTarget.hostName,
            now: { Date() }, openClient: Wiring.openClient, runProgram: ForegroundProgram.run, runScreens: Wiring.runScreens)
    }
}
