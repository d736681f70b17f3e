import Foundation
import HDOCClient
import HDOCModels
import Testing

@testable import HDOCTUI

/// Compares the evaluators with a simple one that shares no code with them: each generated term brings its own predicate.
@Suite("Evaluation of queries")
struct QueryEvaluationTests {
    private typealias Predicate = (Journeyer) -> Bool

    private static let words = ["ada", "LAM", "ö", "writes", "two words", "-x", "a:b", "9"]
    private static let statuses = ["active", "Active", "inactive", "on leave", "ACTIVÉ"]

    /// Numbers near each other, so that comparisons meet equal values.
    private static func number(_ generator: inout SplitMix64) -> Int {
        generator.once(in: 12) ? generator.pick([Int.min, Int.max, -1, 1_000_000_000_000]) : generator.number(in: -2...40)
    }

    private static func journeyer(_ index: Int, _ generator: inout SplitMix64) -> Journeyer {
        var journeyer = Journeyer(handle: "user\(index)")
        func maybe<Value>(_ value: Value) -> Value? { generator.once(in: 5) ? nil : value }
        journeyer.fullName = maybe(generator.pick(["Ada Okafor", "Björk Ødegård", "Lam Berto", "two  words", "x-x"]))
        journeyer.bio = maybe(generator.pick(["Writes a:b", "two words", "", "adaptive"]))
        journeyer.daysCompleted = maybe(number(&generator))
        journeyer.githubScore = maybe(number(&generator))
        journeyer.twitterScore = maybe(number(&generator))
        journeyer.githubStreak = maybe(number(&generator))
        journeyer.status = maybe(generator.pick(statuses))
        // Whole hours, so that ages meet their bounds exactly.
        journeyer.lastEntryAt = maybe(Sample.now.addingTimeInterval(-3_600 * Double(generator.number(in: -30...1_000))))
        journeyer.dateJoined = maybe(Sample.now.addingTimeInterval(-3_600 * Double(generator.number(in: 0...3_000))))
        return journeyer
    }

    // MARK: Terms with their meaning

    private static func term(_ generator: inout SplitMix64) -> (text: String, holds: Predicate) {
        switch generator.number(in: 0...6) {
        case 0:
            let word = generator.pick(words)
            return (
                "\"\(word)\"",
                { holder in
                    [holder.handle, holder.fullName ?? "", holder.bio ?? ""]
                        .contains { $0.range(of: word, options: [.caseInsensitive, .diacriticInsensitive]) != nil }
                }
            )
        case 1: return compare("days", &generator) { $0.daysCompleted.map(Double.init) }
        case 2: return compare("streak", &generator) { $0.githubStreak.map(Double.init) }
        case 3: return compare("score", &generator) { $0.totalScore.map(Double.init) }
        case 4:
            let status = generator.pick(statuses)
            return (
                "status:\"\(status)\"", { $0.status?.compare(status, options: [.caseInsensitive, .diacriticInsensitive]) == .orderedSame }
            )
        case 5: return age(&generator)
        default: return joined(&generator)
        }
    }

    private static func compare(
        _ key: String, _ generator: inout SplitMix64, _ value: @escaping (Journeyer) -> Double?
    ) -> (text: String, holds: Predicate) {
        let (a, b) = (generator.number(in: -2...40), generator.number(in: 0...30))
        let bound = Double(a)
        func test(_ sign: String, _ holds: @escaping (Double) -> Bool) -> (text: String, holds: Predicate) {
            ("\(key):\(sign)\(a)", { value($0).map(holds) ?? false })
        }
        switch generator.number(in: 0...5) {
        case 0: return test("") { $0 == bound }
        case 1: return test("<") { $0 < bound }
        case 2: return test("<=") { $0 <= bound }
        case 3: return test(">") { $0 > bound }
        case 4: return test(">=") { $0 >= bound }
        default: return ("\(key):\(a)..\(a + b)", { value($0).map { bound <= $0 && $0 <= bound + Double(b) } ?? false })
        }
    }

    private static func age(_ generator: inout SplitMix64) -> (text: String, holds: Predicate) {
        let (letter, hours) = generator.pick([("h", 1.0), ("d", 24.0), ("w", 168.0)])
        let amount = generator.number(in: 0...20)
        let bound = Double(amount) * hours
        func test(_ sign: String, _ holds: @escaping (Double) -> Bool) -> (text: String, holds: Predicate) {
            ("inactive:\(sign)\(amount)\(letter)", { $0.lastEntryAt.map { holds(Sample.now.timeIntervalSince($0) / 3_600) } ?? false })
        }
        switch generator.number(in: 0...4) {
        case 0: return test("") { bound <= $0 && $0 < bound + hours }
        case 1: return test("<") { $0 < bound }
        case 2: return test("<=") { $0 <= bound }
        case 3: return test(">") { $0 > bound }
        default: return test(">=") { $0 >= bound }
        }
    }

    private static func joined(_ generator: inout SplitMix64) -> (text: String, holds: Predicate) {
        let day = CalendarDay(Sample.now, in: Sample.zone).adding(days: -generator.number(in: 0...120)).description
        func test(_ sign: String, _ holds: @escaping (String) -> Bool) -> (text: String, holds: Predicate) {
            // The sample's zone is UTC, so the first ten letters of the timestamp are the date.
            ("joined:\(sign)\(day)", { $0.dateJoined.map { holds(String(Timestamp.format($0).prefix(10))) } ?? false })
        }
        switch generator.number(in: 0...4) {
        case 0: return test("") { $0 == day }
        case 1: return test("<") { $0 < day }
        case 2: return test("<=") { $0 <= day }
        case 3: return test(">") { $0 > day }
        default: return test(">=") { $0 >= day }
        }
    }

    // MARK: Tests

    @Test func `a thousand generated queries have the results of a simple evaluation, one by one and on the index`() throws {
        var generator = SplitMix64(seed: 100)
        let journeyers = (0..<300).map { Self.journeyer($0, &generator) }
        let index = JourneyerIndex(Snapshot(value: journeyers))
        let all = journeyers.indices.map { Int32($0) }
        var matched = 0
        for _ in 0..<1_000 {
            let terms = (0...generator.number(in: 0...2)).map { _ in (Self.term(&generator), isNegated: generator.once(in: 3)) }
            let text = terms.map { ($0.isNegated ? "-" : "") + $0.0.text }.joined(separator: " ")
            let expected = all.filter { position in terms.allSatisfy { $0.0.holds(journeyers[Int(position)]) != $0.isNegated } }
            let matcher = QueryMatcher(try Query(text, for: .users), now: Sample.now, zone: Sample.zone)
            #expect(index.filter(all, by: matcher) == expected, "\(text)")
            #expect(all.filter { matcher.matches(journeyers[Int($0)]) } == expected, "\(text)")
            matched += expected.count
        }
        #expect(matched > 10_000, "the queries are not all empty")
    }

    @Test func `a query and its negation divide the list, and unknown values belong to the negation`() throws {
        var generator = SplitMix64(seed: 3)
        let journeyers = (0..<100).map { Self.journeyer($0, &generator) }
        for key in QueryKey.keys(of: .users) {
            let query = QueryMatcher(try Query(key.example, for: .users), now: Sample.now, zone: Sample.zone)
            let negation = QueryMatcher(try Query("-\(key.example)", for: .users), now: Sample.now, zone: Sample.zone)
            #expect(journeyers.allSatisfy { query.matches($0) != negation.matches($0) })
            #expect(!query.matches(Journeyer(handle: "unknown")) && negation.matches(Journeyer(handle: "unknown")))
        }
    }

    @Test(arguments: [
        ("tag:AWS", true), ("tag:aw", false), ("author:ADA", true), ("-author:ada", false), ("day:7", true), ("day:>7", false),
        ("date:2026-11-20..2026-11-21", true), ("date:<2026-11-20", false), ("queues sqs", true), ("-lambda \"queues and\"", true),
    ])
    func `articles are compared by tag, author, day, date and words`(text: String, isMatch: Bool) throws {
        var article = Article(id: "1")
        (article.author, article.day, article.date) = ("ada", 7, CalendarDay("2026-11-20"))
        (article.title, article.tags) = ("Queues and topics", ["aws", "sqs"])
        #expect(QueryMatcher(try Query(text, for: .articles), now: Sample.now, zone: .utc).matches(article) == isMatch)
        #expect(!QueryMatcher(try Query("day:<1", for: .articles), now: Sample.now, zone: .utc).matches(Article(id: "2")))
    }

    @Test func `a date of joining is a date in the zone of the reader`() throws {
        let zone = LocalZone(try #require(TimeZone(identifier: "Asia/Tokyo")))
        var journeyer = Journeyer(handle: "a")
        journeyer.dateJoined = Timestamp.parse("2025-12-31T15:00:00Z")
        func matches(_ text: String, _ zone: LocalZone) throws -> Bool {
            QueryMatcher(try Query(text, for: .users), now: Sample.now, zone: zone).matches(journeyer)
        }
        #expect(try matches("joined:2026-01-01", zone) && matches("joined:<2026-01-01", .utc))
        #expect(try !matches("joined:<0001-01-01", zone) && matches("joined:>=0001-01-01", zone) && matches("joined:<=9999-12-31", zone))
        #expect(try !matches("joined:>9999-12-31", zone))
    }
}
