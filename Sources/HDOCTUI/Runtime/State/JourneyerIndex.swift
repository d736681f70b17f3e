import FoundationEssentials
import HDOCClient
import HDOCModels
import Synchronization
import TerminalKit

/// All journeyers of a stage, prepared for search, sort and look-up: a key press needs only a look-up, a search in one buffer or a
/// sort of integers. Immutable. Built outside the loop's thread, once for each read of the journeyers.
///
/// The journeyers are packed; only those that are shown become `Journeyer` values. Until all are read, an index has the first ones only.
final class JourneyerIndex: Sendable {
    /// The number of journeyers and the age of the list.
    let list: Snapshot<Int>
    let order: JourneyerOrder
    let ranking: JourneyerRanking
    /// The number of journeyers with a rank.
    let ranked: Int
    let rows: PackedJourneyers
    /// How many journeyers at the beginning of each order of `FirstJourneyers` are known; nil if all are, in every order.
    let known: Int?
    /// Whether a journeyer has faults, by position.
    let isMalformed: [Bool]

    static let empty = JourneyerIndex(Snapshot(value: []))

    /// The index of a list.
    /// - Parameter old: the index that was read before. What is derived of the same journeyers is used again.
    init(_ list: Snapshot<PackedJourneyers>, after old: JourneyerIndex? = nil) {
        (self.list, rows, known) = (list.with(list.value.count), list.value, nil)
        order = JourneyerOrder(rows, after: old.map { ($0.rows, $0.order) })
        let same = old.flatMap { $0.isWhole && $0.rows.isIdentical(to: list.value) ? $0 : nil }
        ranking = same?.ranking ?? order.ranking
        ranked = ranking.count
        isMalformed = Self.malformed(rows, order, list.fetchedAt)
    }

    /// The index of the first journeyers.
    init(_ first: Snapshot<FirstJourneyers>) {
        let value = first.value
        (list, known, ranked) = (first.with(value.count), value.limit, value.ranked)
        rows = Self.pack(value.journeyers)
        order = JourneyerOrder(rows)
        ranking = order.ranking.first(value.limit)
        isMalformed = Self.malformed(rows, order, first.fetchedAt)
    }

    convenience init(_ snapshot: Snapshot<[Journeyer]>) { self.init(snapshot.with(Self.pack(snapshot.value))) }

    private static func pack(_ journeyers: [Journeyer]) -> PackedJourneyers {
        var builder = PackedJourneyersBuilder(fold: SearchText.folded)
        for journeyer in journeyers { builder.append(journeyer) }
        return builder.finish()
    }

    private static func malformed(_ rows: PackedJourneyers, _ order: JourneyerOrder, _ fetchedAt: Date?) -> [Bool] {
        var isMalformed = rows.faults
        // A date after the list was fetched is a fault. Clocks may differ by a day.
        let latest = (fetchedAt ?? .distantFuture).timeIntervalSince1970 + 86_400
        for sort in [JourneyerSort.lastEntry, .joined] where order.count(of: sort, from: latest.nextUp, to: .infinity) > 0 {
            for position in order.filter(rows.positions, by: sort, from: latest.nextUp, to: .infinity, isNegated: false) {
                isMalformed[Int(position)] = true
            }
        }
        return isMalformed
    }

    /// Whether all journeyers are known. Otherwise only the beginnings of some orders are, and nothing can be searched.
    var isWhole: Bool { known == nil }

    /// The number of journeyers that are known.
    var count: Int { rows.count }

    subscript(position: Int32) -> Journeyer { rows[Int(position)] }

    /// The positions in an order; of the first journeyers only, if not all are read. Nil if their order is not known yet.
    func sorted(by sort: JourneyerSort, reversed: Bool) -> [Int32]? {
        guard let known else { return order.sorted(by: sort, reversed: reversed) }
        guard FirstJourneyers.sorts.contains(sort), !reversed else { return nil }
        return Array(order.sorted(by: sort).prefix(known))
    }

    /// The first positions whose handle or name may match the letters of a query. None before all are read.
    func positions(mayMatch letters: [UInt8], limit: Int) -> [Int32] {
        var found: [Int32] = []
        for position in 0..<(isWhole ? count : 0) where found.count < limit {
            let matches = rows.withRow(at: position) { row in
                FuzzyMatch.mayMatch(letters, in: row.handle) || row.name.map { FuzzyMatch.mayMatch(letters, in: $0) } ?? false
            }
            if matches { found.append(Int32(position)) }
        }
        return found
    }

    /// Handles compare case-insensitively, as GitHub's do.
    func position(of handle: String) -> Int32? {
        let wanted = Array(GitHubHandle.key(handle).utf8)
        let found = order.firstByHandle { position in
            rows.withRow(at: Int(position)) { $0.handle.lazy.map(ASCII.lowered).lexicographicallyPrecedes(wanted) }
        }
        return found.flatMap { position in
            rows.withRow(at: Int(position)) { $0.handle.lazy.map(ASCII.lowered).elementsEqual(wanted) } ? position : nil
        }
    }

    func journeyer(_ handle: String) -> Journeyer? { position(of: handle).map { self[$0] } }
}

extension JourneyerIndex: Equatable {
    static func == (a: JourneyerIndex, b: JourneyerIndex) -> Bool {
        a === b || (a.list == b.list && a.known == b.known && a.rows == b.rows)
    }
}

/// The index that was read last, so that the next one shares the memory of the journeyers that have not changed.
final class LastJourneyers: Sendable {
    private let index = Mutex<JourneyerIndex?>(nil)

    /// Reads all journeyers.
    func read(from client: any CommunityClient) throws(StoreError) -> JourneyerIndex {
        let old = index.withLock { $0 }
        let new = JourneyerIndex(try client.packedJourneyers(sharing: old?.rows ?? PackedJourneyers()), after: old)
        // A newer read may have replaced this one, which has ended early then.
        if !Task.isCancelled { index.withLock { $0 = new } }
        return new
    }
}

/// A list of journeyers of an index. It contains their positions, not copies.
struct JourneyerList: RandomAccessCollection, Sendable {
    var journeyerIndex = JourneyerIndex.empty
    /// Positions in the index.
    var positions: [Int32] = []

    var startIndex: Int { 0 }
    var endIndex: Int { positions.count }
    subscript(index: Int) -> Journeyer { journeyerIndex[positions[index]] }

    /// The row of a journeyer, if the list contains them.
    func row(of handle: String) -> Int? {
        journeyerIndex.position(of: handle).flatMap { positions.firstIndex(of: $0) }
    }
}

/// The leaderboard of a community; of the first ones only, if not all journeyers are read.
struct RankedList: RandomAccessCollection, Sendable {
    var journeyerIndex = JourneyerIndex.empty

    var startIndex: Int { 0 }
    var endIndex: Int { journeyerIndex.ranking.count }
    subscript(index: Int) -> LeaderboardRow {
        let place = journeyerIndex.ranking[index]
        return LeaderboardRow(rank: Int(place.rank), journeyer: journeyerIndex[place.index])
    }

    func row(of handle: String) -> Int? {
        journeyerIndex.position(of: handle).flatMap { position in journeyerIndex.ranking.firstIndex { $0.index == position } }
    }

    /// The first row with this rank. If nobody has the rank, the row of the next one, or the last row.
    func row(ofRank rank: Int) -> Int? {
        let row = journeyerIndex.ranking.firstIndex { $0.rank >= rank } ?? journeyerIndex.ranking.count - 1
        return row < 0 ? nil : row
    }
}
