import FoundationEssentials
import HDOCModels
import Testing

@Suite("A user object, as stages really send it")
struct JourneyerTests {
    private func read(_ text: String) throws -> Journeyer? {
        Journeyer(json: try JSONParser.read(text.utf8))
    }

    @Test func `only the key is needed`() throws {
        let journeyer = try #require(try read(#"{"github_username": "johndoe"}"#))
        #expect(journeyer == Journeyer(handle: "johndoe"))
        #expect(journeyer.totalScore == nil)
    }

    @Test(arguments: [#"{}"#, #"{"github_username": null}"#, #"{"github_username": ""}"#, #"["a"]"#, #"{"github_username": {}}"#])
    func `an element without a key is no journeyer`(text: String) throws {
        #expect(try read(text) == nil)
    }

    @Test func `the older spelling means the same`() throws {
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
    func `every number of a Decimal writer is read`(text: String, expected: Int) throws {
        #expect(try read(#"{"github_username":"a","days_completed":\#(text)}"#)?.daysCompleted == expected)
    }

    @Test func `what cannot be read is unknown and kept, what is null is only unknown`() throws {
        let journeyer = try #require(
            try read(#"{"github_username":"a","bio":null,"days_completed":[1],"github_score":1e300,"mood":"fine"}"#))
        #expect(journeyer.bio == nil && journeyer.daysCompleted == nil && journeyer.githubScore == nil)
        #expect(
            journeyer.extra == [
                "days_completed": .array([.number(1)]), "github_score": .number(try #require(JSONNumber("1e300"))), "mood": .string("fine"),
            ])
    }

    @Test func `a status is a word or a flag`() throws {
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

    @Test func `sorting puts the unknown last, in either direction`() {
        var known = Journeyer(handle: "known"), more = Journeyer(handle: "more")
        known.daysCompleted = 3
        more.daysCompleted = 9
        let all = [Journeyer(handle: "unknown"), known, more]
        #expect(JourneyerSort.days.sorted(all).map(\.handle) == ["more", "known", "unknown"])
        #expect(JourneyerSort.days.sorted(all, reversed: true).map(\.handle) == ["known", "more", "unknown"])
    }

    @Test func `a leaderboard lets ties share a rank and leaves the unscored out`() {
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

@Suite("What is wrong with a journeyer")
struct JourneyerFaultTests {
    private let now = Timestamp.parse("2026-11-23T20:00:00Z") ?? .distantPast

    @Test func `a complete journeyer has no faults`() throws {
        let json = JSONValue.object([
            "github_username": .string("a"), "full_name": .string("A"), "days_completed": .number(1), "github_score": .number(2),
            "last_entry_at": .string("2026-11-23T19:00:00Z"), "date_joined": .string("2026-11-01T19:00:00Z"), "shoe_size": .number(42),
        ])
        #expect(try #require(Journeyer(json: json)).faults(now: now).isEmpty)
    }

    @Test func `unreadable, impossible and missing attributes are told apart`() throws {
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
