import FoundationEssentials
import HDOCModels
import Synchronization

// MARK: - The cache

extension Client {
    public func journeyers(_ query: JourneyerQuery, _ body: (Journeyer) -> Bool) throws(StoreError) -> Snapshot<Int> {
        try cache.journeyers(query, body)
    }
    public func packedJourneyers(sharing old: PackedJourneyers) throws(StoreError) -> Snapshot<PackedJourneyers> {
        try cache.packedJourneyers(sharing: old)
    }
    public func firstJourneyers(_ limit: Int) throws(StoreError) -> Snapshot<FirstJourneyers> { try cache.firstJourneyers(limit) }
    public func journeyer(_ handle: String) throws(StoreError) -> Snapshot<Journeyer?> { try cache.journeyer(handle) }
    public func articles(
        author: String?, tag: String?, matching text: String?, _ body: (Article) -> Bool
    ) throws(StoreError) -> Snapshot<Int> {
        try cache.articles(author: author, tag: tag, matching: text, body)
    }
    public func noteReading(_ articleID: String) throws(StoreError) { try cache.noteReading(articleID, at: settings.clock()) }
    public func tags() throws(StoreError) -> Snapshot<[Tag]> { try cache.tags() }
    public func leaderboardMovement() throws(StoreError) -> [String: Int] { try cache.leaderboardMovement() }
    public func leaderboardMovement(since date: Date, limit: Int) throws(StoreError) -> LeaderboardMovement? {
        try cache.leaderboardMovement(since: date, limit: limit)
    }
    public func routes() throws(StoreError) -> [RouteStatus] { try cache.routes() }
}

// MARK: - Refreshing the cache

extension Client {
    public func refresh(_ resource: Resource) async throws(ClientError) -> RefreshReport { try await refresh(resource, full: false) }

    private func refresh(
        _ resource: Resource, full: Bool, progress: @escaping @Sendable (ListProgress) -> Void = { _ in }
    ) async throws(ClientError) -> RefreshReport {
        // `withValue` rethrows errors without their type, so the error is passed as a `Result`.
        let result = await RequestPurpose.$current.withValue(resource) { () async -> Result<RefreshReport, ClientError> in
            do throws(ClientError) { return .success(try await fetch(resource, full, progress)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private func fetch(
        _ resource: Resource, _ full: Bool, _ progress: @escaping @Sendable (ListProgress) -> Void
    ) async throws(ClientError) -> RefreshReport {
        switch resource {
        case .journeyers: return try await UserListSync(api: api, progress: progress).run(isWhole: full)
        case .journeyer(let handle): return try await refreshJourneyer(knownSpelling(of: handle))
        case .articles:
            guard let list = try await api.list(resource, unless: tag(of: resource, full), Article.init(json:)) else {
                return try noteUnchanged(resource)
            }
            return try keep(list, as: resource)
        case .article(let id): return try keep(DecodedList(elements: [try await api.article(id)]), as: resource)
        case .tags:
            guard let list = try await api.list(resource, unless: tag(of: resource, full), Tag.init(json:)) else {
                return try noteUnchanged(resource)
            }
            return try keep(list, as: resource) { (tags, report, now) throws(StoreError) in
                try cache.store(tags, as: report, at: now, entityTag: list.entityTag)
            }
        }
    }

    /// The validator of the cached list. If the cache cannot be read, the list is fetched.
    private func tag(of resource: Resource, _ full: Bool) -> String? { full ? nil : (try? cache.memory(of: resource))?.entityTag }

    private func noteUnchanged(_ resource: Resource) throws(ClientError) -> RefreshReport {
        try ClientError.storing(resource.operation) { () throws(StoreError) in
            try cache.noteUnchanged(resource, at: settings.clock())
        }
    }

    private func refreshJourneyer(_ handle: String) async throws(ClientError) -> RefreshReport {
        let journeyer: Journeyer
        do throws(ClientError) {
            journeyer = try await api.user(handle)
        } catch {
            // Only a 404 for a user proves that the user was removed. Deployed stages truncate lists, so a missing element
            // proves nothing.
            if error.kind == .notFound {
                try ClientError.storing(.getUser) { () throws(StoreError) in try cache.forget(journeyer: handle) }
            }
            throw error
        }
        return try keep(DecodedList(elements: [journeyer]), as: .journeyer(handle))
    }

    func keep(_ list: DecodedList<Journeyer>, as resource: Resource) throws(ClientError) -> RefreshReport {
        try keep(list, as: resource) { (journeyers, report, now) throws(StoreError) in
            try cache.store(journeyers, as: report, at: now)
        }
    }

    private func keep(_ list: DecodedList<Article>, as resource: Resource) throws(ClientError) -> RefreshReport {
        // If the outbox cannot be opened, the cache protects no articles for it.
        let entries = (try? outbox().map(\.id)) ?? []
        let own = OwnArticles(author: handle(), ids: entries)
        return try keep(list, as: resource) { (articles, report, now) throws(StoreError) in
            try cache.store(articles, as: report, at: now, own: own, entityTag: list.entityTag)
        }
    }

    private func keep<Element>(
        _ list: DecodedList<Element>, as resource: Resource,
        store: ([Element], RefreshReport, Date) throws(StoreError) -> Void
    ) throws(ClientError) -> RefreshReport {
        let report = RefreshReport(
            resource: resource, received: list.elements.count, unreadable: list.unreadable, mayBePartial: list.mayBePartial)
        try ClientError.storing(resource.operation) { () throws(StoreError) in try store(list.elements, report, settings.clock()) }
        return report
    }

    public func sync(full: Bool, progress: @escaping @Sendable (SyncProgress) -> Void) async -> SyncReport {
        let mine: [Resource] = handle().map { [.journeyer($0), .articles(author: $0, tag: nil)] } ?? []
        let order = [.journeyers, .articles(author: nil, tag: nil), .tags] + mine
        // The participant comes after the list of users, which may have a user still who is gone.
        let others = order.filter { if case .journeyers = $0 { false } else if case .journeyer = $0 { false } else { true } }
        // Ask again for routes that were absent. If this cannot be stored, they are asked for when their absence expires.
        try? cache.forgetAbsences()
        async let meanwhile = outcomes(of: others, full: full)
        var report = SyncReport()
        for (done, resource) in order.enumerated() {
            let step = SyncProgress(resource: resource, done: done, total: order.count)
            progress(step)
            let outcome =
                if others.contains(resource), let early = await meanwhile[resource] { early } else {
                    await outcome(of: resource, full: full, step, progress)
                }
            switch outcome {
            case .success(let refreshed): report.refreshed.append(refreshed)
            case .failure(let error): report.failed.append((resource, error))
            }
        }
        return report
    }

    private typealias Outcome = Result<RefreshReport, ClientError>

    /// Refreshes resources one after the other, and returns what became of each.
    private func outcomes(of resources: [Resource], full: Bool) async -> [Resource: Outcome] {
        var outcomes: [Resource: Outcome] = [:]
        for resource in resources { outcomes[resource] = await outcome(of: resource, full: full) }
        return outcomes
    }

    /// Refreshes a resource, and reports how much of a long list has arrived.
    private func outcome(
        of resource: Resource, full: Bool, _ step: SyncProgress? = nil, _ progress: @escaping @Sendable (SyncProgress) -> Void = { _ in }
    ) async -> Outcome {
        let limiter = ProgressLimiter()
        do throws(ClientError) {
            let refreshed = try await refresh(resource, full: full) { list in
                guard var step, limiter.allows() else { return }
                step.list = list
                progress(step)
            }
            return .success(refreshed)
        } catch {
            return .failure(error)
        }
    }
}

/// Limits reports of progress to ten a second: nobody reads more, and each one is drawn.
private final class ProgressLimiter: Sendable {
    private let last = Mutex<ContinuousClock.Instant>(.now)

    func allows() -> Bool {
        last.withLock { last in
            guard ContinuousClock.now - last >= .milliseconds(100) else { return false }
            last = .now
            return true
        }
    }
}

extension Client {
    /// The handle as the cache spells it, or as given if the cache does not know it. The backend's keys are case-sensitive;
    /// people type handles in any case.
    private func knownSpelling(of handle: String) -> String {
        ((try? cache.journeyer(handle)) ?? nil)?.value?.handle ?? handle
    }
}
