import Foundation
import GRDB
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("Reading journeyers one after the other")
struct JourneyerQueryTests {
    private let cache: Cache
    private let journeyers: [Journeyer]

    init() throws {
        let scratch = try Scratch()
        cache = try Cache(path: scratch.path("c.sqlite"), now: scratch.clock())
        journeyers = (0..<60).map { index in
            var journeyer = Journeyer(handle: (index % 2 == 0 ? "Walker-" : "walker-") + "\(index * 37 % 60)")
            journeyer.fullName = index % 5 == 0 ? nil : ["ada", "Ädda", "Bo", "bo"][index % 4] + "\(index % 3)"
            journeyer.daysCompleted = index % 7 == 0 ? nil : index % 4
            journeyer.githubScore = index % 3 == 0 ? nil : index % 5
            journeyer.twitterScore = index % 6 == 0 ? nil : -(index % 2)
            (journeyer.githubStreak, journeyer.twitterStreak) = (index % 8, index % 9 == 0 ? nil : 3)
            journeyer.lastEntryAt = index % 4 == 0 ? nil : Date(timeIntervalSince1970: Double(index % 10) * 86_400)
            journeyer.dateJoined = Date(timeIntervalSince1970: Double(index))
            return journeyer
        }
        try cache.store(journeyers, as: RefreshReport(resource: .journeyers, received: 60), at: scratch.clock())
    }

    private func handles(_ query: JourneyerQuery) throws -> [String] {
        var handles: [String] = []
        _ = try cache.journeyers(query) {
            handles.append($0.handle)
            return true
        }
        return handles
    }

    @Test(arguments: JourneyerSort.allCases)
    func `the order is that of the screens, in both directions and up to a limit`(sort: JourneyerSort) throws {
        for isReversed in [false, true] {
            let expected = sort.sorted(journeyers, reversed: isReversed).map(\.handle)
            #expect(try handles(JourneyerQuery(sort: sort, isReversed: isReversed)) == expected)
            #expect(try handles(JourneyerQuery(sort: sort, isReversed: isReversed, limit: 7)) == Array(expected.prefix(7)))
            let found = try handles(JourneyerQuery(text: "bo1", sort: sort, isReversed: isReversed, limit: 3))
            let matching = sort.sorted(journeyers, reversed: isReversed).filter { $0.fullName?.lowercased() == "bo1" }
            #expect(found == matching.prefix(3).map(\.handle) && !found.isEmpty)
        }
    }

    @Test func `the reading ends when it is told to, and says how many it read`() throws {
        var read = 0
        let snapshot = try cache.journeyers(JourneyerQuery(sort: .score)) { _ in
            read += 1
            return read < 5
        }
        #expect(read == 5 && snapshot.value == 5 && snapshot.fetchedAt != nil)
        #expect(try handles(JourneyerQuery(text: "nobody")) == [])
    }

    @Test func `a limit with the usual order reads no other rows`() throws {
        let plan = try cache.read { db in
            let sql = "EXPLAIN QUERY PLAN SELECT * FROM journeyer ORDER BY handle"
            return try String.fetchAll(db, sql: sql, adapter: SuffixRowAdapter(fromIndex: 3))
        }
        #expect(plan.allSatisfy { !$0.contains("TEMP B-TREE") } && !plan.isEmpty, "\(plan)")
    }
}
