import ArgumentParser
import FoundationEssentials
import HDOCBackend
import HDOCModels
import HDOCTUI

/// The options that `demo` and `serve` share.
struct BackendOptionGroup: ParsableArguments {
    @Option(help: ArgumentHelp("Number of journeyers in the sample community.", valueName: "n"))
    var users = BackendOptions().users

    @Option(help: ArgumentHelp("Port on 127.0.0.1 (default: a free port).", valueName: "p"))
    var port: UInt16 = 0

    @Flag(help: "Delete the demo's data and start over.")
    var reset = false

    @Option(help: ArgumentHelp("A fault to simulate; may be repeated.", discussion: Fault.help, valueName: "spec"))
    var fault: [String] = []

    @Option(
        help: ArgumentHelp(
            "A callback port of the sign-in: http://localhost:PORT/callback; may be repeated.", valueName: "p"))
    var callbackPort: [UInt16] = []

    @Option(help: ArgumentHelp("The date that the sample community uses as today.", valueName: "date"))
    var today: CalendarDay?

    func validate() throws {
        guard (1...1_000_000).contains(users) else { throw ValidationError("--users must be between 1 and 1000000, not \(users).") }
        for text in fault {
            do throws(FaultSyntaxError) { _ = try Fault.parse(text) } catch {
                throw ValidationError("--fault \(ErrorDescriber().sentence(FaultProblem(error, in: text)))")
            }
        }
    }

    /// The options for the backend.
    /// - Parameter database: the path of the backend's database; nil keeps the community in memory.
    func options(database: String?) throws -> BackendOptions {
        var options = BackendOptions()
        options.users = users
        options.port = port
        options.faults = try fault.flatMap { text in try Fault.parse(text) }
        // Noon in UTC on that day: 12 hours before its end.
        options.today = today.map { $0.end(in: .utc).addingTimeInterval(-43_200) }
        options.databasePath = database
        options.reset = reset
        // Two more ports than usual, because a developer's server may use the usual ones.
        options.callbackPorts = callbackPort.isEmpty ? options.callbackPorts + [28_080, 28_765] : callbackPort
        return options
    }
}
