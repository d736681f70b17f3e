import FoundationEssentials

/// The orders of a list of journeyers. For each sort key, every journeyer has the rank of its value, so that sorting by any key only
/// counts small integers: its time grows with the number of journeyers and not faster.
public struct JourneyerOrder: Sendable {
    /// The positions of the journeyers in the order of handles, which decides between journeyers with equal keys.
    private let byHandle: [Int32]
    /// The ranks by position. Equal values have equal ranks. The key `handle` is missing.
    private let ranks: [JourneyerSort: RankColumn]
    /// The distinct values of the keys, in ascending order: the value of each rank. Instants are `SortValue` numbers.
    private let values: [JourneyerSort: [Int]]
    /// The number of distinct names.
    private let names: Int

    /// Computes the ranks of `journeyers`. The positions that the methods return refer to this list.
    public init(_ journeyers: [Journeyer]) { self.init(PackedJourneyers(journeyers)) }

    /// Computes the ranks of packed journeyers, one key after the other, so that little memory is needed at a time.
    /// - Parameter old: a list that was read before, and its order. Keys that no journeyer has changed are not sorted again.
    package init(_ journeyers: PackedJourneyers, after old: (journeyers: PackedJourneyers, order: JourneyerOrder)? = nil) {
        let changed = old.flatMap { journeyers.changes(since: $0.journeyers) }
        func kept(_ isSame: (PackedRow, PackedRow) -> Bool) -> JourneyerOrder? {
            changed?.allSatisfy { pair in pair.new.matches(pair.old, isSame) } ?? false ? old?.order : nil
        }
        byHandle = kept { $0.handle.elementsEqual($1.handle) }?.byHandle ?? Self.byHandle(journeyers)
        var (ranks, values): ([JourneyerSort: RankColumn], [JourneyerSort: [Int]]) = ([:], [:])
        if let kept = kept({ PackedRow.hasSameName($0, $1) }) {
            (ranks[.name], names) = (kept.ranks[.name], kept.names)
        } else {
            (ranks[.name], names) = Self.byName(journeyers)
        }
        for sort in JourneyerSort.allCases where sort != .name && sort != .handle {
            if let kept = kept({ SortValue.number(of: $0, sort) == SortValue.number(of: $1, sort) }) {
                (values[sort], ranks[sort]) = (kept.values[sort], kept.ranks[sort])
                continue
            }
            let keys = SortValue.all(of: journeyers, sort)
            let distinct = SortValue.distinct(keys)
            values[sort] = distinct
            ranks[sort] = RankColumn(count: keys.count, distinct: distinct.count, SortValue.coder(keys, distinct))
        }
        (self.ranks, self.values) = (ranks, values)
    }

    /// The positions whose value is from `low` to `high`; or, if `isNegated`, the others, to which unknown values belong. The order is
    /// preserved. Only days, score and streaks can be compared.
    package func filter(_ positions: [Int32], by sort: JourneyerSort, from low: Int, to high: Int, isNegated: Bool) -> [Int32] {
        guard let ranks = ranks[sort], let range = range(of: sort, from: low, to: high) else { return isNegated ? positions : [] }
        return ranks.filter(positions, in: range, isNegated: isNegated)
    }

    /// The same for instants, in seconds since 1970: the latest entry and the time of joining.
    package func filter(_ positions: [Int32], by sort: JourneyerSort, from low: Double, to high: Double, isNegated: Bool) -> [Int32] {
        filter(positions, by: sort, from: SortValue.number(low), to: SortValue.number(high), isNegated: isNegated)
    }

    /// The number of journeyers whose instant is from `low` to `high`.
    package func count(of sort: JourneyerSort, from low: Double, to high: Double) -> Int {
        guard let range = range(of: sort, from: SortValue.number(low), to: SortValue.number(high)) else { return 0 }
        return ranks[sort]?.count(in: range) ?? 0
    }

    /// The numbers in the column of the values from `low` to `high`.
    private func range(of sort: JourneyerSort, from low: Int, to high: Int) -> Range<Int>? {
        guard let values = values[sort], low <= high else { return nil }
        return values.partitionPoint { $0 < low } + 1..<values.partitionPoint { $0 <= high } + 1
    }

    /// The positions of the journeyers in the original list, sorted by `sort`. Unknown values come last in both directions.
    /// - Parameters:
    ///   - sort: the key to sort by.
    ///   - reversed: whether to reverse the natural order of `sort`.
    public func sorted(by sort: JourneyerSort, reversed: Bool = false) -> [Int32] {
        let isAscending = sort.startsAscending != reversed
        guard let ranks = ranks[sort] else { return isAscending ? byHandle : byHandle.reversed() }
        return ranks.sorted(byHandle, distinct: values[sort]?.count ?? names, isAscending: isAscending)
    }

    /// The journeyers with a score, highest score first. Equal scores share a rank (1, 2, 2, 4).
    package var ranking: JourneyerRanking {
        guard let scores = ranks[.score] else { return JourneyerRanking() }
        return JourneyerRanking(sorted(by: .score), scores, distinct: values[.score]?.count ?? 0)
    }

    /// The first position, in the order of handles, for which `isBefore` is false; nil if it is true for all. `isBefore` must be true
    /// for a part of the order that begins with its first position.
    public func firstByHandle(notBefore isBefore: (Int32) -> Bool) -> Int32? {
        let index = byHandle.partitionPoint(where: isBefore)
        return index < byHandle.count ? byHandle[index] : nil
    }

    private static func byHandle(_ journeyers: PackedJourneyers) -> [Int32] {
        // The addresses in the keys are valid as long as the blocks.
        withExtendedLifetime(journeyers) {
            var keys: [TextKey] = []
            keys.reserveCapacity(journeyers.count)
            journeyers.forEachRow { position, row in keys.append(TextKey(row.handle, position, orAt: row.place)) }
            TextKey.sort(&keys)
            return keys.map(\.position)
        }
    }

    private static func byName(_ journeyers: PackedJourneyers) -> (ranks: RankColumn, count: Int) {
        // The names of each block are in order already.
        var (codes, code) = ([Int32](repeating: 0, count: journeyers.count), Int32(0))
        withExtendedLifetime(journeyers) {
            NameOrder.withSorted { body in
                journeyers.forEachBlock { block, start in
                    for index in block.byName { body(Int32(start + Int(index)), block.row(Int(index))) }
                }
            } _: { keys in
                for (index, key) in keys.enumerated() {
                    if index == 0 || TextKey.compare(keys[index - 1], key) != 0 { code += 1 }
                    codes[Int(key.position)] = code
                }
            }
        }
        return (RankColumn(count: codes.count, distinct: Int(code)) { Int(codes[$0]) }, Int(code))
    }
}

/// The ranked journeyers of a list, highest score first.
package struct JourneyerRanking: RandomAccessCollection, Sendable {
    private var positions: ArraySlice<Int32> = []
    private var scores = RankColumn.narrow([])
    /// The rank of each distinct score, in ascending order of the scores.
    private var rankOfScore: [Int32] = []

    package init() {}

    fileprivate init(_ sorted: [Int32], _ scores: RankColumn, distinct: Int) {
        self.scores = scores
        let count = sorted.count - scores.count(in: 0..<1)
        positions = sorted[..<count]
        rankOfScore = [Int32](repeating: 0, count: distinct)
        for (index, position) in positions.enumerated().reversed() { rankOfScore[scores[Int(position)] - 1] = Int32(index + 1) }
    }

    /// The first ones.
    package func first(_ count: Int) -> Self {
        var ranking = self
        ranking.positions = positions.prefix(count)
        return ranking
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { positions.count }
    package subscript(index: Int) -> (rank: Int32, index: Int32) {
        let position = positions[index]
        return (rankOfScore[scores[Int(position)] - 1], position)
    }
}

/// The numbers that journeyers are sorted by.
enum SortValue {
    /// Takes the place of an unknown number.
    static let unknown = Int.min

    /// A number with the same order as the instant.
    static func number(_ instant: Double) -> Int {
        let bits = Int(truncatingIfNeeded: (instant + 0).bitPattern)
        return bits >= 0 ? bits : bits ^ Int.max
    }

    /// The numbers of all journeyers, by position.
    static func all(of journeyers: PackedJourneyers, _ sort: JourneyerSort) -> [Int] {
        [Int](unsafeUninitializedCapacity: journeyers.count) { numbers, initialized in
            journeyers.forEachBlock { block, start in
                for index in 0..<block.count { numbers[start + index] = number(of: block.row(index), sort) ?? unknown }
            }
            initialized = journeyers.count
        }
    }

    static func number(of row: PackedRow, _ sort: JourneyerSort) -> Int? {
        switch sort {
        case .handle, .name: nil
        case .days: count(row, Index.days)
        case .score: Journeyer.totalScore(row.count(Index.github), row.count(Index.twitter)).map(known)
        case .githubStreak: count(row, Index.githubStreak)
        case .twitterStreak: count(row, Index.twitterStreak)
        case .lastEntry: row.instant(Index.lastEntry).map { known(number($0)) }
        case .joined: row.instant(Index.joined).map { known(number($0)) }
        }
    }

    private static func count(_ row: PackedRow, _ attribute: Int) -> Int? { row.count(attribute).map(known) }

    private static func known(_ number: Int) -> Int { max(number, unknown + 1) }

    private enum Index {
        static let days = index("days_completed"), github = index("github_score"), twitter = index("twitter_score")
        static let githubStreak = index("github_streak"), twitterStreak = index("twitter_streak")
        static let lastEntry = index("last_entry_at"), joined = index("date_joined")

        private static func index(_ name: String) -> Int { Journeyer.attributes.firstIndex { $0.name == name } ?? 0 }
    }

    /// The known numbers without repetitions, in ascending order.
    static func distinct(_ numbers: [Int]) -> [Int] {
        var known = numbers.filter { $0 != unknown }
        known.sort()
        let isFirst = { (index: Int) in index == 0 || known[index - 1] != known[index] }
        var distinct: [Int] = []
        distinct.reserveCapacity(known.indices.count(where: isFirst))
        for index in known.indices where isFirst(index) { distinct.append(known[index]) }
        return distinct
    }

    /// Gives the number in the column for each position.
    static func coder(_ numbers: [Int], _ distinct: [Int]) -> (Int) -> Int {
        { position in
            let number = numbers[position]
            return number == unknown ? 0 : distinct.partitionPoint { $0 < number } + 1
        }
    }
}
