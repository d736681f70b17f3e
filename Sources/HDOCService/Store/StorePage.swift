import FoundationEssentials

/// Which part of a list is asked for.
package struct PageRequest: Sendable, Equatable {
    /// The most items that the page may have, at least 1.
    package let limit: Int
    /// Where the page begins: ``StorePage/next`` of the page before. Nil for the first page. It comes from a client: a store
    /// that cannot read it throws ``StoreFailure/invalidPosition``. It can only choose another place of the same list.
    package let position: String?
    /// When the first page of this list was asked for.
    package let began: Date

    package init(limit: Int, position: String? = nil, began: Date) {
        (self.limit, self.position, self.began) = (limit, position, began)
    }
}

/// A page of a list. A store stops at the limit or after about 1 MB, and it may stop earlier: a page may be short, even
/// empty, although there are more. It returns at least one item or moves on, so that every list ends.
package struct StorePage<Item: Sendable>: Sendable {
    package let items: [Item]
    /// Where the next page begins, in a form that the store chooses: at most ``PageRequest/longestPosition`` bytes. Nil after the
    /// last page.
    package let next: String?

    package init(items: [Item], next: String?) { (self.items, self.next) = (items, next) }
}

extension StorePage: Equatable where Item: Equatable {}

extension PageRequest {
    /// The longest position, in bytes of UTF-8. A URL with a cursor must stay short.
    package static let longestPosition = 1_500
}

/// Which articles a list contains. Nil: any.
package struct ArticleFilter: Sendable, Equatable {
    package let author: String?
    package let tag: String?

    package init(author: String? = nil, tag: String? = nil) { (self.author, self.tag) = (author, tag) }
}

/// A user in a list of changes.
package enum UserChange: Sendable, Equatable {
    case changed(StoredUser)
    case removed(handle: String)
}

/// The rest of the 1 MB that DynamoDB reads in one scan or query before it stops.
package struct ScanBudget: Sendable {
    private var bytesLeft = 1_048_576

    package init() {}

    /// Subtracts the size of an item. Returns false if the item no longer fits; the scan then stops before this item.
    package mutating func takes(_ item: String) -> Bool {
        bytesLeft -= item.utf8.count
        return bytesLeft >= 0
    }
}
