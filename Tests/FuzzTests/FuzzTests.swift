import Foundation
import FuzzTargets
import HDOCModels
import TestKit
import Testing

@Suite("Inputs of strangers")
struct FuzzTests {
    private static let corpus = Checkout.root.appendingPathComponent("Tests/Fuzz/Corpus")

    private static func seeds(_ name: String) throws -> [[UInt8]] {
        let folder = corpus.appendingPathComponent(name)
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.path < $1.path }.map { [UInt8](try Data(contentsOf: $0)) }
    }

    /// A long run is made by script/fuzz. A broken promise stops the process.
    @Test(arguments: FuzzTarget.all.map(\.name))
    func `every seed and its neighbours keep the promises`(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let seeds = try Self.seeds(name)
        #expect(!seeds.isEmpty, "Tests/Fuzz/Corpus/\(name) has seeds")
        var generator = Mutations(seed: 100)
        target.run([])
        for seed in seeds {
            target.run(seed)
            for _ in 0..<(seed.count > 4000 ? 5 : 60) { target.run(generator.mutated(seed)) }
        }
    }

    @Test func `each folder of seeds belongs to a target`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path)
        #expect(Set(folders) == Set(FuzzTarget.all.map(\.name)))
    }
}

/// Changes inputs at random, in the same way in every run.
private struct Mutations {
    private var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    mutating func mutated(_ seed: [UInt8]) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            let byte = UInt8.random(in: 0...255, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.insert(byte, at: place)
            case 1 where place < bytes.count: bytes[place] = byte
            case 2 where place < bytes.count: bytes.remove(at: place)
            default: bytes.insert(contentsOf: bytes[place...].prefix(Int(byte) % 32), at: place)
            }
        }
        return bytes
    }
}
