import FoundationEssentials
import HDOCModels
import Testing

@Suite("Journeyers: reading, sorting and ranking")
struct JourneyerTests {
    private func read(_ text: String) throws -> Journeyer? {
        Journeyer(json: try JSONParser.read(text.utf8))
    }

    @Test func `a user object needs only its key`() throws {
        let journeyer = try #require(try read(#"{"github_username": "johndoe"}"#))
        #expect(journeyer == Journeyer(handle: "johndoe"))
        #expect(journeyer.totalScore == nil)
    }

    @Test(arguments: [#"{}"#, #"{"github_username": null}"#, #"{"github_username": ""}"#, #"["a"]"#, #"{"github_username": {}}"#])
    func `an element without a key is not a journeyer`(text: String) throws {
        #expect(try read(text) == nil)
    }

    @Test func `a total that does not fit is the largest or smallest integer`() throws {
        let most = try read(#"{"github_username": "a", "github_score": 9223372036854775807, "twitter_score": 1}"#)
        #expect(most?.totalScore == .max)
        var least = Journeyer(handle: "b")
        (least.githubScore, least.twitterScore) = (.min, -1)
        #expect(least.totalScore == .min && Leaderboard([least, Journeyer(handle: "c")]).rows.count == 1)
    }

    @Test func `older attribute names are read like the current ones`() throws {
        let old = try read(
            #"{"githubProfile":"ada","name":"Ada","daysCompleted":3,"githubScore":4,"twitterScore":5,"#
                + #""lastEntryAt":"2020-07-30T00:22:31.096Z"}"#
        )
        let new = try read(
            #"{"github_username":"ada","full_name":"Ada","days_completed":3,"github_score":4,"twitter_score":5,"#
                + #""last_entry_at":"2020-07-30T00:22:31.096Z"}"#
        )
        #expect(old == new)
        #expect(new?.totalScore == 9)
    }

    @Test(arguments: [("5", 5), ("5.0", 5), ("1E+2", 100), ("0.10", 0), ("\"7\"", 7), ("-1", -1)])
    func `numbers are read in every spelling that stages send`(text: String, expected: Int) throws {
        #expect(try read(#"{"github_username":"a","days_completed":\#(text)}"#)?.daysCompleted == expected)
    }

    @Test func `an unreadable value becomes nil and is kept in extra, and a null value only becomes nil`() throws {
        let journeyer = try #require(
            try read(#"{"github_username":"a","bio":null,"days_completed":[1],"github_score":1e300,"mood":"fine"}"#))
        #expect(journeyer.bio == nil && journeyer.daysCompleted == nil && journeyer.githubScore == nil)
        #expect(
            journeyer.extra == [
                "days_completed": .array([.number(1)]), "github_score": .number(try #require(JSONNumber("1e300"))), "mood": .string("fine"),
            ])
    }

    @Test func `a status is read from a text or a boolean`() throws {
        #expect(try read(#"{"github_username":"a","status":true}"#)?.status == "active")
        #expect(try read(#"{"github_username":"a","status":"paused"}"#)?.status == "paused")
    }

    @Test func `JSON output names every attribute of the contract`() throws {
        let members = try #require(Journeyer(handle: "a").json.object)
        for name in [
            "github_username", "full_name", "bio", "days_completed", "github_score", "twitter_score", "total_score",
            "github_streak", "twitter_streak", "last_entry_at", "date_joined", "status", "twitter_username",
            "linkedin_profile", "extra",
        ] {
            #expect(members[name] != nil, "\(name) is missing")
        }
    }

    @Test func `sorting puts unknown values last in both directions`() {
        var known = Journeyer(handle: "known"), more = Journeyer(handle: "more")
        known.daysCompleted = 3
        more.daysCompleted = 9
        let all = [Journeyer(handle: "unknown"), known, more]
        #expect(JourneyerSort.days.sorted(all).map(\.handle) == ["more", "known", "unknown"])
        #expect(JourneyerSort.days.sorted(all, reversed: true).map(\.handle) == ["known", "more", "unknown"])
    }

    @Test func `in a leaderboard equal scores share a rank, and journeyers without a score are left out`() {
        let scores: [(String, Int?)] = [("a", 5), ("b", 9), ("c", 5), ("d", 1), ("e", nil)]
        let board = Leaderboard(
            scores.map { handle, score in
                var journeyer = Journeyer(handle: handle)
                journeyer.githubScore = score
                return journeyer
            })
        #expect(board.rows.map(\.journeyer.handle) == ["b", "a", "c", "d"])
        #expect(board.rows.map(\.rank) == [1, 2, 2, 4])
    }
}

@Suite("Faults in the data of a journeyer")
struct JourneyerFaultTests {
    private let now = Timestamp.parse("2026-11-23T20:00:00Z") ?? .distantPast

    @Test func `a complete journeyer has no faults`() throws {
        let json = JSONValue.object([
            "github_username": .string("a"), "full_name": .string("A"), "days_completed": .number(1), "github_score": .number(2),
            "last_entry_at": .string("2026-11-23T19:00:00Z"), "date_joined": .string("2026-11-01T19:00:00Z"), "shoe_size": .number(42),
        ])
        #expect(try #require(Journeyer(json: json)).faults(now: now).isEmpty)
    }

    @Test func `unreadable, implausible and missing attributes are distinguished`() throws {
        let json = JSONValue.object([
            "github_username": .string("a"), "full_name": .array([]), "days_completed": .number(-1), "github_score": .number(2),
            "last_entry_at": .string("2027-01-01T00:00:00Z"), "twitter_score": .string("lots"),
        ])
        #expect(
            try #require(Journeyer(json: json)).faults(now: now) == [
                .unreadable("full_name"), .unreadable("twitter_score"), .implausible("days_completed"), .implausible("last_entry_at"),
                .missing("date_joined"),
            ])
    }
}
