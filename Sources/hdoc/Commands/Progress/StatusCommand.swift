import ArgumentParser
import HDOCClient
import HDOCModels

/// This command is made for prompts: it opens no `Client`, so that it neither locks nor migrates nor repairs a file, and asks no server.
struct StatusCommand: HdocCommand {
    static let configuration = CommandConfiguration.hdoc(
        .status, abstract: "Print your day, streak and queue in one line, for a prompt.",
        discussion: """
            hdoc reads only its files on this machine and changes nothing.

            In a format, {field} is a value, and {field:text} is the text if the field is true, not 0 and not empty:
              hdoc status --format '{day}/100 {streak}d{risk: !}'
            {{ and }} are braces. The fields, which are also the keys with --json:

            """ + StatusField.allCases.map { "  \($0.rawValue.padding(to: 15)) \($0.meaning)" }.joined(separator: "\n"))

    @Option(
        help: ArgumentHelp("The stage to use (default: $HDOC_STAGE, then the current stage).", valueName: "name"),
        completion: .live(.stage))
    var stage: String?

    @Option(help: ArgumentHelp("The format of the line.", valueName: "format"))
    var format: String?

    @OptionGroup var output: JSONOptions

    func validate() throws {
        if format != nil, output.json { throw ValidationError("Pass either --format or --json, not both.") }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        let format = try format.map { text throws(StatusFormatError) in try StatusFormat(text) }
        let stage = try context.stage(named: stage)
        let status: StageProgress
        do {
            status = try StageProgress(stage, context)
        } catch {
            throw StageFailure(stage: stage.name, cause: error)
        }
        if output.json {
            context.console.json(status.json)
        } else {
            context.console.line(format?.text(for: status) ?? status.sentence)
        }
        return .done
    }
}

extension StageProgress {
    /// The progress on a stage, from the files on this machine.
    init(_ stage: Stage, _ context: CommandContext) throws(StoreError) {
        let calendar = context.calendar(of: stage)
        let stored = try StoredProgress(stage: stage, paths: context.paths)
        self.init(
            stage: stage.name, handle: stored.handle, progress: stored.progress(calendar: calendar, now: context.now()),
            calendar: calendar)
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
