import FoundationEssentials

/// The sort keys of a list of journeyers as integers. They are computed once, so that sorting by any key compares integers only.
public struct JourneyerOrder: Sendable {
    /// The place of each journeyer in the order of handles. It decides between journeyers with equal keys.
    private let handles: [Int32]
    private let keys: [JourneyerSort: [Int?]]

    /// Computes the sort keys of `journeyers`. The positions that the methods return refer to this list.
    public init(_ journeyers: [Journeyer]) {
        handles = Self.places(journeyers.map { $0.handle.lowercased() })
        let names = Self.places(journeyers.map { $0.fullName?.lowercased() ?? "" })
        keys = [
            .handle: handles.map { Int($0) },
            .name: zip(journeyers, names).map { $0.fullName == nil ? nil : Int($1) },
            .days: journeyers.map(\.daysCompleted), .score: journeyers.map(\.totalScore),
            .githubStreak: journeyers.map(\.githubStreak), .twitterStreak: journeyers.map(\.twitterStreak),
            .lastEntry: journeyers.map { Self.milliseconds($0.lastEntryAt) },
            .joined: journeyers.map { Self.milliseconds($0.dateJoined) },
        ]
    }

    /// The positions of the journeyers in the original list, sorted by `sort`. Unknown values come last in both directions.
    /// - Parameters:
    ///   - sort: the key to sort by.
    ///   - reversed: whether to reverse the natural order of `sort`.
    public func sorted(by sort: JourneyerSort, reversed: Bool = false) -> [Int32] {
        let ascending = sort.startsAscending != reversed
        let keys = keys[sort] ?? []
        var known: [(key: Int, handle: Int32, index: Int32)] = []
        var unknown: [(handle: Int32, index: Int32)] = []
        known.reserveCapacity(keys.count)
        for (index, key) in keys.enumerated() {
            if let key {
                known.append((key, handles[index], Int32(index)))
            } else {
                unknown.append((handles[index], Int32(index)))
            }
        }
        known.sort { $0.key == $1.key ? $0.handle < $1.handle : ($0.key < $1.key) == ascending }
        unknown.sort { $0.handle < $1.handle }
        return known.map(\.index) + unknown.map(\.index)
    }

    /// The journeyers with a score, highest score first, as rank and position in the original list. Equal scores share a rank
    /// (1, 2, 2, 4).
    public func ranking() -> [(rank: Int32, index: Int32)] {
        let scores = keys[.score] ?? []
        var ranks: [(rank: Int32, index: Int32)] = []
        var last: Int?
        for index in sorted(by: .score) {
            guard let score = scores[Int(index)] else { break }
            ranks.append((score == last ? ranks[ranks.count - 1].rank : Int32(ranks.count + 1), index))
            last = score
        }
        return ranks
    }

    /// The place of each text in the sorted order, from 0. Equal texts share a place.
    private static func places(_ texts: [String]) -> [Int32] {
        let order = texts.indices.sorted { texts[$0] < texts[$1] }
        var places = [Int32](repeating: 0, count: texts.count)
        for (position, index) in order.enumerated() {
            let isTie = position > 0 && texts[order[position - 1]] == texts[index]
            places[index] = isTie ? places[order[position - 1]] : Int32(position)
        }
        return places
    }

    /// Clamped to the years 1 to 9999, because a stage may store any date.
    private static func milliseconds(_ date: Date?) -> Int? {
        date?.millisecondsSince1970
    }
}
