import FoundationEssentials
import HDOCClient
import HDOCModels

/// All journeyers of a stage, prepared for search, sort and look-up: a key press needs only a look-up, a search in one buffer or a
/// sort of integers. Immutable. Built outside the loop's thread, once for each read of the journeyers.
final class JourneyerIndex: Sendable {
    let snapshot: Snapshot<[Journeyer]>
    let order: JourneyerOrder
    let texts: FoldedTexts
    let ranking: [(rank: Int32, index: Int32)]
    /// Whether a journeyer has faults, by position.
    let isMalformed: [Bool]
    /// Positions by lowercased handle.
    private let positions: [String: Int32]

    static let empty = JourneyerIndex(Snapshot(value: []))

    init(_ snapshot: Snapshot<[Journeyer]>) {
        self.snapshot = snapshot
        order = JourneyerOrder(snapshot.value)
        texts = FoldedTexts(snapshot.value.lazy.map(SearchText.of))
        ranking = order.ranking()
        let now = snapshot.fetchedAt ?? .distantFuture
        isMalformed = snapshot.value.map { !$0.faults(now: now).isEmpty }
        positions = Dictionary(
            snapshot.value.enumerated().map { (GitHubHandle.key($1.handle), Int32($0)) }, uniquingKeysWith: { first, _ in first })
    }

    var journeyers: [Journeyer] { snapshot.value }

    /// Handles compare case-insensitively, as GitHub's do.
    func position(of handle: String) -> Int32? { positions[GitHubHandle.key(handle)] }

    func journeyer(_ handle: String) -> Journeyer? { position(of: handle).map { journeyers[Int($0)] } }
}

extension JourneyerIndex: Equatable {
    static func == (a: JourneyerIndex, b: JourneyerIndex) -> Bool { a === b || a.snapshot == b.snapshot }
}

/// A list of journeyers of an index. It contains their positions, not copies.
struct JourneyerList: RandomAccessCollection, Sendable {
    var journeyerIndex = JourneyerIndex.empty
    /// Positions in the index.
    var positions: [Int32] = []

    var startIndex: Int { 0 }
    var endIndex: Int { positions.count }
    subscript(index: Int) -> Journeyer { journeyerIndex.journeyers[Int(positions[index])] }

    /// The row of a journeyer, if the list contains them.
    func row(of handle: String) -> Int? {
        journeyerIndex.position(of: handle).flatMap { positions.firstIndex(of: $0) }
    }
}

/// The leaderboard of a community.
struct RankedList: RandomAccessCollection, Sendable {
    var journeyerIndex = JourneyerIndex.empty

    var startIndex: Int { 0 }
    var endIndex: Int { journeyerIndex.ranking.count }
    subscript(index: Int) -> LeaderboardRow {
        let place = journeyerIndex.ranking[index]
        return LeaderboardRow(rank: Int(place.rank), journeyer: journeyerIndex.journeyers[Int(place.index)])
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
