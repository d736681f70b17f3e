import Foundation
import GRDB
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("Packed journeyers in the cache and in searches")
struct PackedSearchTests {
    private static func journeyers(_ count: Int, seed: UInt64) -> [Journeyer] {
        var random = SplitMix64(seed: seed)
        let texts = ["Ada Okafor", "Björk Ødegård", "高橋美咲", "a-b_C", "ABBA aab", "", "x\ny", String(repeating: "ab", count: 40)]
        func text() -> String? { random.next() % 5 == 0 ? nil : texts[Int(random.next() % UInt64(texts.count))] }
        func number() -> Int? { random.next() % 4 == 0 ? nil : Int(random.next() % 9) - 1 }
        return (0..<count).map { index in
            var journeyer = Journeyer(handle: (index % 2 == 0 ? "Walker" : "walker") + "-\(index)")
            (journeyer.fullName, journeyer.bio) = (text(), text())
            (journeyer.daysCompleted, journeyer.githubScore, journeyer.twitterScore) = (number(), number(), number())
            journeyer.lastEntryAt = number().map { Date(timeIntervalSince1970: 1_700_000_000 + Double($0) / 8) }
            if index % 7 == 0 { journeyer.extra = ["mood": .string("fine")] }
            return journeyer
        }
    }

    private static func packed(_ journeyers: [Journeyer]) -> PackedJourneyers {
        var builder = PackedJourneyersBuilder(fold: SearchText.folded)
        for journeyer in journeyers { builder.append(journeyer) }
        return builder.finish()
    }

    @Test(arguments: [
        "a", "z", "0", "9", "\"-\"", "_", "å", "o", "ab", "ba", "aab", "bba a", "odeg", "美", "walker-12", "-1 ada", "-walker", "-7", "a -b",
        "k\u{F8}", "abababababababababab", "\"b c\"", "ﬁ",
    ])
    func `a search finds the same as one of each text`(text: String) throws {
        let all = Self.journeyers(3_000, seed: 7)
        let packed = Self.packed(all)
        let matcher = QueryMatcher(try Query(text, for: .users), now: Date(timeIntervalSince1970: 0), zone: .utc)
        let expected = all.indices.filter { matcher.matches(all[$0]) }.map { Int32($0) }
        #expect(packed.filter(packed.positions, by: matcher) == expected)
        #expect(packed.filter(packed.positions.reversed(), by: matcher) == expected.reversed(), "the order is preserved")
        let few = packed.positions.filter { $0 % 10 == 3 }
        #expect(packed.filter(few, by: matcher) == expected.filter { $0 % 10 == 3 })
        let words = SearchText.words(text)
        if !text.contains("-"), !text.contains("\"") { #expect(packed.first(in: few, words: words) == expected.first { $0 % 10 == 3 }) }
    }

    @Test func `the cache packs what it has stored, and again only what has changed`() throws {
        let scratch = try Scratch()
        let cache = try Cache(path: scratch.path("cache.sqlite"), now: .now)
        var all = Self.journeyers(2_500, seed: 9)
        let report = RefreshReport(resource: .journeyers, received: all.count)
        try cache.store(all, as: report, at: Date(timeIntervalSince1970: 1_800_000_000))
        let first = try cache.packedJourneyers(sharing: PackedJourneyers())
        #expect(first.fetchedAt == Date(timeIntervalSince1970: 1_800_000_000) && first.value.count == all.count)
        #expect(all.indices.allSatisfy { first.value[$0] == all[$0] })
        all[2_000].daysCompleted = 77
        try cache.store([all[2_000]], as: RefreshReport(resource: .journeyer(all[2_000].handle), received: 1), at: .now)
        let second = try cache.packedJourneyers(sharing: first.value).value
        #expect(zip(first.value.blocks, second.blocks).map { $0 === $1 } == [true, false, true] && second[2_000].daysCompleted == 77)
    }

    @Test func `the first journeyers are the beginning of the whole list, in each of their orders`() throws {
        let scratch = try Scratch()
        let cache = try Cache(path: scratch.path("cache.sqlite"), now: .now)
        let all = Self.journeyers(1_000, seed: 11)
        try cache.store(all, as: RefreshReport(resource: .journeyers, received: all.count), at: .now)
        for limit in [1, 30, 900, 2_000] {
            let first = try cache.firstJourneyers(limit).value
            #expect(first.count == 1_000 && first.ranked == all.count { $0.totalScore != nil } && first.limit == limit)
            for sort in FirstJourneyers.sorts {
                #expect(sort.sorted(first.journeyers).prefix(limit).elementsEqual(sort.sorted(all).prefix(limit)), "\(sort) \(limit)")
            }
            #expect(first.journeyers.count <= 2 * limit && Set(first.journeyers.map(\.handle)).count == first.journeyers.count)
        }
    }

    @Test func `a value of another type is damage, as for one journeyer`() throws {
        let scratch = try Scratch()
        let path = scratch.path("cache.sqlite")
        let cache = try Cache(path: path, now: .now)
        try cache.store([Journeyer(handle: "ada")], as: RefreshReport(resource: .journeyers, received: 1), at: .now)
        try cache.write { db in
            try db.execute(sql: "PRAGMA writable_schema = ON")
            try db.execute(sql: "UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'journeyer'")
        }
        let raw = try Cache(path: path, now: .now)
        try raw.write { db in try db.execute(sql: "UPDATE journeyer SET days_completed = 'many'") }
        #expect(try raw.packedJourneyers(sharing: PackedJourneyers()).value.count == 0, "the damaged file is replaced with an empty cache")
        #expect(raw.setAside != nil)
    }
}
