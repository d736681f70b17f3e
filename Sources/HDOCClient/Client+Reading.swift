import FoundationEssentials
import HDOCModels

// MARK: - The cache, and how it is brought up to date

extension Client {
    public func journeyers() throws -> Snapshot<[Journeyer]> { try cache.journeyers() }
    public func journeyer(_ handle: String) throws -> Snapshot<Journeyer?> { try cache.journeyer(handle) }
    public func articles(author: String?, tag: String?) throws -> Snapshot<[Article]> {
        try cache.articles(author: author, tag: tag)
    }
    public func journeyers(matching text: String) throws -> Snapshot<[Journeyer]> { try cache.journeyers(matching: text) }
    public func articles(author: String?, tag: String?, matching text: String) throws -> Snapshot<[Article]> {
        try cache.articles(author: author, tag: tag, matching: text)
    }
    public func noteReading(_ articleID: String) throws { try cache.noteReading(articleID, at: settings.clock()) }
    public func tags() throws -> Snapshot<[Tag]> { try cache.tags() }
    public func leaderboardMovement() throws -> [String: Int] { try cache.leaderboardMovement() }
    public func routes() throws -> [RouteStatus] { try cache.routes() }

    public func refresh(_ resource: Resource) async throws -> RefreshReport {
        try await RequestPurpose.$current.withValue(resource) { try await fetch(resource) }
    }

    private func fetch(_ resource: Resource) async throws -> RefreshReport {
        switch resource {
        case .journeyers:
            try keep(try await api.users(), as: resource) { try cache.store($0, as: $1, at: $2) }
        case .journeyer(let handle):
            try await refreshJourneyer(knownSpelling(of: handle))
        case .articles(let author, let tag):
            try keepArticles(try await api.articles(author: author, tag: tag), as: resource)
        case .article(let id):
            try keepArticles(DecodedList(elements: [try await api.article(id)]), as: resource)
        case .tags:
            try keep(try await api.tags(), as: resource) { try cache.store($0, as: $1, at: $2) }
        }
    }

    func keep<Element>(
        _ list: DecodedList<Element>, as resource: Resource,
        store: ([Element], RefreshReport, Date) throws -> Void
    ) throws -> RefreshReport {
        let report = RefreshReport(
            resource: resource, received: list.elements.count, unreadable: list.unreadable, mayBePartial: list.mayBePartial)
        try store(list.elements, report, settings.clock())
        return report
    }

    private func keepArticles(_ list: DecodedList<Article>, as resource: Resource) throws -> RefreshReport {
        // A disk that cannot be written has no outbox, and no entries to spare either.
        let entries = (try? outbox().map(\.id)) ?? []
        let own = OwnArticles(author: handle(), ids: entries)
        return try keep(list, as: resource) { try cache.store($0, as: $1, at: $2, own: own) }
    }

    private func refreshJourneyer(_ handle: String) async throws -> RefreshReport {
        let journeyer: Journeyer
        do throws(ClientError) {
            journeyer = try await api.user(handle)
        } catch {
            // The one answer that says a user is gone. A list that lacks them says nothing.
            if error.kind == .notFound { try cache.forget(journeyer: handle) }
            throw error
        }
        return try keep(DecodedList(elements: [journeyer]), as: .journeyer(handle)) { try cache.store($0, as: $1, at: $2) }
    }

    public func sync(progress: @escaping @Sendable (SyncProgress) -> Void) async -> SyncReport {
        var resources: [Resource] = [.journeyers, .articles(author: nil, tag: nil), .tags]
        // Asking for everything asks again for what the stage did not have; a memory that cannot be changed costs nothing else.
        try? cache.forgetAbsences()
        if let handle = handle() { resources += [.journeyer(handle), .articles(author: handle, tag: nil)] }
        var report = SyncReport()
        for (done, resource) in resources.enumerated() {
            progress(SyncProgress(resource: resource, done: done, total: resources.count))
            do {
                report.refreshed.append(try await refresh(resource))
            } catch let error as ClientError {
                report.failed.append((resource, error))
            } catch {
                let failure = StoreError(error, path: cache.path)
                report.failed.append((resource, ClientError(.store(failure), operation: .listUsers)))
            }
        }
        return report
    }
}

extension Client {
    /// The spelling in which the cache has that handle: the backend's keys differ by case, people's typing does not.
    private func knownSpelling(of handle: String) -> String {
        ((try? cache.journeyer(handle)) ?? nil)?.value?.handle ?? handle
    }
}
