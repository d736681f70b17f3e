import FoundationEssentials
import HDOCClient
import HDOCModels

/// The data that was last read from the local files: the cache, the outbox and the token store. The screens show only this data.
struct ReadModel: Sendable {
    var journeyerIndex = JourneyerIndex.empty
    /// The age of the list, if it was fetched again after `journeyerIndex` was read, and nothing was new.
    var journeyersAge: Snapshot<Int>?
    /// The participant, as read before the first frame. Used until all journeyers are read.
    var meAtStart: Journeyer?
    var articles = Snapshot<[Article]>(value: [])
    /// The participant's articles; empty while the handle is unknown.
    var mine = Snapshot<[Article]>(value: [])
    /// All tags of the stage, most used first.
    var tags = Snapshot<[Tag]>(value: [])
    /// Places gained or lost on the leaderboard, by lowercased handle.
    var movement: [String: Int] = [:]
    var outbox: [OutboxEntry] = []
    var routes: [RouteStatus] = []
    var session = SessionStatus.signedOut
    var handle: String?
    var storage = StorageReport()
    /// Parts that are being read. Reading a large cache takes a while.
    var pending: Set<Part> = []
    /// Whether the journeyers have changed since the last read of them began.
    var hasNewJourneyers = false
    /// When the last read of the journeyers began.
    var journeyersReadAt = Date.distantPast
    /// The errors of the parts whose last read failed.
    var problems: [Part: any Error] = [:]

    /// A part of the read model. A part is always read as a whole.
    enum Part: Sendable, Hashable, CaseIterable {
        case journeyers, movement, articles, mine, outbox, routes, session, tags, storage

        /// The change after which this part must be read again.
        var change: Change {
            switch self {
            case .journeyers: .journeyers
            case .movement: .movement
            case .articles, .mine: .articles
            case .outbox: .outbox
            case .routes: .routes
            case .session: .session
            case .tags: .tags
            case .storage: .storage
            }
        }
    }

    /// The new content of a part.
    enum Content: Sendable, Equatable {
        case journeyerIndex(JourneyerIndex)
        case movement([String: Int])
        case articles(Snapshot<[Article]>)
        case mine(Snapshot<[Article]>)
        case outbox([OutboxEntry])
        case routes([RouteStatus])
        case session(SessionStatus, handle: String?)
        case storage(StorageReport)
        case tags(Snapshot<[Tag]>)

        var part: Part {
            switch self {
            case .journeyerIndex: .journeyers
            case .movement: .movement
            case .articles: .articles
            case .mine: .mine
            case .outbox: .outbox
            case .routes: .routes
            case .session: .session
            case .storage: .storage
            case .tags: .tags
            }
        }
    }

    /// Reads a part from the local files.
    /// - Parameter last: the journeyers that were read before.
    static func read(_ part: Part, from client: any CommunityClient, after last: LastJourneyers = LastJourneyers()) throws -> Content {
        switch part {
        case .journeyers: return .journeyerIndex(try last.read(from: client))
        case .movement: return .movement(try client.leaderboardMovement())
        case .articles: return .articles(try client.articles(author: nil, tag: nil))
        case .mine:
            guard let handle = client.handle() else { return .mine(Snapshot(value: [])) }
            return .mine(try client.articles(author: handle, tag: nil))
        case .outbox: return .outbox(try client.outbox())
        case .routes: return .routes(try client.routes())
        case .session: return .session(client.session(), handle: client.handle())
        case .storage: return .storage(client.storage())
        case .tags: return .tags(try client.tags())
        }
    }

    /// Reads a part, and returns its content or the error as a message.
    static func message(of part: Part, from client: any CommunityClient, after last: LastJourneyers) -> CacheMessage {
        do {
            return .read(try read(part, from: client, after: last))
        } catch {
            return .readFailed(part, error)
        }
    }

    mutating func take(_ content: Content) {
        problems[content.part] = nil
        pending.remove(content.part)
        switch content {
        case .journeyerIndex(let all): journeyerIndex = all
        case .movement(let places): movement = places
        case .articles(let snapshot): articles = snapshot
        case .mine(let snapshot): mine = snapshot
        case .outbox(let entries): outbox = entries
        case .routes(let statuses): routes = statuses
        case .session(let status, let name): (session, handle) = (status, name)
        case .storage(let report): storage = report
        case .tags(let snapshot): tags = snapshot
        }
    }

    /// The part that contains the data of a resource; nil if no screen shows it.
    func part(of resource: Resource) -> Part? {
        if case .articles(let author?, tag: nil) = resource, isMe(author) { return .mine }
        return Part.allCases.first { $0 != .mine && $0.change == resource.change }
    }

    /// Whether a handle is the participant's own.
    func isMe(_ handle: String) -> Bool { GitHubHandle.isSame(handle, self.handle) }

    /// The participant as the stage describes them.
    var me: Journeyer? {
        guard let handle else { return nil }
        let isRead = journeyerIndex.isWhole && journeyerIndex !== JourneyerIndex.empty
        if !isRead, GitHubHandle.isSame(meAtStart?.handle, handle) { return meAtStart }
        return journeyerIndex.journeyer(handle)
    }

    /// The number of journeyers and the age of their list.
    var journeyers: Snapshot<Int> {
        guard let age = journeyersAge, age.fetchedAt ?? .distantPast > journeyerIndex.list.fetchedAt ?? .distantPast else {
            return journeyerIndex.list
        }
        return age.with(journeyerIndex.list.value)
    }

    func presence(of route: Route) -> RouteStatus? { routes.first { $0.route == route } }

    /// The first problem in the order of the parts. The order is fixed, so that the message does not change without a reason.
    var problem: (any Error)? { Part.allCases.lazy.compactMap { problems[$0] }.first }

    /// The number of entries that wait to be sent.
    var waiting: Int { outbox.count { $0.state.isWaiting } }
}
