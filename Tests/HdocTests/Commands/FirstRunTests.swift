import Foundation
import HDOCClient
import HDOCModels
import Synchronization
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite("hdoc without a configured stage")
struct FirstRunTests {
    /// Runs hdoc on a terminal. The guide returns the choices one after the other.
    private func run(_ choices: [GuideChoice], _ arguments: [String] = []) async throws -> (
        run: CommandWorld.Run, world: CommandWorld, problems: [String?]
    ) {
        let world = try CommandWorld(configured: false, input: .init(isTerminal: true))
        let script = GuideScript(choices)
        let run = try await world.run(arguments, columns: 80, guide: script.next)
        return (run, world, script.problems)
    }

    @Test func `a stage added in the guide is saved, becomes the current stage, and its screens open`() async throws {
        let (run, world, _) = try await run([.add(Stage(name: "dev", api: "https://a.example/"))])
        #expect(run.status == .done, "\(run.err)")
        #expect(world.configuration.contains("[stages.dev]") && world.configuration.contains(#"stage = "dev""#))
    }

    @Test func `if a file cannot be imported, the guide opens again and shows the reason`() async throws {
        let (run, world, problems) = try await run([.importFile("/nowhere/stacks.json"), .leave])
        #expect(run.status == .done && problems.count == 2 && problems[0] == nil)
        #expect(problems.last??.contains("/nowhere/stacks.json") == true)
        #expect(world.configuration.isEmpty)
    }

    @Test func `if the configuration cannot be written, its lines are printed and the screens open on the new stage`() async throws {
        // Nobody can create a file there, not even root.
        let world = try CommandWorld(configured: false, environment: ["HDOC_CONFIG": "/sys/hdoc.toml"], input: .init(isTerminal: true))
        let script = GuideScript([.add(Stage(name: "dev", api: "https://a.example/"))])
        let run = try await world.run([], columns: 80, guide: script.next)
        #expect(run.status == .done && script.problems.count == 1, "\(run)")
        #expect(run.err.hasPrefix("hdoc: /sys/hdoc.toml cannot be written") && run.err.contains("[stages.dev]"), "\(run.err)")
    }

    @Test func `leaving the guide changes nothing`() async throws {
        let (run, world, _) = try await run([.leave])
        #expect(run.status == .done && run.err.isEmpty && world.configuration.isEmpty)
    }

    @Test func `an unknown stage, or a missing terminal, is an error and does not open the guide`() async throws {
        let named = try await run([], ["--stage", "dve"])
        #expect(named.run.status == .failed && named.run.err.contains("Add one with `hdoc stage add NAME --api URL`"))
        let piped = try await CommandWorld(configured: false).run()
        #expect(piped.status == .failed && piped.err.contains("No stage is configured"))
    }

    @Test func `with --linear the guide consists of sentences and a prompt`() async throws {
        let lines = ["what?", "add dev http://a.example", "add dev https://a.example", "quit"]
        let dialogue = CommandWorld.Dialogue(lines.map { (after: "How do you want to start?", line: $0) })
        let world = try CommandWorld(configured: false, input: .init(dialogue: dialogue))
        let run = try await world.run(["--linear"], columns: 80)
        #expect(run.out.contains("demo: try hdoc with a sample community") && run.err.contains("must begin with https://"))
        #expect(run.status == .done && world.configuration.contains("[stages.dev]"))
    }
}

/// Returns the choices, and records the problem that the guide showed before each.
private final class GuideScript: Sendable {
    private struct State {
        var choices: [GuideChoice]
        var problems: [String?] = []
    }
    private let state: Mutex<State>

    init(_ choices: [GuideChoice]) { state = Mutex(State(choices: choices)) }

    var problems: [String?] { state.withLock { $0.problems } }

    var next: @Sendable (String?) -> GuideChoice {
        { problem in
            self.state.withLock { state in
                state.problems.append(problem)
                if state.choices.isEmpty {
                    Issue.record("the guide was not expected")
                    return .leave
                }
                return state.choices.removeFirst()
            }
        }
    }
}
