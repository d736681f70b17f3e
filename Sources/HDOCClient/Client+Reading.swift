import FoundationEssentials
import HDOCModels

// MARK: - The cache

extension Client {
    public func journeyers(_ query: JourneyerQuery, _ body: (Journeyer) -> Bool) throws(StoreError) -> Snapshot<Int> {
        try cache.journeyers(query, body)
    }
    public func journeyer(_ handle: String) throws(StoreError) -> Snapshot<Journeyer?> { try cache.journeyer(handle) }
    public func articles(
        author: String?, tag: String?, matching text: String?, _ body: (Article) -> Bool
    ) throws(StoreError) -> Snapshot<Int> {
        try cache.articles(author: author, tag: tag, matching: text, body)
    }
    public func noteReading(_ articleID: String) throws(StoreError) { try cache.noteReading(articleID, at: settings.clock()) }
    public func tags() throws(StoreError) -> Snapshot<[Tag]> { try cache.tags() }
    public func leaderboardMovement() throws(StoreError) -> [String: Int] { try cache.leaderboardMovement() }
    public func routes() throws(StoreError) -> [RouteStatus] { try cache.routes() }
}

// MARK: - Refreshing the cache

extension Client {
    public func refresh(_ resource: Resource) async throws(ClientError) -> RefreshReport {
        // `withValue` rethrows errors without their type, so the error is passed as a `Result`.
        let result = await RequestPurpose.$current.withValue(resource) { () async -> Result<RefreshReport, ClientError> in
            do throws(ClientError) { return .success(try await fetch(resource)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private func fetch(_ resource: Resource) async throws(ClientError) -> RefreshReport {
        switch resource {
        case .journeyers: return try await refreshJourneyers()
        case .journeyer(let handle): return try await refreshJourneyer(knownSpelling(of: handle))
        case .articles: return try keep(try await api.list(resource, Article.init(json:)), as: resource)
        case .article(let id): return try keep(DecodedList(elements: [try await api.article(id)]), as: resource)
        case .tags:
            return try keep(try await api.list(resource, Tag.init(json:)), as: resource) { (tags, report, now) throws(StoreError) in
                try cache.store(tags, as: report, at: now)
            }
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

    /// Stores each page of the list as it comes. The age of the list changes only with the last page.
    private func refreshJourneyers() async throws(ClientError) -> RefreshReport {
        var spellings = HandleSpellings()
        var (received, unreadable) = (0, 0)
        var last = try await api.users { (page) throws(ClientError) in
            let journeyers = spellings.unique(page.elements)
            received += journeyers.count
            unreadable += page.unreadable
            try ClientError.storing(.listUsers) { () throws(StoreError) in try cache.add(journeyers) }
        }
        last.elements = spellings.unique(last.elements)
        var report = RefreshReport(
            resource: .journeyers, received: received + last.elements.count, unreadable: unreadable + last.unreadable,
            mayBePartial: last.mayBePartial)
        report.mergedHandles = spellings.merged
        try ClientError.storing(.listUsers) { () throws(StoreError) in
            try cache.store(last.elements, as: report, at: settings.clock())
        }
        return report
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
            try cache.store(articles, as: report, at: now, own: own)
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

    public func sync(progress: @escaping @Sendable (SyncProgress) -> Void) async -> SyncReport {
        var resources: [Resource] = [.journeyers, .articles(author: nil, tag: nil), .tags]
        // Ask again for routes that were absent. If this cannot be stored, they are asked for when their absence expires.
        try? cache.forgetAbsences()
        if let handle = handle() { resources += [.journeyer(handle), .articles(author: handle, tag: nil)] }
        var report = SyncReport()
        for (done, resource) in resources.enumerated() {
            progress(SyncProgress(resource: resource, done: done, total: resources.count))
            do throws(ClientError) {
                report.refreshed.append(try await refresh(resource))
            } catch {
                report.failed.append((resource, error))
            }
        }
        return report
    }
}

/// The handles of a list. Handles that differ only in case name the same account; the first spelling counts.
private struct HandleSpellings {
    private var spellings: [String: String] = [:]
    /// The handles that were left out.
    private(set) var merged: [String] = []

    /// The elements without those that another spelling of their handle came before.
    mutating func unique(_ journeyers: [Journeyer]) -> [Journeyer] {
        journeyers.filter { journeyer in
            let first = spellings[GitHubHandle.key(journeyer.handle), default: journeyer.handle]
            spellings[GitHubHandle.key(journeyer.handle)] = first
            guard !first.hasSameBytes(as: journeyer.handle) else { return true }
            merged.append(journeyer.handle)
            return false
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
