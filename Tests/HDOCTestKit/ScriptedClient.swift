import Foundation
import HDOCClient
import HDOCModels
import Synchronization
import Testing

/// A client that gives scripted answers. A call without a scripted answer fails the test.
///
/// Its outbox works. For each change it sends the same notice as the real client.
public final class ScriptedClient: CommunityClient {
    public let stage: Stage
    /// The time of every saved draft.
    let now: Date
    let script: Mutex<Script>
    /// Sends the values of `changes()`.
    public let notices = Notices<Change>()
    let (pastes, pasted) = AsyncStream<String>.makeStream()

    public init(stage: Stage, now: Date, _ fill: (inout Script) -> Void) {
        (self.stage, self.now) = (stage, now)
        var script = Script()
        fill(&script)
        self.script = Mutex(script)
    }

    /// The calls so far, in order: refreshes, changes of the outbox, the session and the handle, and opened articles.
    public var log: [String] { script.withLock(\.log) }
    /// The entries that each call of `send` named, in order.
    public var sentIDs: [[String]?] { script.withLock(\.sentIDs) }
    /// The entries in the outbox. Using this property does not count as a read.
    public var entries: [OutboxEntry] { script.withLock(\.outbox) }
    /// How often each part was read: `journeyers`, `journeyer`, `movement`, `articles`, `mine`, `outbox`, `routes`, `session`,
    /// `tags`, `storage`.
    public var reads: [String: Int] { script.withLock(\.reads) }

    public func changes() -> AsyncStream<Change> { notices.stream() }

    func expect<Value>(_ value: Value?, _ call: String = #function) throws(ClientError) -> Value {
        guard let value else {
            Issue.record("\(call) was not scripted")
            throw ClientError(.unexpected, operation: .listUsers, request: call)
        }
        return value
    }
}

// MARK: - The cache

extension ScriptedClient {
    public func journeyers(_ query: JourneyerQuery, _ body: (Journeyer) -> Bool) throws(StoreError) -> Snapshot<Int> {
        let all = try read("journeyers") { $0.journeyers }
        let words = query.text.map(SearchText.words) ?? []
        let found = all.value.filter { journeyer in
            (words.isEmpty || SearchText.matches(SearchText.of(journeyer), words)) && query.filter?.matches(journeyer) ?? true
        }
        let sorted = query.sort?.sorted(found, reversed: query.isReversed) ?? found
        return all.with(Self.pass(sorted.prefix(query.limit ?? .max), to: body))
    }
    public func firstJourneyers(_ limit: Int) throws(StoreError) -> Snapshot<FirstJourneyers> {
        let all = try read("firstJourneyers") { $0.journeyers }
        return all.with(FirstJourneyers(of: all.value, limit))
    }
    public func journeyer(_ handle: String) throws(StoreError) -> Snapshot<Journeyer?> {
        try read("journeyer", "journeyer(\(handle))") { script in
            script.journeyer[handle]
                ?? script.journeyers.map { all in all.with(all.value.first { GitHubHandle.isSame($0.handle, handle) }) }
        }
    }
    public func articles(
        author: String?, tag: String?, matching text: String?, _ body: (Article) -> Bool
    ) throws(StoreError) -> Snapshot<Int> {
        let all = author == nil ? try read("articles") { $0.articles } : try read("mine") { $0.mine ?? $0.articles }
        return all.with(Self.pass(all.value.filter { article in text.map { article.title?.contains($0) == true } ?? true }, to: body))
    }

    /// Passes elements to `body` until it returns false, and returns their number.
    private static func pass<Element>(_ elements: some Sequence<Element>, to body: (Element) -> Bool) -> Int {
        var count = 0
        for element in elements {
            count += 1
            if !body(element) { break }
        }
        return count
    }
    public func noteReading(_ articleID: String) throws(StoreError) {
        let isExpected = script.withLock { script in
            script.log.append("read \(articleID)")
            return script.opensArticles
        }
        if !isExpected { Issue.record("no article was expected to be opened") }
    }
    public func tags() throws(StoreError) -> Snapshot<[HDOCModels.Tag]> { try read("tags") { $0.tags } }
    public func leaderboardMovement() throws(StoreError) -> [String: Int] { try read("movement") { $0.movement } }
    public func routes() throws(StoreError) -> [RouteStatus] { try read("routes") { $0.routes } }
    public func storage() -> StorageReport { (try? read("storage") { $0.storage }) ?? StorageReport() }

    private func read<Value: Sendable>(
        _ part: String, _ call: String = #function, _ value: (Script) -> Value?
    ) throws(StoreError) -> Value {
        let value = script.withLock { script in
            script.reads[part, default: 0] += 1
            return value(script)
        }
        do throws(ClientError) {
            return try expect(value, call)
        } catch {
            throw .failed(path: call, detail: "not scripted")
        }
    }
}

// MARK: - The network

extension ScriptedClient {
    public func send(_ request: ComposedRequest) async throws(ClientError) -> ComposedReply {
        let reply = script.withLock { script in
            let body = request.body.map { " " + String(decoding: $0, as: UTF8.self) } ?? ""
            script.log.append("api \(request.line)" + request.headers.map { " \($0.name)=\($0.value)" }.joined() + body)
            return script.replies.isEmpty ? nil : script.replies.removeFirst()
        }
        return try expect(reply, request.line)
    }

    public func refresh(_ resource: Resource) async throws(ClientError) -> RefreshReport {
        let answer = script.withLock { script in
            script.log.append("refresh \(resource)")
            let answer = script.refresh[resource]
            if script.refreshesOnce { script.refresh[resource] = nil }
            if case .success? = answer {
                if case .journeyer = resource { script.handle = script.confirmedHandle ?? script.handle }
                script.articles = script.refreshedArticles ?? script.articles
            }
            return answer
        }
        do throws(ClientError) {
            let report = try expect(answer, "refresh(\(resource))").get()
            notices.send([Self.change(of: resource), .storage])
            return report
        } catch {
            // The real client remembers that the stage lacks the route.
            if case .routeAbsent = error.kind { notices.send([.routes, .storage]) }
            throw error
        }
    }

    /// The part of the cache that a refresh updates. Even an unchanged response updates its age.
    private static func change(of resource: Resource) -> Change {
        switch resource {
        case .journeyers, .journeyer: .journeyers
        case .articles, .article: .articles
        case .tags: .tags
        }
    }

    public func check(report: @escaping @Sendable (RouteCheck) -> Void) async throws(ClientError) -> StageCheckReport {
        let answer = try expect(script.withLock(\.check)).get()
        answer.routes.forEach(report)
        return answer
    }

    public func sync(full: Bool, progress: @escaping @Sendable (SyncProgress) -> Void) async -> SyncReport {
        let answer = script.withLock { script in
            script.log.append(full ? "sync --full" : "sync")
            return script.sync
        }
        guard let report = try? expect(answer) else { return SyncReport() }
        for refreshed in report.refreshed { notices.send([Self.change(of: refreshed.resource), .storage]) }
        return report
    }
}
