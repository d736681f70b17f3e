import FoundationEssentials
import HDOCModels
import Testing

@Suite("Changes of posted days")
struct EntryChangeTests {
    private static let now = Date(timeIntervalSince1970: 1_795_000_000)

    private static func entry(_ title: String, day: Int = 5, date: String = "2026-11-20") -> Entry {
        Entry(
            id: "e", day: day, date: CalendarDay(date) ?? CalendarDay(now, in: .utc), zone: "GMT", title: title, body: "Body", tags: ["aws"]
        )
    }

    private static let base = PostedVersion(entry: entry("Posted"), number: 1)

    private func row(
        _ change: EntryChange, _ state: EntryState, _ title: String = "Mine", conflict: EntryConflict? = nil, date: String = "2026-11-20"
    ) -> OutboxEntry {
        OutboxEntry(
            entry: Self.entry(title, date: date), change: change, conflict: conflict, state: state, createdAt: Self.now, updatedAt: Self.now
        )
    }

    @Test func `only a change of a posted day leads from sent to another state, and back without being sent`() {
        let moves: [(EntryState, EntryState)] = [(.sent, .draft), (.sent, .queued), (.draft, .sent), (.queued, .sent), (.rejected, .sent)]
        for (from, to) in moves {
            #expect(!from.mayBecome(to) && from.mayBecome(to, by: .correct) && from.mayBecome(to, by: .remove), "\(from) \(to)")
        }
        for kind in EntryChange.Kind.allCases {
            for from in EntryState.allCases {
                #expect(!from.mayBecome(.sending, by: kind) || from == .queued || from == .unknown)
                #expect(!from.mayBecome(.unknown, by: kind) || from == .sending)
            }
        }
        #expect(!EntryState.sent.mayBecome(.unknown, by: .correct) && !EntryState.sending.mayBecome(.draft, by: .correct))
    }

    @Test func `a confirmed correction is a sent entry with the new text, and a confirmed removal keeps the text`() {
        var correction = row(.correct(Self.base), .sending)
        correction.confirm(version: 2)
        #expect(correction.state == .sent && correction.change == .post && correction.version == 2 && correction.entry.title == "Mine")
        var removal = row(.remove(Self.base), .sending, "Posted")
        removal.confirm(version: nil)
        #expect(removal.isRemoved && removal.posted == nil && removal.entry.title == "Posted")
    }

    @Test func `a change that is given up leaves the text that the stage has`() {
        var plain = row(.correct(Self.base), .queued)
        plain.giveUpChange()
        #expect(plain.state == .sent && plain.change == .post && plain.entry.title == "Posted" && plain.version == 1)
        let theirs = PostedVersion(entry: Self.entry("Theirs"), number: 3)
        var conflict = row(.remove(Self.base), .rejected, conflict: .changed(theirs))
        conflict.giveUpChange()
        #expect(conflict.entry.title == "Theirs" && conflict.version == 3 && conflict.conflict == nil && !conflict.isRemoved)
        var gone = row(.correct(Self.base), .rejected, conflict: .removed)
        gone.giveUpChange()
        #expect(gone.isRemoved && gone.entry.title == "Posted")
        var post = row(.post, .queued)
        post.giveUpChange()
        #expect(post == row(.post, .queued))
    }

    @Test func `after a conflict, the change is made against what the stage has now, or the day is posted again`() {
        let theirs = PostedVersion(entry: Self.entry("Theirs"), number: 3)
        var changed = row(.correct(Self.base), .rejected, conflict: .changed(theirs))
        changed.overrideConflict()
        #expect(changed.change == .correct(theirs) && changed.conflict == nil && changed.entry.title == "Mine")
        var gone = row(.correct(Self.base), .rejected, conflict: .removed)
        gone.overrideConflict()
        #expect(gone.change == .post && gone.conflict == nil && gone.version == nil)
    }

    @Test func `a day counts until its removal has arrived, and a correction counts with the date that is being sent`() throws {
        let today = try #require(CalendarDay("2026-11-23"))
        var article = Article(id: "e")
        (article.day, article.date, article.title) = (5, CalendarDay("2026-11-20"), "Posted")
        func journey(_ row: OutboxEntry) -> Journey { Journey(articles: [article], outbox: [row], today: today) }
        #expect(journey(row(.remove(Self.base), .queued)).records[5]?.isPosted == true)
        #expect(journey(row(.remove(Self.base), .sent)).records.isEmpty, "a list of the backend may still have the article")
        let moved = journey(row(.correct(Self.base), .queued, date: "2026-11-21"))
        #expect(moved.dates.map(\.description) == ["2026-11-21"] && moved.records[5]?.title == "Mine")
        let draft = journey(row(.correct(Self.base), .draft, date: "2026-11-21"))
        #expect(draft.dates.map(\.description) == ["2026-11-20"] && draft.records[5]?.title == "Posted")
        #expect(journey(row(.correct(Self.base), .rejected, conflict: .removed)).records.isEmpty)
    }

    @Test func `an article becomes an entry only if it has a day that an entry can have`() {
        var article = Article(id: "7")
        #expect(PostedVersion(article, zone: "") == nil)
        (article.day, article.date, article.title, article.body, article.tags) = (5, CalendarDay("2026-11-20"), "Old", "Text", ["A b"])
        article.extra = ["version": .number(JSONNumber(4))]
        let version = PostedVersion(article, zone: "GMT")
        #expect(version?.number == 4 && version?.entry.title == "Old" && version?.entry.isDayProposed == false)
        article.day = 0
        #expect(PostedVersion(article, zone: "") == nil)
        for value in [JSONValue.string("4"), .number(JSONNumber(0)), .null] {
            article.extra = ["version": value]
            #expect(article.version == nil)
        }
    }

    @Test func `the JSON of an entry says what is done, with the version and the kind of conflict`() {
        let theirs = PostedVersion(entry: Self.entry("Theirs"), number: 3)
        let json = row(.correct(Self.base), .rejected, conflict: .changed(theirs)).json.object
        #expect(json?["change"] == .string("correct") && json?["conflict"] == .string("changed") && json?["version"]?.integer == 3)
        let sent = row(.post, .sent).json.object
        #expect(sent?["change"] == .string("post") && sent?["conflict"] == .null && sent?["version"] == .null)
    }
}
