import HDOCModels

/// The beginnings of the lists that the screens show first, for the time until all journeyers are read.
public struct FirstJourneyers: Sendable, Equatable {
    /// The orders whose beginnings are among the journeyers.
    public static let sorts: [JourneyerSort] = [.days, .score]

    /// Each once, in no particular order. Sorted by a key of `sorts`, the first `limit` are those of the whole list.
    public private(set) var journeyers: [Journeyer] = []
    private var handles: Set<String> = []
    /// The number of journeyers from which each order is known.
    public var limit = 0
    /// The number of all journeyers.
    public var count = 0
    /// The number of those with a score.
    public var ranked = 0

    /// No journeyers.
    public init() {}

    /// The first ones of a list.
    public init(of all: [Journeyer], _ limit: Int) {
        for sort in Self.sorts { for journeyer in sort.sorted(all).prefix(limit) { add(journeyer) } }
        (self.limit, count, ranked) = (limit, all.count, all.count { $0.totalScore != nil })
    }

    mutating func add(_ journeyer: Journeyer) {
        if handles.insert(journeyer.handle).inserted { journeyers.append(journeyer) }
    }
}
