import HDOCClient
import HDOCTUI

/// `hdoc` without a configured stage: shows the guide, carries out the choice, and opens the screens on the new stage.
struct FirstRun {
    let context: CommandContext
    let isOffline: Bool
    let linear: LinearReason?

    func run() async throws -> ExitStatus { linear == nil ? try await show() : try await speak() }

    private func show() async throws -> ExitStatus {
        var problem: String?
        while true {
            let choice = try await context.runGuide(problem, context)
            do {
                if let status = try await follow(choice) { return status }
            } catch let error
                where error is ConfigurationEditError || error is StackImportError || error is CommandError || error is EditorError
            {
                problem = ErrorDescriber().sentence(error)
            }
        }
    }

    /// Carries out a choice and opens the screens. Returns their exit status.
    private func follow(_ choice: GuideChoice) async throws -> ExitStatus? {
        switch choice {
        case .leave: return .done
        case .demo: return await Hdoc.run(["demo"] + (linear == .option ? ["--linear"] : []), in: context)
        case .add(let stage):
            return try await open(stage) { _ = try context.configurationEditor.add(stage, use: true) }
        case .importFile(let path):
            let bytes = Array(try DescriptorReader.text(path, limit: 16 << 20).utf8)
            let outputs = try StageOutputs.one(of: try Stack.describe(bytes), name: nil)
            return try await open(outputs.newStage) { _ = try StagePutting.put(outputs, context) }
        }
    }

    /// Saves the stage and opens the screens on it. If the configuration cannot be written, prints what to add by hand, and this
    /// session uses the stage all the same.
    private func open(_ stage: Stage?, save: () throws -> Void) async throws -> ExitStatus {
        var opened: Stage?
        do {
            try save()
        } catch {
            guard let stage, Self.isUnwritable(error) else { throw error }
            context.console.complain(ErrorDescriber().sentence(error))
            opened = stage
        }
        let request = ScreensRequest(
            stage: try opened ?? context.stage(named: nil), isOffline: isOffline, linear: linear,
            notice: opened == nil ? nil : "The configuration cannot be written, so \(opened?.name ?? "") is for this session only.")
        return try await context.runScreens(request, context)
    }

    /// Whether the configuration file may not be written, because of its permissions or a read-only file system.
    private static func isUnwritable(_ error: any Error) -> Bool {
        switch error {
        case ConfigurationEditError.unwritable, StackImportError.edit(.unwritable): true
        default: false
        }
    }

    /// The guide as plain sentences with a prompt.
    private func speak() async throws -> ExitStatus {
        let console = context.console
        console.line(GuideText.welcome)
        console.line("No stage (backend) is configured yet.")
        GuideText.linear.forEach { console.line($0) }
        console.say("How do you want to start?")
        while true {
            guard let line = await context.input.readLine() else { return .done }
            do {
                if let choice = try Self.choice(line) {
                    if let status = try await follow(choice) { return status }
                } else {
                    GuideText.linear.forEach { console.line($0) }
                }
            } catch {
                console.complain(ErrorDescriber().sentence(error))
            }
        }
    }

    static func choice(_ line: String) throws -> GuideChoice? {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        switch (words.first?.lowercased(), words.count) {
        case ("demo"?, 1): return .demo
        case ("q"?, 1), ("quit"?, 1), ("exit"?, 1): return .leave
        case ("add"?, 3):
            let stage = Stage(name: words[1], api: words[2])
            if let problem = StageRules.problem(of: stage) { throw ConfigurationEditError.invalid(problem) }
            return .add(stage)
        case ("import"?, 2): return .importFile(words[1])
        default: return nil
        }
    }
}
