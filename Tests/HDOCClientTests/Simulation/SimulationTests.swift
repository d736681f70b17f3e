import Foundation
import HDOCModels
import TestKit
import Testing

@Suite("Two machines and a stage", .ownThreads, .timeLimit(.hang))
struct SimulationTests {
    /// script/simulate makes a long run with many seeds.
    private static let settings = ProcessInfo.processInfo.environment
    static let seeds: [UInt64] = {
        let first = settings["HDOC_SIMULATION_FIRST"].flatMap(UInt64.init) ?? 1
        return (0..<(settings["HDOC_SIMULATION_SEEDS"].flatMap(UInt64.init) ?? 6)).map { first + $0 }
    }()
    private static let steps = 120

    private func run(_ seed: UInt64, isLying: Bool = false) async throws -> Simulation {
        let scratch = try Scratch(inMemory: true)
        let simulation = try await Simulation(seed: seed, directory: scratch.directory, isLying: isLying)
        try await simulation.run(steps: Self.steps)
        return simulation
    }

    @Test(arguments: seeds)
    func `nothing is lost, doubled, changed or on a wrong day`(seed: UInt64) async throws {
        let simulation = try await run(seed)
        if Self.settings["HDOC_SIMULATION_SEEDS"] != nil {
            print("simulated│\(seed)│\(Self.steps)│\(simulation.count)│\(simulation.trace.count)")
        }
    }

    @Test func `the same seed gives the same trace`() async throws {
        let first = try await run(3)
        #expect(first.trace.count > Self.steps && first.count > 5)
        #expect(try await run(3).trace == first.trace)
    }

    @Test func `a stage that confirms an entry without storing it is found`() async throws {
        let failure = try await #require(throws: SimulationFailure.self) { try await run(1, isLying: true) }
        #expect(failure.description.hasPrefix("called sent, but not there"))
    }
}
