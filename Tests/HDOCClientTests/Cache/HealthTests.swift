import Foundation
import GRDB
import HDOCModels
import TestKit
import Testing

@testable import HDOCClient

@Suite("The health of a community, from the cache")
struct HealthTests {
    private func journeyers(_ scores: [(String, Int)]) -> [Journeyer] {
        scores.map { handle, score in
            var journeyer = Journeyer(handle: handle)
            journeyer.githubScore = score
            return journeyer
        }
    }

    @Test func `the movement is the one since the last state before the date, or since the oldest one`() throws {
        let scratch = try Scratch()
        let cache = try Cache(path: scratch.path("c.sqlite"), now: scratch.clock())
        let start = scratch.clock()
        #expect(try cache.leaderboardMovement(since: start, limit: 10) == nil)
        let states = [[("ada", 3), ("bob", 2), ("cy", 1)], [("ada", 3), ("bob", 1), ("cy", 2)], [("ada", 1), ("bob", 2), ("cy", 3)]]
        for (day, scores) in states.enumerated() {
            try cache.store(
                journeyers(scores), as: RefreshReport(resource: .journeyers, received: 3),
                at: start.addingTimeInterval(86_400 * Double(day)))
        }
        func moved(_ days: Double, limit: Int = 10) throws -> LeaderboardMovement? {
            try cache.leaderboardMovement(since: start.addingTimeInterval(86_400 * days), limit: limit)
        }
        let all = try moved(0.5)
        #expect(all?.movers.map(\.handle) == ["cy", "ada"] && all?.movers.map(\.gained) == [2, -2] && all?.movers.map(\.rank) == [1, 3])
        #expect(all?.count == 2 && all?.from == start)
        let one = try moved(1.5, limit: 1)
        #expect(one?.count == 3 && one?.movers.map(\.handle) == ["ada"])
        #expect(try moved(-9) == all, "no state is older, so the oldest one counts")
        #expect(try moved(9) == nil, "nothing has changed since the latest state")
    }

    @Test func `two stages are compared without regard to case, over the bounds of pages`() throws {
        let scratch = try Scratch()
        let paths = Paths(environment: ["HOME": scratch.path("home")])
        let (dev, prod) = (Stage(name: "dev", api: "https://a.test/"), Stage(name: "prod", api: "https://b.test/"))
        func fill(_ stage: Stage, _ handles: [String]) throws {
            let cache = try Cache(path: paths.cache(stage.name), now: scratch.clock())
            try cache.store(
                handles.map { Journeyer(handle: $0) }, as: RefreshReport(resource: .journeyers, received: handles.count),
                at: scratch.clock())
            try cache.writer.close()
        }
        try fill(dev, (0..<2_500).map { "User\($0)" } + ["zoe"])
        #expect(try StageComparison(dev, prod, paths: paths, limit: 3) == nil, "the other stage has no cache")
        try fill(prod, (0..<2_500).filter { $0 % 500 != 7 }.map { "user\($0)" } + ["-x", "ömer"])
        let comparison = try #require(try StageComparison(dev, prod, paths: paths, limit: 3))
        #expect(comparison.onBoth == 2_495)
        #expect(comparison.onlyHere.count == 6 && comparison.onlyHere.first == ["User1007", "User1507", "User2007"])
        #expect(comparison.onlyThere.count == 2 && comparison.onlyThere.first == ["-x", "ömer"])
    }
}
