import FoundationEssentials

/// The orders of a list of journeyers. For each sort key, every journeyer has the rank of its value, so that sorting by any key only
/// counts small integers: its time grows with the number of journeyers and not faster.
public struct JourneyerOrder: Sendable {
    /// The rank of an unknown value.
    private static let unknown: Int32 = -1

    /// The positions of the journeyers in the order of handles, which decides between journeyers with equal keys.
    private let byHandle: [Int32]
    /// The ranks from 0, by position. Equal values have equal ranks. The key `handle` is missing.
    private let ranks: [JourneyerSort: [Int32]]
    /// The distinct values of the keys that queries compare, in ascending order: the value of each rank.
    private let values: [JourneyerSort: [Int]]
    private static let compared: Set<JourneyerSort> = [.days, .score, .githubStreak]

    /// Computes the ranks of `journeyers`. The positions that the methods return refer to this list.
    public init(_ journeyers: [Journeyer]) {
        var columns = SortColumns()
        for journeyer in journeyers { columns.append(journeyer) }
        self.init(taking: &columns)
    }

    /// Computes the ranks of the journeyers whose keys were collected. The columns are empty afterwards: each is released as soon as it
    /// has been sorted.
    public init(taking columns: inout SortColumns) {
        byHandle = columns.handles.sorted((0..<Int32(columns.handles.count)).map { $0 })
        columns.handles = TextColumn()
        var ranks: [JourneyerSort: [Int32]] = [.name: Self.ranks(columns.names)]
        columns.names = SortColumns.Names()
        var values: [JourneyerSort: [Int]] = [:]
        while let (sort, keys) = columns.numbers.popFirst() {
            let ranked = Self.ranks(keys)
            ranks[sort] = ranked.ranks
            if Self.compared.contains(sort) { values[sort] = ranked.values }
        }
        (self.ranks, self.values) = (ranks, values)
    }

    /// The positions whose value is from `low` to `high`; or, if `isNegated`, the others, to which unknown values belong. The order is
    /// preserved. Only days, score and GitHub's streak can be compared.
    package func filter(_ positions: [Int32], by sort: JourneyerSort, from low: Int, to high: Int, isNegated: Bool) -> [Int32] {
        guard let ranks = ranks[sort], let values = values[sort], low <= high else { return isNegated ? positions : [] }
        let first = Int32(values.partitionPoint { $0 < low })
        let end = Int32(values.partitionPoint { $0 <= high })
        return ranks.withUnsafeBufferPointer { ranks in
            positions.filter { (first..<end).contains(ranks[Int($0)]) != isNegated }
        }
    }

    /// The positions of the journeyers in the original list, sorted by `sort`. Unknown values come last in both directions.
    /// - Parameters:
    ///   - sort: the key to sort by.
    ///   - reversed: whether to reverse the natural order of `sort`.
    public func sorted(by sort: JourneyerSort, reversed: Bool = false) -> [Int32] {
        let isAscending = sort.startsAscending != reversed
        guard let ranks = ranks[sort] else { return isAscending ? byHandle : byHandle.reversed() }
        let distinct = Int(ranks.max() ?? Self.unknown) + 1
        func place(_ rank: Int32) -> Int { rank == Self.unknown ? distinct : isAscending ? Int(rank) : distinct - 1 - Int(rank) }
        // Where the journeyers with each rank begin, and where the next one of them goes.
        var starts = [Int32](repeating: 0, count: distinct + 2)
        for rank in ranks { starts[place(rank) + 1] += 1 }
        for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
        var sorted = [Int32](repeating: 0, count: ranks.count)
        for position in byHandle {
            let place = place(ranks[Int(position)])
            sorted[Int(starts[place])] = position
            starts[place] += 1
        }
        return sorted
    }

    /// The journeyers with a score, highest score first, as rank and position in the original list. Equal scores share a rank
    /// (1, 2, 2, 4).
    public func ranking() -> [(rank: Int32, index: Int32)] {
        let scores = ranks[.score] ?? []
        var ranking: [(rank: Int32, index: Int32)] = []
        var last = Self.unknown
        for index in sorted(by: .score) {
            let score = scores[Int(index)]
            guard score != Self.unknown else { break }
            ranking.append((score == last ? ranking[ranking.count - 1].rank : Int32(ranking.count + 1), index))
            last = score
        }
        return ranking
    }

    /// The first position, in the order of handles, for which `isBefore` is false; nil if it is true for all. `isBefore` must be true
    /// for a part of the order that begins with its first position.
    public func firstByHandle(notBefore isBefore: (Int32) -> Bool) -> Int32? {
        let index = byHandle.partitionPoint(where: isBefore)
        return index < byHandle.count ? byHandle[index] : nil
    }

    private static func ranks(_ keys: [Int]) -> (ranks: [Int32], values: [Int]) {
        var ranks = [Int32](repeating: unknown, count: keys.count)
        var values: [Int] = []
        var known = ranks.indices.filter { keys[$0] != SortColumns.unknown }.map { Int32($0) }
        keys.withUnsafeBufferPointer { keys in known.sort { keys[Int($0)] < keys[Int($1)] } }
        for position in known {
            if keys[Int(position)] != values.last { values.append(keys[Int(position)]) }
            ranks[Int(position)] = Int32(values.count - 1)
        }
        return (ranks, values)
    }

    private static func ranks(_ names: SortColumns.Names) -> [Int32] {
        var ranks = [Int32](repeating: unknown, count: names.isKnown.count)
        var (rank, last): (Int32, Int32?) = (-1, nil)
        for position in names.texts.sorted(ranks.indices.filter { names.isKnown[$0] }.map { Int32($0) }) {
            if last.map({ !names.texts.isSame($0, position) }) ?? true { rank += 1 }
            ranks[Int(position)] = rank
            last = position
        }
        return ranks
    }
}

/// The values that journeyers are sorted by, collected one journeyer after the other.
public struct SortColumns: Sendable {
    struct Names: Sendable {
        var texts = TextColumn()
        var isKnown: [Bool] = []
    }

    fileprivate(set) var handles = TextColumn()
    fileprivate(set) var names = Names()
    fileprivate(set) var numbers: [JourneyerSort: [Int]] = [:]
    /// Takes the place of an unknown number.
    static let unknown = Int.min

    /// Empty columns.
    public init() {}

    /// Adds the values of a journeyer.
    public mutating func append(_ journeyer: Journeyer) {
        handles.append(GitHubHandle.key(journeyer.handle).utf8)
        names.texts.append((journeyer.fullName?.lowercased() ?? "").utf8)
        names.isKnown.append(journeyer.fullName != nil)
        let values: [(JourneyerSort, Int?)] = [
            (.days, journeyer.daysCompleted), (.score, journeyer.totalScore), (.githubStreak, journeyer.githubStreak),
            (.twitterStreak, journeyer.twitterStreak), (.lastEntry, journeyer.lastEntryAt?.millisecondsSince1970),
            (.joined, journeyer.dateJoined?.millisecondsSince1970),
        ]
        for (sort, value) in values { numbers[sort, default: []].append(value.map { max($0, .min + 1) } ?? Self.unknown) }
    }
}

extension Array {
    /// The index of the first element for which `isBefore` is false; `count` if it is true for all. `isBefore` must be true for a part of
    /// the array that begins with its first element.
    fileprivate func partitionPoint(where isBefore: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
