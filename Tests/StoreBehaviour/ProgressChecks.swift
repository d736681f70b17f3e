import FoundationEssentials
import HDOCModels
import HDOCService
import Testing

extension StoreCheck {
    static let progress = [
        StoreCheck("after each post, correction and removal, the author's figures are those of all entries") { harness in
            var author = try await ProgressAuthor(harness.store(ProgressAuthor.community), seed: 1)
            for _ in 0..<40 {
                try await author.act()
                try await author.checkFigures()
            }
        },
        StoreCheck("a post of another account is refused, and nothing is stored") { harness in
            let author = try await ProgressAuthor(harness.store(ProgressAuthor.community), seed: 1)
            for subject in ["sub-other", "sub-unknown"] {
                #expect(try await author.post(day: 1, on: author.start, subject: subject).status == 403)
            }
            #expect(try await author.post(day: 0, on: author.start, subject: "sub-other").status == 403, "before the fields")
            #expect(try await author.post(day: 0, on: author.start).status == 400)
            try await author.checkFigures()
        },
        StoreCheck("a repeated post is answered with the article, and only to its author") { harness in
            let author = try await ProgressAuthor(harness.store(ProgressAuthor.community), seed: 1)
            #expect(try await author.post(day: 1, on: author.start).status == 201)
            #expect(try await author.post(day: 1, on: author.start).status == 200)
            #expect(try await author.post(day: 1, on: author.start, title: "Other").status == 409)
            #expect(try await author.post(day: 1, on: author.start, id: 2).status == 409)
            #expect(try await author.post(day: 1, on: author.start, subject: "sub-other").status == 403)
            #expect(try await author.store.entries(of: "grace").count == 1)
        },
        StoreCheck("after the user was removed, a post and its repetition are refused") { harness in
            let author = try await ProgressAuthor(harness.store(ProgressAuthor.community), seed: 1)
            #expect(try await author.post(day: 1, on: author.start).status == 201)
            try await author.store.removeUser("grace", at: Example.now)
            for day in 1...2 { #expect(try await author.post(day: day, on: author.start).status == 403) }
            #expect(try await author.store.entries(of: "grace").count == 1)
        },
    ]
}

/// An author who posts, corrects and removes entries through the service.
private struct ProgressAuthor {
    static let community = SeedCommunity(
        users: [
            SeedUser(handle: "grace", json: ["github_username": "grace", "github_streak": 9]),
            SeedUser(handle: "other", json: ["github_username": "other"]),
        ],
        owners: ["sub-grace": "grace", "sub-other": "other"])

    let store: any SeedableStore
    let start: CalendarDay
    private let service: CommunityService
    private var random: SplitMix64
    private var entries: [Int: (date: CalendarDay, version: Int)] = [:]
    private var latest: CalendarDay

    init(_ store: any SeedableStore, seed: UInt64) throws {
        self.store = store
        start = try #require(CalendarDay("2026-03-01"))
        latest = start
        service = CommunityService(store: store, emulatesCrashes: false) { Example.now }
        random = SplitMix64(seed: seed)
    }

    /// Does something that a participant does: mostly posts one day after another, sometimes with a gap or too late.
    mutating func act() async throws {
        let day = random.number(in: 1...30)
        if let entry = entries[day] {
            if random.once(in: 2) {
                let date = entry.date.adding(days: random.number(in: -2...2))
                let reply = try await send("PUT", "/\(id(day))", day: day, on: date, version: entry.version)
                #expect(reply.status == 200)
                entries[day] = (date, date == entry.date && entry.version > 1 ? entry.version : entry.version + 1)
            } else {
                #expect(try await send("DELETE", "/\(id(day))", day: day, on: entry.date, version: entry.version).status == 204)
                entries[day] = nil
            }
        } else {
            let date = latest.adding(days: random.pick([-4, -1, 0, 1, 1, 1, 1, 2, 3, 9]))
            let reply = try await post(day: day, on: date)
            #expect(reply.status == 201, "\(String(decoding: reply.body, as: UTF8.self)) \(day) \(date)")
            entries[day] = (date, 1)
            latest = max(latest, date)
        }
    }

    func checkFigures() async throws {
        let user = try JSONReader.read(try #require(try await store.user("grace")).json.utf8)
        #expect((user["days_completed"]?.integer ?? 0) == entries.count)
        guard !entries.isEmpty else { return }
        #expect(user["github_streak"]?.integer == EntryRun(Set(entries.values.map(\.date))).length, "\(entries)")
        #expect(user["last_entry_at"]?.string == Timestamp.format(Example.now))
    }

    func post(
        day: Int, on date: CalendarDay, id number: Int? = nil, title: String = "A title", subject: String = "sub-grace"
    ) async throws -> ServiceReply {
        try await send("POST", "", day: day, on: date, id: number, title: title, subject: subject)
    }

    private func id(_ number: Int) -> String { "0198c0de-0000-7000-8000-0000000000\(number < 10 ? "0" : "")\(number)" }

    private func send(
        _ method: String, _ article: String, day: Int, on date: CalendarDay, id number: Int? = nil, title: String = "A title",
        version: Int? = nil, subject: String = "sub-grace"
    ) async throws -> ServiceReply {
        let id = id(number ?? day)
        let entry: RawJSON = [
            "id": .string(id), "day": .number(String(day)), "date": .string(date.description),
            "title": .string(version.map { "Version \($0 + 1)" } ?? title), "tags": [],
        ]
        let match = try #require(ServiceRoute.match(method: method, path: "/grace/article" + article, layer: .planned))
        let headers = version.map { ["if-match": "\"\($0)\""] } ?? ["idempotency-key": id]
        let request = ServiceRequest(headers: headers, body: Array(entry.text.utf8))
        return try await service.reply(to: request, on: match, subject: subject)
    }
}
