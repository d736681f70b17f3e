/// The outcome of a post, decided from what the store reports.
enum PostDecision: Sendable, Equatable {
    case created(StoredArticle)
    /// The id was stored before, by the same author and with the same content.
    case repeated(StoredArticle)
    /// The id was stored before with different content.
    case idTaken
    /// The author has another article for this day.
    case dayTaken(id: String)

    /// Nil if the post must be tried again, because the author's user object changed in between.
    init?(_ insertion: ArticleInsertion, of article: StoredArticle) {
        switch insertion {
        case .stored: self = .created(article)
        case .idExists(let stored):
            let isSame = stored.author == article.author && stored.content == article.content
            self = isSame ? .repeated(stored) : .idTaken
        case .dayExists(let id): self = .dayTaken(id: id)
        case .userChanged: return nil
        }
    }

    func reply(day: Int, id: String) -> ServiceReply {
        switch self {
        case .created(let article): .article(201, article)
        case .repeated(let article): .article(200, article)
        case .idTaken: .json(409, ["message": "An article with this id and different content exists.", "id": .string(id)])
        case .dayTaken(let other):
            .json(409, ["message": .string("Day \(day) has an article already."), "id": .string(other)])
        }
    }
}

/// What a correction does, decided from the stored article.
enum CorrectionDecision: Sendable, Equatable {
    case gone
    case notOwned
    case dayDiffers
    /// The article has this content already. The reply to an earlier request with the same correction may be lost, so
    /// this comes before the comparison of versions.
    case unchanged(StoredArticle)
    /// The client knows another version than this one.
    case outdated(StoredArticle)
    case replaces(StoredArticle, with: StoredArticle)

    /// - Parameter version: the version that the client knows.
    init(_ stored: StoredArticle?, _ submission: EntrySubmission, by author: String, version: Int) {
        guard let stored else { self = .gone; return }
        guard stored.author.utf8.elementsEqual(author.utf8) else { self = .notOwned; return }
        guard stored.day == submission.day else { self = .dayDiffers; return }
        let correction = submission.article(author: author, createdAt: stored.createdAt, version: stored.version + 1)
        if stored.content == correction.content {
            self = .unchanged(stored)
        } else {
            self = stored.version == version ? .replaces(stored, with: correction) : .outdated(stored)
        }
    }
}
