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

    /// The target compares two decoders: one for whole lists, one for lists while they arrive.
    @Test func `lists with every form of a user are decoded while they arrive as they are decoded whole`() throws {
        let target = try #require(FuzzTarget.all.first { $0.name == "list" })
        var (lists, mutations) = (UserLists(seed: 7), Mutations(seed: 8))
        for _ in 0..<400 {
            let list = lists.next()
            target.run(list)
            for _ in 0..<3 { target.run(mutations.mutated(list)) }
        }
    }

    @Test func `each folder of seeds belongs to a target`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path)
        #expect(Set(folders) == Set(FuzzTarget.all.map(\.name)))
    }
}

/// Makes lists of users with usual and odd members, names, numbers and texts.
private struct UserLists {
    private static let names =
        Journeyer.keyNames + Journeyer.attributes.flatMap(\.names)
        + ["deleted", "id", "x", "", "Full_name", "full\\u005fname", "\u{E9}", "e\u{301}", "githubUsername", "extra"]
    private static let values = [
        "null", "true", "false", "0", "-0", "5", "-7", "5.0", "5.5", "-5.5", "1E+2", "1e-2", "0.10", "1e400", "123456789012345",
        "1234567890123456", "9007199254740992", "9007199254740993", "12345678901234567890", "05", "+5", ".5", "5.", "1e", "-", "--1",
        "NaN",
        "Infinity", "-Infinity", "nul", "tru", #""""#, #""text""#, #""5""#, #""1E+2""#, #""a\\b\"c\/d\n""#, #""\u00e9\ud83d\uDE00""#,
        #""\ud83d""#, #""\ude00x""#, #""\ud83d\u0041""#, #""\u0000""#, #""\u12g4""#, #""\x""#, "\"é☁️\"", "\"tab\there\"", "\"line\nend\"",
        #""2020-07-30T00:22:31.096Z""#, #""2020-07-30T00:22:31Z""#, #""2020-07-30 00:22""#, #""2020-07-30""#,
        #""2020-02-30T00:00:00.000Z""#,
        #""0000-01-01T00:00:00Z""#, #""9999-12-31T23:59:60.999Z""#, #""2020-07-30T24:00:00Z""#, #""2020-07-30T00:22:31.09xZ""#, "[]", "{}",
        #"["a",{"b":[1]}]"#, #"{"a":"}","b":"]"}"#, #"{"a":}"#, "[1,]", nested(30), nested(31), String(repeating: "1", count: 70),
        "\"" + String(repeating: "y", count: 2_050) + "\"",
    ]
    private static func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    private static let spaces = ["", "", "", " ", "\n", "\t ", "\r\n"]

    private var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    private mutating func pick(_ texts: [String]) -> String { texts[Int.random(in: 0..<texts.count, using: &generator)] }

    mutating func next() -> [UInt8] {
        let users = (0..<Int.random(in: 0...12, using: &generator)).map { _ in element() }
        return Array("\(pick(["", "", "\u{FEFF}", " "]))[\(users.joined(separator: ","))]\(pick(Self.spaces))".utf8)
    }

    private mutating func element() -> String {
        if Int.random(in: 0..<12, using: &generator) == 0 { return pick(Self.values) }
        let handle = Int.random(in: 0...99, using: &generator)
        var members = Int.random(in: 0..<8, using: &generator) == 0 ? [] : [#""github_username":"u\#(handle)""#]
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let (name, value) = (pick(Self.names), pick(Self.values))
            members.append("\(pick(Self.spaces))\"\(name)\"\(pick(Self.spaces)):\(pick(Self.spaces))\(value)\(pick(Self.spaces))")
        }
        members.shuffle(using: &generator)
        return "\(pick(Self.spaces)){\(members.joined(separator: ","))}\(pick(Self.spaces))"
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
