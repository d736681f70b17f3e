import FoundationEssentials
import HDOCModels

/// Lists, which a stage may divide into pages.
extension StageAPI {
    /// The error of the list of users, with what it means on a stage without that list.
    func explained(_ error: ClientError) async -> ClientError {
        // The deployed `main` layer has no list of users. `GET /users` without a username crashes with a 502 there.
        guard error.kind == .serverFailed, error.status == 502, await looksUpByNameOnly() else { return error }
        var absent = error
        absent.kind = .routeAbsent(.users)
        learn(.users, from: absent)
        return absent
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

    /// Fetches a list, whatever the cache has.
    func list<Element>(_ resource: Resource, _ make: (JSONValue) -> Element?) async throws(ClientError) -> DecodedList<Element> {
        try await list(resource, unless: nil, make) ?? DecodedList()
    }

    /// Fetches a list with the first call of its resource, and its further pages until it has as many elements as the resource
    /// asks for.
    /// - Parameters:
    ///   - entityTag: the validator of the list that the caller has.
    ///   - make: decodes one element.
    /// - Returns: the list; nil if the stage says that it is still the one with this validator.
    func list<Element>(
        _ resource: Resource, unless entityTag: String?, _ make: (JSONValue) -> Element?
    ) async throws(ClientError) -> DecodedList<Element>? {
        guard var call = resource.calls.first else { throw ClientError(.notFound, operation: resource.operation) }
        call.entityTag = entityTag
        let limit = resource.row.limit ?? .max
        guard var page = try await fetchPage(call, make, limit: resource.row.limit) else { return nil }
        var (list, trail, bytes) = (page.list, PageTrail(), page.bytes)
        while list.elements.count < limit, let next = trail.call(after: page.next, elements: list.elements.count, bytes: bytes) {
            guard let following = try await fetchPage(next, make, isFirst: false) else { break }
            page = following
            bytes += page.bytes
            list.elements += page.list.elements.prefix(limit - list.elements.count)
            list.unreadable += page.list.unreadable
            list.mayBePartial = list.mayBePartial || page.list.mayBePartial
            list.entityTag = nil
        }
        list.mayBePartial = list.mayBePartial || page.links.next != nil
        return list
    }

    private func fetchPage<Element>(
        _ call: Call, _ make: (JSONValue) -> Element?, limit: Int? = nil, isFirst: Bool = true
    ) async throws(ClientError) -> ListPage<Element>? {
        let response = try await send(call)
        if response.status == 304 { return nil }
        let links = PageLinks(response)
        let list = DecodedList.read(response.body, limit: limit, isPage: links.dividesLists || !isFirst, make)
        var page = ListPage(
            list: try readable(list, call), links: links, next: links.nextCall(after: call, api: stage.api), bytes: response.body.count)
        page.list.entityTag = response.entityTag
        return page
    }
}

/// One page of a list.
private struct ListPage<Element: Sendable>: Sendable {
    var list: DecodedList<Element>
    let links: PageLinks
    /// The call for the next page. Nil if there is none or if hdoc does not follow the link to it.
    let next: Call?
    let bytes: Int
}

/// The pages of a list that were fetched so far. A stage could send links without end.
struct PageTrail: Sendable {
    /// The most pages of one list.
    static let mostPages = 10_000
    /// The most elements of one list, readable or not: 10,000 pages of the largest size.
    static let mostElements = 10_000_000
    /// The most bytes of one list: as many users of 400 bytes.
    static let mostBytes = 4_000_000_000

    /// Hashes of the paths, which may be long.
    private var paths: Set<Int> = []
    private var pages: Int

    /// - Parameter pages: the pages that were fetched before.
    init(pages: Int = 0) { self.pages = pages + 1 }

    /// The call for the next page. Nil after the last page, and if the list goes in a circle or is too long.
    mutating func call(after next: Call?, elements: Int, bytes: Int) -> Call? {
        guard let next, pages < Self.mostPages, elements < Self.mostElements, bytes < Self.mostBytes,
            paths.insert(next.path.hashValue).inserted
        else { return nil }
        pages += 1
        return next
    }
}

extension Response {
    /// The validator, if it can be sent back as it is.
    var entityTag: String? {
        header("ETag").flatMap { tag in
            tag.utf8.count <= 200 && !tag.isEmpty && tag.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? tag : nil
        }
    }
}
