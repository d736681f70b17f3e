import FoundationEssentials
import HDOCModels

/// The planned routes for articles and tags.
extension CommunityService {
    /// The maximum number of attempts to store a post while other posts of the same author change the user object.
    private static let mostAttempts = 20

    /// `GET /articles/{articleID}`.
    func article(_ call: ServiceCall) async throws -> ServiceReply {
        guard let article = try await store.article(call[.articleID]) else {
            return .json(404, ["message": "This stage has no such article."])
        }
        return .text(200, article)
    }

    /// `GET /articles?author=N&tag=T&limit=N`, newest first.
    func articles(_ call: ServiceCall) async throws -> ServiceReply {
        let query = call.request.query
        let articles = try await store.articles(author: query["author"], tag: query["tag"], limit: try call.limit())
        return .text(200, "[" + articles.joined(separator: ", ") + "]")
    }

    /// `GET /tags?limit=N`, most used first.
    func tags(_ call: ServiceCall) async throws -> ServiceReply {
        let tags = try await store.tags(limit: try call.limit()).map { tag -> RawJSON in
            ["tag": .string(tag.tag), "count": .number(String(tag.count))]
        }
        return .json(200, .array(tags))
    }

    /// `POST /{userID}/article`.
    func postArticle(_ call: ServiceCall, subject: String) async throws -> ServiceReply {
        let author = call[.userID]
        guard let owned = try await store.handle(ofSubject: subject), owned.utf8.elementsEqual(author.utf8) else {
            return .accessDenied("This account does not own the user that the entry is for.")
        }
        let submission = try EntrySubmission.read(try call.object(), idempotencyKey: call.idempotencyKey)
        return try await post(submission, author: author).reply(day: submission.day, id: submission.id)
    }

    /// Stores the article and the author's progress in one transaction, which detects a repeated post and stores it only once.
    private func post(_ submission: EntrySubmission, author: String) async throws -> PostDecision {
        let instant = now()
        let article = submission.article(author: author, createdAt: Timestamp.format(instant))
        for _ in 0..<Self.mostAttempts {
            let progress = try await progress(of: author, on: submission.date, at: instant)
            let insertion = try await store.insert(article, updating: progress)
            if let decision = PostDecision(insertion, of: article) { return decision }
        }
        throw ServiceFailure.tooManyConflicts
    }

    private func progress(of author: String, on date: CalendarDay, at instant: Date) async throws -> UserUpdate? {
        // The user must be read before the dates. A post in between changes the user, and the insertion then fails.
        guard let user = try await store.user(author) else { return nil }
        let progress = UserProgress(dates: try await store.entryDates(of: author), date: date, instant: instant)
        return progress.applied(to: user.json).map { UserUpdate(handle: author, expected: user.json, updated: $0) }
    }
}

/// The outcome of a post, decided from what the store reports.
enum PostDecision: Sendable, Equatable {
    case created(json: String)
    /// The id was stored before, by the same author and with the same content.
    case repeated(json: String)
    /// The id was stored before with different content.
    case idTaken
    /// The author has another article for this day.
    case dayTaken(id: String)

    /// Nil if the post must be tried again, because the author's user object changed in between.
    init?(_ insertion: ArticleInsertion, of article: NewArticle) {
        switch insertion {
        case .stored: self = .created(json: article.json)
        case .idExists(let stored):
            let isSame = stored.author == article.author && stored.content == article.content
            self = isSame ? .repeated(json: stored.json) : .idTaken
        case .dayExists(let id): self = .dayTaken(id: id)
        case .userChanged: return nil
        }
    }

    func reply(day: Int, id: String) -> ServiceReply {
        switch self {
        case .created(let json): .text(201, json)
        case .repeated(let json): .text(200, json)
        case .idTaken: .json(409, ["message": "An article with this id and different content exists.", "id": .string(id)])
        case .dayTaken(let other):
            .json(409, ["message": .string("Day \(day) has an article already."), "id": .string(other)])
        }
    }
}
