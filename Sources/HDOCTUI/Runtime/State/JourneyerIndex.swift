import FoundationEssentials
import HDOCClient
import HDOCModels

/// All journeyers of a stage, prepared for being shown: whatever a key asks for is a look-up or a sort of integers, however many there
/// are. Made off the loop's thread, once for each time they are read, and never changed.
final class JourneyerIndex: Sendable {
    let snapshot: Snapshot<[Journeyer]>
    let order: JourneyerOrder
    let texts: FoldedTexts
    let ranking: [(rank: Int32, index: Int32)]
    /// Whether something is wrong with it, by position.
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

/// Some journeyers of an index, in an order, without copying them.
struct JourneyerList: RandomAccessCollection, Sendable {
    var journeyerIndex = JourneyerIndex.empty
    /// Positions in the community.
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

    /// The first row of this rank, or of the next one that somebody has.
    func row(ofRank rank: Int) -> Int? {
        let row = journeyerIndex.ranking.firstIndex { $0.rank >= rank } ?? journeyerIndex.ranking.count - 1
        return row < 0 ? nil : row
    }
}
