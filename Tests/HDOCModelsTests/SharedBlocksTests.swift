import Foundation
import Testing

@testable import HDOCModels

@Suite("Packed journeyers that are read again")
struct SharedBlocksTests {
    private static func journeyers(_ count: Int) -> [Journeyer] {
        (0..<count).map { index in
            var journeyer = Journeyer(handle: "walker-\(index)")
            (journeyer.fullName, journeyer.daysCompleted) = (index % 5 == 0 ? "Björk \(index)" : "Ada \(index)", index)
            return journeyer
        }
    }

    /// Packs journeyers with their row ids, as the cache does.
    private static func pack(
        _ rows: [(id: Int, journeyer: Journeyer)], sharing old: PackedJourneyers = PackedJourneyers()
    ) -> PackedJourneyers {
        var builder = PackedJourneyersBuilder(sharing: old, fold: { $0.joined(separator: "\n").lowercased() })
        for (id, journeyer) in rows {
            var batch = JourneyerBatch()
            batch.append(journeyer)
            let row = batch.row(0)
            batch.texts.withUnsafeBufferPointer { texts in builder.append(row.map { PackedField($0, texts) }, key: id) }
        }
        return builder.finish()
    }

    /// The number of journeyers in blocks of `new` that are not blocks of `old`: what is in memory besides the old list.
    private static func added(_ new: PackedJourneyers, to old: PackedJourneyers) -> Int {
        let shared = Set(old.blocks.map(ObjectIdentifier.init))
        return new.blocks.filter { !shared.contains(ObjectIdentifier($0)) }.reduce(0) { $0 + $1.count }
    }

    @Test func `the same list is made of the same blocks`() {
        let rows = Self.journeyers(10_000).enumerated().map { (id: $0 + 1, journeyer: $1) }
        let old = Self.pack(rows)
        let new = Self.pack(rows, sharing: old)
        #expect(old.blocks.count == 10 && new.isIdentical(to: old) && new == old)
        #expect(!Self.pack(rows).isIdentical(to: old) && Self.pack(rows) == old, "without the old list, the blocks are equal, but others")
    }

    @Test func `only the blocks with changed, new and removed journeyers are new`() {
        var rows = Self.journeyers(10_000).enumerated().map { (id: $0 + 1, journeyer: $1) }
        let old = Self.pack(rows)
        rows[5_000].journeyer.fullName = "Björk anew"
        let changed = Self.pack(rows, sharing: old)
        #expect(Self.added(changed, to: old) == 1_024 && changed[5_000].fullName == "Björk anew")
        rows.remove(at: 2_500)
        let removed = Self.pack(rows, sharing: changed)
        #expect(Self.added(removed, to: changed) == 1_023, "a removed journeyer does not move the others to other blocks")
        rows.append((id: 20_000, journeyer: Journeyer(handle: "newcomer")))
        let added = Self.pack(rows, sharing: removed)
        #expect(Self.added(added, to: removed) == 1)
        #expect(rows.indices.allSatisfy { added[$0] == rows[$0].journeyer })
    }

    @Test func `the orders after changes are those of the whole new list`() {
        var rows = Self.journeyers(3_000).enumerated().map { (id: $0 + 1, journeyer: $1) }
        var (packed, order) = (PackedJourneyers(), JourneyerOrder([]))
        let changes: [(inout [(id: Int, journeyer: Journeyer)]) -> Void] = [
            { _ in }, { _ in }, { $0[7].journeyer.fullName = "Zoë" }, { $0[2_999].journeyer.fullName = nil },
            { $0[1_500].journeyer.daysCompleted = 99_999 }, { $0[3].journeyer.githubScore = 5 }, { $0[4].journeyer.twitterScore = 0 },
            { $0[5].journeyer.lastEntryAt = Date(timeIntervalSince1970: 9) }, { $0[6].journeyer.handle = "aaa" },
            { $0.remove(at: 1_000) }, { $0.append((id: 5_000, journeyer: Journeyer(handle: "b"))) },
        ]
        for change in changes {
            change(&rows)
            let new = Self.pack(rows, sharing: packed)
            order = JourneyerOrder(new, after: (packed, order))
            packed = new
            let whole = JourneyerOrder(rows.map(\.journeyer))
            for sort in JourneyerSort.allCases { #expect(order.sorted(by: sort) == whole.sorted(by: sort), "\(sort)") }
            #expect(order.ranking.map(\.rank) == whole.ranking.map(\.rank))
        }
    }

    @Test func `a value that is removed, and one with another kind of text, change their block`() {
        var rows = Self.journeyers(10).enumerated().map { (id: $0 + 1, journeyer: $1) }
        let changes: [(inout Journeyer) -> Void] = [
            { $0.fullName = nil }, { $0.bio = "" }, { $0.bio = "ü" }, { $0.daysCompleted = nil },
        ]
        for change in changes {
            let old = Self.pack(rows)
            change(&rows[5].journeyer)
            let new = Self.pack(rows, sharing: old)
            #expect(!new.isIdentical(to: old) && rows.indices.allSatisfy { new[$0] == rows[$0].journeyer })
        }
    }

    @Test func `names in other scripts have the text that is searched, and plain ones do not`() {
        let packed = Self.pack(Self.journeyers(10).enumerated().map { (id: $0, journeyer: $1) })
        let searched = (0..<10).map { packed.withRow(at: $0) { String(decoding: $0.searched, as: UTF8.self) } }
        #expect(searched[5] == "walker-5\nbjörk 5\n" && searched[6] == "walker-6\nAda 6\n")
    }
}
