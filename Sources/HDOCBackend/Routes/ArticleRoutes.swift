/// The planned routes for articles and tags.
struct ArticleRoutes: Sendable {
    let store: Store
    let clock: BackendClock

    /// `GET /articles/{articleID}`.
    func one(_ id: String) async throws -> Reply {
        guard let article = try await store.article(id) else {
            return .json(404, ["message": "This stage has no such article."])
        }
        return Reply(status: 200, contentType: "application/json", text: article)
    }

    /// `GET /articles?author=N&tag=T&limit=N`, newest first.
    func list(_ query: FormFields) async throws -> Reply {
        switch FieldError.limit(query) {
        case .failure(let error): return FieldError.reply([error])
        case .success(let limit):
            let articles = try await store.articles(author: query["author"], tag: query["tag"], limit: limit)
            return Reply(
                status: 200, contentType: "application/json", text: "[" + articles.joined(separator: ", ") + "]")
        }
    }

    /// `GET /tags?limit=N`, most used first.
    func tags(_ query: FormFields) async throws -> Reply {
        switch FieldError.limit(query) {
        case .failure(let error): return FieldError.reply([error])
        case .success(let limit):
            let tags = try await store.tags(limit: limit).map { tag -> RawJSON in
                ["tag": .string(tag.tag), "count": .number(String(tag.count))]
            }
            return .json(200, .array(tags))
        }
    }

    /// `POST /{userID}/article`.
    func post(_ request: Request, author: String, caller: Account) async throws -> Reply {
        guard caller.handle == author else {
            return GatewayReply.accessDenied("This account does not own the user it posts for.")
        }
        guard let object = try? JSONReader.read(request.body.bytes), case .object = object else {
            return FieldError.notAnObject
        }
        switch ArticleDraft.read(object, idempotencyKey: request.head.header("Idempotency-Key")) {
        case .failure(let rejection): return FieldError.reply(rejection.errors)
        case .success(let draft):
            return Self.reply(to: draft, try await store.post(draft, author: author, now: clock.community))
        }
    }

    private static func reply(to draft: ArticleDraft, _ result: PostResult) -> Reply {
        switch result {
        case .created(let json): Reply(status: 201, contentType: "application/json", text: json)
        case .repeated(let json): Reply(status: 200, contentType: "application/json", text: json)
        case .idTaken:
            .json(409, ["message": "This id holds other content.", "id": .string(draft.id)])
        case .dayTaken(let id):
            .json(409, ["message": .string("Day \(draft.day) has an article already."), "id": .string(id)])
        }
    }
}
