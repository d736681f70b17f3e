import Testing

@testable import HDOCModels

@Suite("Queries")
struct QueryTests {
    private func terms(_ text: String, _ subject: QuerySubject = .users) throws -> [QueryTerm] { try Query(text, for: subject).terms }

    private func error(_ text: String, _ subject: QuerySubject = .users) -> QueryError? {
        do throws(QueryError) {
            _ = try Query(text, for: subject)
            return nil
        } catch {
            return error
        }
    }

    @Test func `words, quoted texts and negated ones are read`() throws {
        #expect(try terms("") == [] && terms("  \t ") == [])
        #expect(try terms("ada  lam") == [QueryTerm(.text("ada")), QueryTerm(.text("lam"))])
        #expect(try terms(#"-"two words""#) == [QueryTerm(.text("two words"), isNegated: true)])
        #expect(try terms(#""say \"hi\" \\ ""#) == [QueryTerm(.text(#"say "hi" \ "#))])
        #expect(try terms("-ada") == [QueryTerm(.text("ada"), isNegated: true)])
        #expect(try terms(#""-ada""#) == [QueryTerm(.text("-ada"))])
        #expect(try terms(#"it"s"#) == [QueryTerm(.text(#"it"s"#))])
    }

    @Test(arguments: ["https://example.org/x", "10:30", ":smile:", "c++:x", "ü:x", "a.b:c"])
    func `a word with a colon that cannot be a key is a text`(word: String) throws {
        #expect(try terms(word) == [QueryTerm(.text(word))])
    }

    @Test func `every comparison of the language is read`() throws {
        func number(_ comparison: QueryComparison<Int>) -> [QueryTerm] { [QueryTerm(.number(.days, comparison))] }
        #expect(try terms("days:30") == number(.equal(30)) && terms("Days:=30") == number(.equal(30)))
        #expect(try terms("days:>30") == number(.greater(30)) && terms("days:>=30") == number(.atLeast(30)))
        #expect(try terms("days:<30") == number(.less(30)) && terms("days:<=-1") == number(.atMost(-1)))
        #expect(try terms("days:-5..200") == number(.between(-5, 200)))
        #expect(try terms("inactive:>14d") == [QueryTerm(.age(.inactive, .greater(QueryAge(amount: 14, unit: .day))))])
        #expect(
            try terms("inactive:36h..2w")
                == [QueryTerm(.age(.inactive, .between(QueryAge(amount: 36, unit: .hour), QueryAge(amount: 2, unit: .week))))])
        let newYear = try #require(CalendarDay("2026-01-01"))
        #expect(try terms("joined:<2026-01-01") == [QueryTerm(.date(.joined, .less(newYear)))])
        #expect(try terms(#"status:"on leave""#) == [QueryTerm(.word(.status, "on leave"))])
        #expect(
            try terms("tag:aws -author:ada", .articles) == [
                QueryTerm(.word(.tag, "aws")), QueryTerm(.word(.author, "ada"), isNegated: true),
            ])
    }

    @Test(arguments: [
        ("ada dayz:>30", 4..<8), ("-nothing:1", 1..<8), ("days:", 5..<5), ("days:>", 6..<6), ("ada -", 4..<5), ("ada \"two", 4..<8),
        ("days:many", 5..<9), ("score:1..x", 9..<10), ("score:..5", 6..<6), ("score:2..1", 6..<10), ("inactive:>14", 10..<12),
        ("joined:2026-02-30", 7..<17), ("status:>a", 7..<8), ("\"\"", 0..<2), ("tag:aws", 0..<3), ("é́ days:x", 8..<9),
    ])
    func `an error has the range of the wrong part`(text: String, range: Range<Int>) {
        #expect(error(text)?.range == range)
        #expect(error(text)?.text == text)
    }

    @Test func `an unknown key is reported with the nearest key, and a key of the other list with that list`() {
        #expect(error("dayz:1")?.problem == .unknownKey("dayz", nearest: "days", elsewhere: nil))
        #expect(error("tag:aws")?.problem == .unknownKey("tag", nearest: nil, elsewhere: .articles))
        #expect(error("status:active", .articles)?.problem == .unknownKey("status", nearest: nil, elsewhere: .users))
        #expect(error("inactive:14")?.problem == .missingUnit("14"))
        #expect(error("ada dayz:1")?.word == "dayz")
    }

    @Test func `the example of every key is a query, and its text is what was read`() throws {
        for key in QueryKey.allCases {
            let query = try Query(key.example, for: key.subject)
            #expect(query.description == key.example)
        }
    }

    @Test func `a query of any terms can be written and read again`() throws {
        var generator = SplitMix64(seed: 15)
        let letters = ["a", "-", "\"", "\\", ":", " ", ">", "=", "<", ".", "é", "\u{301}", "\u{2003}", "\n", "https://", "days:", "1"]
        for _ in 0..<2_000 {
            let terms = (0..<generator.number(in: 0...4)).map { _ -> QueryTerm in
                let text = (0...generator.number(in: 0...5)).map { _ in generator.pick(letters) }.joined()
                let isNegated = generator.once(in: 2)
                return QueryTerm(generator.once(in: 2) ? .text(text) : .word(.status, text), isNegated: isNegated)
            }
            let query = Query(.users, terms)
            #expect(try Query(query.description, for: .users) == query, "\(query.description)")
        }
    }
}
