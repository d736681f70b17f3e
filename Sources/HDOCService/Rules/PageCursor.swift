import FoundationEssentials
import HDOCModels

/// Which list a cursor belongs to.
enum ListKind: Sendable, Equatable {
    case users
    /// The users that changed since this instant.
    case changes(since: Date)
    /// Articles; the filter as a hash, because the URL has the filter itself.
    case articles(filter: String)

    static func articles(_ filter: ArticleFilter) -> ListKind {
        let parts = [filter.author, filter.tag].map { $0.map { "=" + PercentEncoding.component($0) } ?? "" }
        return .articles(filter: String(FNV1a.hash(parts.joined(separator: "&").utf8), radix: 16))
    }

    fileprivate var text: String {
        switch self {
        case .users: "users"
        case .changes(let since): "since" + OpaqueText.time(since)
        case .articles(let filter): "articles" + filter
        }
    }

    fileprivate init?(text: String) {
        if text == "users" {
            self = .users
        } else if let since = text.afterBytes(of: "since").flatMap({ OpaqueText.time(String($0)) }) {
            self = .changes(since: since)
        } else if let filter = text.afterBytes(of: "articles") {
            self = .articles(filter: String(filter))
        } else {
            return nil
        }
    }
}

/// A place in a list, which a client sends back to get the next page.
///
/// The client sees opaque text. A cursor is checked but not signed, because a forged one can only choose another place of a
/// list that everybody may read.
struct PageCursor: Sendable, Equatable {
    /// How long a cursor is valid, in seconds.
    static let lifetime = 24.0 * 3600

    let list: ListKind
    /// When the first page was asked for.
    let began: Date
    /// When the cursor was issued.
    let issued: Date
    /// The store's position.
    let position: String

    var text: String { OpaqueText.encode(["c1", list.text, OpaqueText.time(began), OpaqueText.time(issued), position]) }

    init(list: ListKind, began: Date, issued: Date, position: String) {
        (self.list, self.began, self.issued, self.position) = (list, began, issued, position)
    }

    /// Reads a cursor that a client sent.
    init(_ text: String, at now: Date) throws(InvalidRequest) {
        guard let parts = OpaqueText.decode(text, parts: 5), parts[0] == "c1", let list = ListKind(text: parts[1]),
            let began = OpaqueText.time(parts[2]), let issued = OpaqueText.time(parts[3]), began <= issued
        else { throw .unknownCursor }
        guard OpaqueText.isValid(since: issued, lifetime: Self.lifetime, at: now) else {
            throw .expired("The cursor has expired. Request the list from its beginning.")
        }
        self.init(list: list, began: began, issued: issued, position: parts[4])
    }
}

/// The instant from which a client wants to know the changes of users, as opaque text.
enum ChangeToken {
    /// How long a token is valid, in seconds.
    static let lifetime = 30.0 * 24 * 3600
    /// By how many seconds a token overlaps the list that it ends. A change gets its instant before it is stored: it may be
    /// stored as much later as a request may take, and an index may show it later still.
    static let overlap = 60.0

    /// The token after a list whose first page was asked for at `began`.
    static func text(after began: Date) -> String {
        OpaqueText.encode(["t1", OpaqueText.time(began.addingTimeInterval(-overlap))])
    }

    static func read(_ text: String, at now: Date) throws(InvalidRequest) -> Date {
        guard let parts = OpaqueText.decode(text, parts: 2), parts[0] == "t1", let since = OpaqueText.time(parts[1])
        else { throw InvalidRequest("since", "is not a token of a list of users") }
        guard OpaqueText.isValid(since: since, lifetime: lifetime, at: now) else {
            throw .expired("The token has expired. Request the whole list of users.")
        }
        return since
    }
}

extension OpaqueText {
    /// How much the clocks of two machines may differ, in seconds.
    private static let tolerance = 60.0

    /// Whether something that was issued at `instant` is still valid. An instant in the future shows that the clock was set back
    /// since then; nothing is known about the changes in between, as with an old one.
    fileprivate static func isValid(since instant: Date, lifetime: Double, at now: Date) -> Bool {
        (-tolerance...lifetime).contains(now.timeIntervalSince(instant))
    }
}
