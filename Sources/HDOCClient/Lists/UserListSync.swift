import FoundationEssentials
import HDOCModels

/// Fetches the list of users: the rest of an interrupted list, or what has changed since the last one, or the whole list.
///
/// Links of a stage are followed only to the same list (see `PageLinks`), and to at most 10,000 pages.
struct UserListSync: Sendable {
    let api: StageAPI
    /// Reports how much of the list has arrived.
    var progress: @Sendable (ListProgress) -> Void = { _ in }

    private var cache: Cache { api.routes }

    /// Where a fetch begins.
    private struct Start {
        var call = Call.users(limit: nil)
        var tally = ListTally()
        var continues = false
    }

    /// Fetches the list and stores it.
    /// - Parameter isWhole: whether the whole list is fetched in any case.
    func run(isWhole: Bool = false) async throws(ClientError) -> RefreshReport {
        let memory = isWhole ? ListMemory() : (try? cache.memory(of: .journeyers)) ?? ListMemory()
        for start in starts(memory) {
            if let report = try await fetchUnlessRefused(start) { return report }
        }
        return try await fetchWhole(memory.entityTag)
    }

    /// The places where the fetch may begin instead of the beginning of the list, the cheapest first.
    private func starts(_ memory: ListMemory) -> [Start] {
        var (starts, users) = ([Start](), Call.users(limit: nil))
        if let next = memory.next, next.isValid(for: ListMemory.cursorLifetime, at: api.clock()) {
            starts.append(Start(call: users.withQuery(next.query), tally: memory.tally, continues: true))
        }
        if let changes = memory.changes, changes.isValid(for: ListMemory.changesLifetime, at: api.clock()) {
            users = users.withQuery(changes.query)
            starts.append(Start(call: users, tally: ListTally(isWhole: false)))
        }
        return starts
    }

    /// Nil if the stage does not accept the link: it is too old (410), or the stage has changed and does not know it.
    private func fetchUnlessRefused(_ start: Start) async throws(ClientError) -> RefreshReport? {
        do throws(ClientError) {
            return try await fetch(start)
        } catch {
            guard [400, 403, 404, 410].contains(error.status) || error.kind == .unreadable else { throw error }
            return nil
        }
    }

    private func fetchWhole(_ entityTag: String?) async throws(ClientError) -> RefreshReport {
        var start = Start()
        start.call.entityTag = entityTag
        do throws(ClientError) {
            return try await fetch(start)
        } catch {
            // A cursor has expired while the pages were fetched.
            if error.status == 410 { return try await fetch(Start()) }
            throw await api.explained(error)
        }
    }

    private func fetch(_ start: Start) async throws(ClientError) -> RefreshReport {
        let writer = UserListWriter(cache, tally: start.tally, continues: start.continues, now: api.clock)
        do throws(ClientError) {
            return try await fetch(start, writer)
        } catch {
            await writer.abandon()
            throw error
        }
    }

    private func fetch(_ start: Start, _ writer: UserListWriter) async throws(ClientError) -> RefreshReport {
        var (call, trail) = (start.call, PageTrail(pages: start.tally.pages))
        while true {
            let response = try await fetchPage(call, writer)
            if response.status == 304 {
                return try ClientError.storing(.listUsers) { () throws(StoreError) in
                    try cache.noteUnchanged(.journeyers, at: api.clock())
                }
            }
            let (links, progress) = (PageLinks(response), writer.progress)
            let next = trail.call(
                after: links.nextCall(after: call, api: api.stage.api), elements: progress.elements, bytes: progress.bytes)
            let isDivided = links.dividesLists || progress.pages > 0
            let isList = try await storing { () async throws(StoreError) in
                try await writer.endPage(isDivided: isDivided, isCutShort: next == nil && links.next != nil, next: next?.query)
            }
            _ = try api.readable(isList ? true : nil, call)
            self.progress(writer.progress)
            guard let next else { return try await finish(writer, links, response, call) }
            call = next
        }
    }

    private func finish(
        _ writer: UserListWriter, _ links: PageLinks, _ response: Response, _ call: Call
    ) async throws(ClientError) -> RefreshReport {
        let changes = links.changesQuery(of: call.pathWithoutQuery, api: api.stage.api).map(String.init)
        // The tag of one page says nothing about the others. With a link to the changes it is not needed.
        let isOneReply = writer.tally.pages == 1 && links.next == nil && changes == nil
        return try await storing { () async throws(StoreError) in
            try await writer.finish(changes: changes, entityTag: isOneReply ? response.entityTag : nil)
        }
    }

    /// Fetches a page and decodes it while it arrives.
    private func fetchPage(_ call: Call, _ writer: UserListWriter) async throws(ClientError) -> Response {
        let inbox = BodyInbox()
        async let reply = answer(to: call, inbox)
        writer.beginPage()
        var attempt = 1
        while let piece = await inbox.next() {
            if piece.attempt != attempt { writer.beginPage() }
            attempt = piece.attempt
            try await storing { () async throws(StoreError) in try await writer.take(piece.bytes) }
            progress(writer.progress)
        }
        let response = try await reply.get()
        guard response.streamed == nil, response.status != 304 else { return response }
        // A transport that passes nothing on has collected the body.
        writer.beginPage()
        try await storing { () async throws(StoreError) in try await writer.take(Array(response.body)) }
        return response
    }

    private func answer(to call: Call, _ inbox: BodyInbox) async -> Result<Response, ClientError> {
        defer { inbox.finish() }
        do throws(ClientError) { return .success(try await api.send(call, to: inbox.receiver)) } catch { return .failure(error) }
    }

    private func storing<Value>(_ body: () async throws(StoreError) -> Value) async throws(ClientError) -> Value {
        try await ClientError.storing(.listUsers, body)
    }
}
