import FoundationEssentials
import HDOCModels

/// Lists, which a stage may divide into pages.
extension StageAPI {
    /// Fetches all users, page by page.
    /// - Parameter keep: is called with each page but the last one, as soon as it has arrived.
    /// - Returns: the last page. Its `mayBePartial` is about the whole list.
    func users(
        keeping keep: (DecodedList<Journeyer>) throws(ClientError) -> Void = { _ in }
    ) async throws(ClientError) -> DecodedList<Journeyer> {
        var page = try await firstPageOfUsers()
        var (trail, isPartial) = (PageTrail(), false)
        while let next = trail.call(after: page) {
            isPartial = isPartial || page.list.mayBePartial
            try keep(page.list)
            page = try await fetchPage(next, Journeyer.init(json:), isFirst: false)
        }
        page.list.mayBePartial = page.list.mayBePartial || isPartial || page.links.next != nil
        return page.list
    }

    private func firstPageOfUsers() async throws(ClientError) -> ListPage<Journeyer> {
        do throws(ClientError) {
            return try await fetchPage(.users(limit: nil), Journeyer.init(json:))
        } catch {
            // The deployed `main` layer has no list of users. `GET /users` without a username crashes with a 502 there.
            guard error.kind == .serverFailed, error.status == 502, await looksUpByNameOnly() else { throw error }
            var absent = error
            absent.kind = .routeAbsent(.users)
            learn(.users, from: absent)
            throw absent
        }
    }

    /// Whether `/users?username=` is the stage's only route for looking up a user, as on the `main` layer. It requests `-`,
    /// which cannot be a GitHub user name, to learn which of the look-up routes exist.
    private func looksUpByNameOnly() async -> Bool {
        _ = try? await user("-")
        let known = (try? routes.routes()) ?? []
        func isAbsent(_ route: Route) -> Bool {
            known.contains { if $0.route == route, case .absent = $0.presence { true } else { false } }
        }
        return isAbsent(.userByPath) && isAbsent(.userByQuery)
            && known.contains { $0.route == .userAmongUsers && $0.presence == .present }
    }

    /// Fetches a list with the first call of its resource, and its further pages until it has as many elements as the resource
    /// asks for.
    /// - Parameter make: decodes one element.
    func list<Element>(_ resource: Resource, _ make: (JSONValue) -> Element?) async throws(ClientError) -> DecodedList<Element> {
        guard let call = resource.calls.first else { throw ClientError(.notFound, operation: resource.operation) }
        let limit = resource.row.limit ?? .max
        var page = try await fetchPage(call, make, limit: resource.row.limit)
        var (list, trail) = (page.list, PageTrail())
        while list.elements.count < limit, let next = trail.call(after: page) {
            page = try await fetchPage(next, make, isFirst: false)
            list.elements += page.list.elements.prefix(limit - list.elements.count)
            list.unreadable += page.list.unreadable
            list.mayBePartial = list.mayBePartial || page.list.mayBePartial
        }
        list.mayBePartial = list.mayBePartial || page.links.next != nil
        return list
    }

    private func fetchPage<Element>(
        _ call: Call, _ make: (JSONValue) -> Element?, limit: Int? = nil, isFirst: Bool = true
    ) async throws(ClientError) -> ListPage<Element> {
        let response = try await send(call)
        let links = PageLinks(response)
        let list = DecodedList.read(response.body, limit: limit, isPage: links.dividesLists || !isFirst, make)
        return ListPage(list: try readable(list, call), links: links, next: links.nextCall(after: call, api: stage.api))
    }
}

/// One page of a list.
private struct ListPage<Element: Sendable>: Sendable {
    var list: DecodedList<Element>
    let links: PageLinks
    /// The call for the next page. Nil if there is none or if hdoc does not follow the link to it.
    let next: Call?
}

/// The pages of a list that were fetched so far. A stage could send links without end.
struct PageTrail: Sendable {
    /// The most pages of one list.
    static let mostPages = 10_000
    /// The most elements of one list, readable or not.
    static let mostElements = 1_000_000

    private var paths: Set<String> = []
    private var pages = 1
    private var elements = 0

    /// The call for the page after this one. Nil after the last page, and if the list goes in a circle or is too long.
    fileprivate mutating func call<Element>(after page: ListPage<Element>) -> Call? {
        elements += page.list.elements.count + page.list.unreadable
        guard let next = page.next, pages < Self.mostPages, elements < Self.mostElements, paths.insert(next.path).inserted else {
            return nil
        }
        pages += 1
        return next
    }
}
