import FoundationEssentials
import HDOCModels

/// Corrections and removals of posted articles.
///
/// A lost response is resolved by the article itself: hdoc fetches it and compares. If it has the new text, or is gone, the change
/// has arrived. If it is as it was before, the change is sent again. That is harmless even if the first request arrives late: a
/// correction with the same text makes no new version, and a request for an older version changes nothing. Any other text is a
/// conflict, which the writer decides.
extension OutboxSender {
    /// The outcome of a failed attempt. A 404 means that the article is gone, which is what a removal wants.
    func outcome(of error: ClientError, for row: OutboxEntry) -> DeliveryOutcome {
        switch (row.change.kind, error.kind) {
        case (.correct, .notFound): .outdated(.removed, reason: error)
        case (.remove, .notFound): .removed
        default: DeliveryOutcome(failure: error, attempts: row.attempts, delay: delay)
        }
    }

    /// Settles an entry by the article that the backend has now.
    func settle(_ row: OutboxEntry, by article: Article, _ reason: ClientError? = nil) throws(OutboxError) -> OutboxEntry {
        switch ArticleComparison(article, with: row) {
        case .arrived: return try settle(row, .arrived(article))
        case .notArrived(let current):
            // The request may still be under way, so it is sent again only after a delay.
            return try outbox.move(row.id, to: .queued) { [words, clock, delay] in
                $0.change = $0.change.against(current)
                $0.lastError = $0.lastError ?? reason.map(words)
                $0.nextAttemptAt = clock().addingTimeInterval(delay($0.attempts))
            }
        case .changed(let current):
            let operation: ClientError.Operation = row.change.kind == .remove ? .removeEntry : .correctEntry
            let reason = reason ?? ClientError(.outdated(current: article), operation: operation)
            return try settle(row, .outdated(.changed(current), reason: reason))
        case .unreadable:
            let reason = ClientError(.unreadable, operation: .getArticle)
            return try settle(row, .refusedForNow(reason: reason, delay: Backoff.longest))
        }
    }
}

/// What an article on the stage says about the change of an entry.
enum ArticleComparison: Equatable {
    /// The article has the entry's text.
    case arrived
    /// The article is as it was before the change.
    case notArrived(PostedVersion)
    /// The article has another text.
    case changed(PostedVersion)
    /// The article has no day, so it is not the one that was to be changed.
    case unreadable

    init(_ article: Article, with row: OutboxEntry) {
        guard let base = row.change.base else { self = .arrived; return }
        guard let current = PostedVersion(article, zone: row.entry.zone) else { self = .unreadable; return }
        let isSameVersion = current.number != nil && current.number == base.number
        if row.change.kind == .correct, current.entry.hasContent(of: row.entry) {
            self = .arrived
        } else {
            self = isSameVersion || current.hasText(of: base) ? .notArrived(current) : .changed(current)
        }
    }
}

extension StageAPI {
    /// Makes the change of an entry on the stage.
    /// - Returns: the article; nil if it was removed.
    func make(_ row: OutboxEntry, as handle: String) async throws(ClientError) -> Article? {
        switch row.change {
        case .post: return try await post(row.entry, as: handle)
        case .correct(let base):
            return try await correct(row.entry, version: try await number(of: base, as: handle), as: handle)
        case .remove(let base):
            try await remove(row.id, version: try await number(of: base, as: handle), as: handle)
            return nil
        }
    }

    /// The number of a version. If hdoc does not know it, it is the article's present number, provided that the article still has the
    /// version's text.
    private func number(of base: PostedVersion, as handle: String) async throws(ClientError) -> Int {
        if let number = base.number { return number }
        let article = try await article(base.entry.id, by: handle)
        guard PostedVersion(article, zone: base.entry.zone)?.hasText(of: base) == true else {
            throw ClientError(.outdated(current: article), operation: .getArticle)
        }
        return try readable(article.version, .article(base.entry.id))
    }

    /// The address of an article.
    func address(ofArticle id: String) -> String { stage.api + "articles/" + PercentEncoding.component(id) }
}
