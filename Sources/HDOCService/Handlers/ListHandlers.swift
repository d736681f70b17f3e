import FoundationEssentials
import HDOCModels

/// The planned lists.
extension CommunityService {
    /// `GET /users` and `GET /users?since=TOKEN`. The last page links to the changes since its first page.
    func users(_ call: ServiceCall) async throws -> ServiceReply {
        let list = try ListCall(users: call, at: now())
        guard case .changes(let since) = list.kind else {
            let page = try await store.users(list.page)
            return list.reply(page.items.map(\.json), next: page.next)
        }
        let page = try await store.changedUsers(since: since, list.page)
        return list.reply(page.items.map(\.json), next: page.next)
    }

    /// `GET /articles?author=N&tag=T`, newest first, without bodies.
    func articles(_ call: ServiceCall) async throws -> ServiceReply {
        let filter = ArticleFilter(author: call.request.query["author"], tag: call.request.query["tag"])
        let list = try ListCall(articles: call, filter: filter, at: now())
        let page = try await store.articles(filter, list.page)
        return list.reply(page.items, next: page.next)
    }

    /// `GET /tags?limit=N`, most used first.
    func tags(_ call: ServiceCall) async throws -> ServiceReply {
        let tags = try await store.tags(limit: try call.limit()).map { tag -> RawJSON in
            ["tag": .string(tag.tag), "count": .number(String(tag.count))]
        }
        let reply = ServiceReply.json(200, .array(tags))
        return reply.tagged(EntityTag.list(reply.body), for: call.request)
    }
}

/// A request for one page of a list.
private struct ListCall {
    let kind: ListKind
    let page: PageRequest
    private let now: Date
    private let request: ServiceRequest

    init(users call: ServiceCall, at now: Date) throws(InvalidRequest) {
        var first = ListKind.users
        if let token = call.request.query["since"] {
            guard call.request.query["cursor"] == nil else { throw InvalidRequest("since", "must not be combined with a cursor") }
            first = .changes(since: try ChangeToken.read(token, at: now))
        }
        try self.init(call, first: first, at: now) { kind in
            if case .articles = kind { false } else { true }
        }
    }

    init(articles call: ServiceCall, filter: ArticleFilter, at now: Date) throws(InvalidRequest) {
        let kind = ListKind.articles(filter)
        try self.init(call, first: kind, at: now) { $0 == kind }
    }

    private init(
        _ call: ServiceCall, first: ListKind, at now: Date, accepts: (ListKind) -> Bool
    ) throws(InvalidRequest) {
        (self.now, request) = (now, call.request)
        let limit = try call.limit()
        guard let text = call.request.query["cursor"] else {
            kind = first
            page = PageRequest(limit: limit, began: now)
            return
        }
        let cursor = try PageCursor(text, at: now)
        guard accepts(cursor.list) else { throw .unknownCursor }
        kind = cursor.list
        page = PageRequest(limit: limit, position: cursor.position, began: cursor.began)
    }

    func reply(_ items: [String], next position: String?) -> ServiceReply {
        let reply = ServiceReply.text(200, "[" + items.joined(separator: ", ") + "]")
        return (link(position).map { reply.adding("Link", $0) } ?? reply).tagged(EntityTag.list(reply.body), for: request)
    }

    /// A reference relative to the address of the list, which ends with the name of the list. It is right under any base URL.
    private func link(_ position: String?) -> String? {
        let (name, relation, parameter): (String, String, (String, String))
        if let position {
            let cursor = PageCursor(list: kind, began: page.began, issued: now, position: position)
            (relation, parameter) = ("next", ("cursor", cursor.text))
        } else {
            (relation, parameter) = ("changes", ("since", ChangeToken.text(after: page.began)))
        }
        switch kind {
        case .users, .changes: name = "users"
        case .articles:
            guard position != nil else { return nil }
            name = "articles"
        }
        let kept = ["author", "tag", "limit"].compactMap { name in request.query[name].map { (name, $0) } }
        return "<\(name)?\(PercentEncoding.query(kept + [parameter]))>; rel=\"\(relation)\""
    }
}

extension UserChange {
    /// The change as it is sent.
    fileprivate var json: String {
        switch self {
        case .changed(let user): user.json
        case .removed(let handle):
            RawJSON.object([
                RawJSON.Member(name: "github_username", value: .string(handle)), RawJSON.Member(name: "deleted", value: true),
            ]).text
        }
    }
}
