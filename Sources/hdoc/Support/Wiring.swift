import HDOCClient
import HDOCModels
import HDOCTUI
import TerminalKit

/// Creates the real client and the real screens for the commands.
enum Wiring {
    /// Opens the client of a stage and prints the problems of its local files.
    static let openClient: @Sendable (Stage, Bool, CommandContext) throws -> any CommunityClient = { stage, isOffline, context in
        let client = try client(stage, isOffline ? OfflineTransport() : transport(context), context)
        let describer = ErrorDescriber(stage: stage.name)
        let notices = context.usesOutbox ? client.notices : client.readingNotices
        for notice in notices { context.console.say(describer.sentence(notice)) }
        return client
    }

    static func client(_ stage: Stage, _ transport: any Transport, _ context: CommandContext) throws -> Client {
        let describer = ErrorDescriber(stage: stage.name)
        let editor = context.configurationEditor
        let settings = ClientSettings(
            paths: context.paths, environment: context.environment, clock: context.now,
            words: { describer.describe($0).what + "." },
            rememberHandle: { handle in
                // The stage of the demo is not in the configuration, so its handle is kept only until hdoc ends.
                if !stage.isDemo { try editor.setHandle(handle, stage: stage.name) }
            })
        return try Client(stage: stage, settings: settings, transport: transport, opensOutbox: context.usesOutbox)
    }

    /// The client of AWS, with the keys of a profile or of the environment.
    /// - Parameters:
    ///   - profile: nil means the default of the AWS command line.
    ///   - region: nil means the configured region.
    static func awsClient(
        profile: String? = nil, region: String? = nil, transport: any Transport, _ context: CommandContext
    ) throws(AWSError) -> AWSClient {
        AWSClient(
            access: try AWSAccess.find(profile: profile, region: region, environment: context.environment), transport: transport,
            clock: context.now)
    }

    private static func services(_ context: CommandContext, _ transport: any Transport) -> Services {
        var services = Services.live(
            environment: context.environment, dataDirectory: context.paths.dataDirectory, runProgram: context.runProgram,
            pipeline: { try await awsClient(transport: transport, context).pipeline(ofStage: $0.name) })
        services.configurations = { configurations(context) }
        let paths = context.paths
        services.compareStages = { here, there, limit throws(StoreError) in
            try StageComparison(here, there, paths: paths, limit: limit)
        }
        services.runCommand = {
            let outcome = try await CapturedProgram.run($0, environment: context.environment)
            return CommandOutcome(status: outcome.status, output: outcome.output, errors: outcome.errors)
        }
        services.credentials = { _ in try await awsClient(transport: transport, context).sourceCredentials() }
        services.exportRequests = { traces in
            let text = HTTPArchive.json(traces, version: Version.current)
            let name = "requests-" + Timestamp.format(context.now()).filter { $0.isNumber || $0 == "T" }
            do throws(FileError) {
                return try NewFile.write(Array(text.utf8), in: "\(context.paths.stateDirectory)/requests", name: name, extension: "har")
            } catch {
                throw StoreError(error)
            }
        }
        if TerminalClipboard.isInTmux(context.environment) {
            services.copyToMultiplexer = { _ = await TerminalClipboard.giveToTmux($0, context.environment) }
        }
        return services
    }

    /// The configuration, each time that its file is changed.
    private static func configurations(_ context: CommandContext) -> AsyncStream<Result<ScreenSettings, any Error>> {
        let changes = ConfigurationWatch.changes(of: context.paths.configurationFile)
        return AsyncStream { continuation in
            let task = Task {
                for await _ in changes { continuation.yield(Result { try context.screenSettings() }) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// The transport: libcurl, a log of its calls if `HDOC_LOG` names a level, and retries, of which each attempt is logged. A POST is
    /// never retried. This includes the calls to AWS, which are POSTs; one of them begins a session.
    static func transport(_ context: CommandContext) -> any Transport {
        let curl = CurlTransport(userAgent: "hdoc/\(Version.current)", environment: context.environment)
        guard LogFile.isWanted(context.environment) else { return RetryingTransport(curl) }
        do {
            let log = try LogFile(path: context.paths.log, clock: context.now)
            return RetryingTransport(LoggingTransport(curl, logger: log.logger("hdoc.transport", context.environment)))
        } catch {
            context.console.say("Logging is off. \(ErrorDescriber().sentence(error))")
            return RetryingTransport(curl)
        }
    }

    static let probe: @Sendable (String, CommandContext) async -> Result<Response, TransportError> = { address, context in
        var request = Request(.get, address)
        request.measuresConnection = true
        do throws(TransportError) {
            return .success(try await CurlTransport(userAgent: "hdoc/\(Version.current)", environment: context.environment).send(request))
        } catch {
            return .failure(error)
        }
    }

    static let runGuide: @Sendable (String?, CommandContext) async throws -> GuideChoice = { problem, context in
        // The guide sends no requests.
        let services = services(context, OfflineTransport())
        var options = Screens.Options(try context.screenSettings(), services: services)
        options.environment = context.environment
        return try await Guide.show(file: context.paths.configurationFile, problem: problem, options)
    }

    static let runScreens: @Sendable (ScreensRequest, CommandContext) async throws -> ExitStatus = { request, context in
        var request = request
        while let next = try await runScreens(on: request, context) {
            let stage = try context.configuration().select(option: next, environment: context.environment)
            request = ScreensRequest(
                stage: stage, isOffline: request.isOffline, linear: request.linear, notice: SessionStrings.onStage(stage.name))
        }
        return .done
    }

    /// Runs the screens on one stage. Returns the name of the stage to open next; nil if the user quits.
    private static func runScreens(on request: ScreensRequest, _ context: CommandContext) async throws -> String? {
        let transport: any Transport = request.isOffline ? OfflineTransport() : transport(context)
        let settings = try context.screenSettings()
        var options = Screens.Options(settings, services: services(context, transport))
        options.services.sampleAccount = request.sampleAccount
        options.beginsTour = request.beginsTour
        options.isOffline = request.isOffline
        options.zone = context.zone
        options.clock = context.now
        options.environment = context.environment
        let client = try client(request.stage, transport, context)
        let describer = ErrorDescriber(stage: request.stage.name, remedies: .screens(settings.keymap))
        let warnings = client.notices.map { describer.sentence($0) }
        options.notice = warnings.isEmpty ? request.notice : warnings.joined(separator: " ")
        options.isNoticeWarning = !warnings.isEmpty
        guard let reason = request.linear else { return try await Screens.run(client, options) }
        warnings.forEach { context.console.say($0) }
        options.notice = nil
        return try await Linear.run(
            client, options, LinearMode.options(request, reason, context), input: 0, output: DescriptorSink(descriptor: 1))
    }
}
