import FoundationEssentials
import HDOCModels

/// The planned routes for single articles.
extension CommunityService {
    /// The maximum number of attempts of a write while other writes of the same author change the user object or the article.
    private static let mostAttempts = 20

    /// `GET /articles/{articleID}`.
    func article(_ call: ServiceCall) async throws -> ServiceReply {
        guard let article = try await store.article(call[.articleID]) else { return Self.noSuchArticle }
        return .text(200, article.json).tagged(EntityTag.version(article.version), for: call.request)
    }

    /// `POST /{userID}/article`.
    func postArticle(_ call: ServiceCall, subject: String) async throws -> ServiceReply {
        let submission: EntrySubmission
        do {
            submission = try EntrySubmission.read(try call.object(), for: .post(idempotencyKey: call.idempotencyKey))
        } catch {
            // Only the owner learns what is wrong with an entry.
            _ = try await author(of: call, subject: subject)
            throw error
        }
        let instant = now()
        let article = submission.article(author: call[.userID], createdAt: Timestamp.format(instant), version: 1)
        switch try await store.insertNext(article, ownedBy: subject, at: instant) {
        case .stored: return PostDecision.created(article).reply(day: submission.day, id: submission.id)
        case .notStored(let conflict, let user):
            let user = try await owned(call, subject: subject, known: user)
            if let decision = conflict.flatMap({ PostDecision($0, of: article) }) {
                return decision.reply(day: submission.day, id: submission.id)
            }
            return try await post(article, submission, user, at: instant)
        }
    }

    /// Stores an article with figures that are calculated from all entries of the author.
    private func post(
        _ article: StoredArticle, _ submission: EntrySubmission, _ user: StoredUser, at instant: Date
    ) async throws -> ServiceReply {
        var known: StoredUser? = user
        return try await repeating {
            let update = try await update(of: article.author, known: known, at: instant) { .posting(article, after: $0) }
            known = nil
            let insertion = try await store.insert(article, updating: update)
            return PostDecision(insertion, of: article)?.reply(day: submission.day, id: submission.id)
        }
    }

    /// The user in the path, after the check that the account owns it. Reads both at the same time.
    private func owned(_ call: ServiceCall, subject: String, known: StoredUser?) async throws -> StoredUser {
        async let author = author(of: call, subject: subject)
        async let read = known == nil ? store.user(call[.userID]) : known
        _ = try await author
        guard let user = try await read else { throw Self.userRemoved }
        return user
    }

    /// `PUT /{userID}/article/{articleID}`.
    func correctArticle(_ call: ServiceCall, subject: String) async throws -> ServiceReply {
        let author = try await author(of: call, subject: subject)
        let version = try call.expectedVersion()
        let submission = try EntrySubmission.read(try call.object(), for: .correction(id: call[.articleID]))
        return try await repeating {
            switch CorrectionDecision(try await store.article(submission.id), submission, by: author, version: version) {
            case .gone: return Self.noSuchArticle
            case .notOwned: return Self.notOwned
            case .dayDiffers: return InvalidRequest("day", "cannot be changed").reply
            case .outdated(let current): return .article(412, current)
            case .unchanged(let current): return .article(200, current)
            case .replaces(let current, let correction):
                let update = try await update(of: author, at: now()) { .correcting(current, to: correction, among: $0) }
                let change = try await store.replace(current, with: correction, updating: update)
                return change == .stored ? .article(200, correction) : nil
            }
        }
    }

    /// `DELETE /{userID}/article/{articleID}`. An article that is gone already counts as removed.
    func removeArticle(_ call: ServiceCall, subject: String) async throws -> ServiceReply {
        let author = try await author(of: call, subject: subject)
        let version = try call.expectedVersion()
        return try await repeating {
            guard let current = try await store.article(call[.articleID]) else { return .noContent }
            guard current.author.utf8.elementsEqual(author.utf8) else { return Self.notOwned }
            guard current.version == version else { return .article(412, current) }
            let update = try await update(of: author, at: now()) { .removing(current, from: $0) }
            return try await store.remove(current, updating: update) == .stored ? .noContent : nil
        }
    }

    private static let noSuchArticle = ServiceReply.json(404, ["message": "This stage has no such article."])
    private static let notOwned = ServiceReply.accessDenied("The article was written by another user.")

    /// The user in the path, who must be the one that the account owns. The bytes are compared: no other spelling is accepted.
    private func author(of call: ServiceCall, subject: String) async throws -> String {
        let author = call[.userID]
        guard let owned = try await store.handle(ofSubject: subject), owned.utf8.elementsEqual(author.utf8) else {
            throw InvalidRequest.accessDenied("This account does not own the user that the entry is for.")
        }
        return author
    }

    /// Repeats a write that found the author or the article changed. Each attempt reads both again.
    private func repeating(_ attempt: () async throws -> ServiceReply?) async throws -> ServiceReply {
        for _ in 0..<Self.mostAttempts {
            if let reply = try await attempt() { return reply }
        }
        throw ServiceFailure.tooManyConflicts
    }

    /// The change of the author's user object, to be stored in the same transaction as the article.
    private func update(
        of author: String, known: StoredUser? = nil, at instant: Date, _ progress: ([AuthorEntry]) -> UserProgress?
    ) async throws -> UserUpdate? {
        // The user must be read before the entries. A write in between changes the user, and the transaction then fails.
        var user = known
        if user == nil { user = try await store.user(author) }
        guard let user else { throw Self.userRemoved }
        guard let progress = progress(try await store.entries(of: author)) else { return nil }
        return progress.applied(to: user.json)
            .map { UserUpdate(handle: author, expected: user, updated: $0, instant: instant, run: progress.run) }
    }

    private static let userRemoved = InvalidRequest.accessDenied("The user of this account was removed.")
}

extension ServiceReply {
    /// An article with its version as the entity tag.
    static func article(_ status: Int, _ article: StoredArticle) -> ServiceReply {
        .text(status, article.json, headers: [ServiceHeader("ETag", EntityTag.version(article.version))])
    }
}
