import ArgumentParser
import FoundationEssentials
import HDOCBackend
import HDOCService

struct ServeCommand: HdocCommand {
    static let configuration = CommandConfiguration.hdoc(
        .serve, abstract: "Run the embedded backend without the screens. The first line of output is the stage as JSON.")

    @OptionGroup var backend: BackendOptionGroup

    @Option(help: "Which version of the API to emulate: main, dev or planned.")
    var layer: Layer = .planned

    func run(in context: CommandContext) async throws -> ExitStatus {
        let files = DemoFiles(context)
        var options = try backend.options(database: try files.database("serve"))
        options.layer = layer
        let server = try await files.open(options)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        context.console.line(String(decoding: try encoder.encode(server.description), as: UTF8.self))
        context.console.say("Press Ctrl-C to stop.")
        await untilCancelled()
        await server.stop()
        return .done
    }

    private func untilCancelled() async {
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        // A stream that never yields ends when its task is cancelled.
        for await _ in stream {}
        continuation.finish()
    }
}

extension Layer: ExpressibleByArgument {}
