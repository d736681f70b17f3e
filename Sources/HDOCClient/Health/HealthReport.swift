import FoundationEssentials
import HDOCModels

/// What a maintainer wants to know about the users of a stage, from its cache. Every list is limited, so the memory does not grow with the
/// number of users; the counts are those of all users.
public struct HealthReport: Sendable {
    /// Users with something in common: how many they are, and the first of them by handle.
    public struct Group<Member: Sendable>: Sendable {
        /// The number of all members.
        public private(set) var count = 0
        /// The first members, at most as many as asked for.
        public private(set) var first: [Member] = []

        mutating func add(_ member: @autoclosure () -> Member, limit: Int) {
            count += 1
            if first.count < limit { first.append(member()) }
        }
    }

    /// A user with the instant that puts them into a group.
    public struct Dated: Sendable {
        public let handle: String
        public let instant: Date
    }

    /// A user with malformed attributes.
    public struct Malformed: Sendable {
        public let handle: String
        /// The faults, each with what the attribute holds: null for a missing one.
        public let faults: [(fault: JourneyerFault, value: JSONValue)]
    }

    /// What to look for.
    public struct Options: Sendable, Equatable {
        /// Users who joined on this date or later are new; the movement begins here.
        public var since: CalendarDay
        /// Users without an entry for more than this number of days are inactive.
        public var inactiveDays: Int
        /// The largest number of users in each list.
        public var limit: Int

        /// The defaults: a week, two weeks, and 100 users in each list.
        public init(today: CalendarDay, since: CalendarDay? = nil, inactiveDays: Int? = nil, limit: Int? = nil) {
            (self.since, self.inactiveDays, self.limit) = (since ?? today.adding(days: -7), inactiveDays ?? 14, limit ?? 100)
        }
    }

    /// What was looked for.
    public private(set) var options: Options
    /// The number of users, and the age of the list.
    public private(set) var list: Snapshot<Int>
    /// The users who joined since the date, with the time of joining.
    public private(set) var new = Group<Dated>()
    /// The users whose last entry is too old, with its time.
    public private(set) var inactive = Group<Dated>()
    /// The number of users without a known last entry.
    public private(set) var withoutEntry = 0
    /// The users with faults.
    public private(set) var malformed = Group<Malformed>()
    /// The movement of the leaderboard; nil if the cache has fewer than two states of it.
    public private(set) var movement: LeaderboardMovement?
    /// The differences from other stages, one for each that was compared.
    public var comparisons: [StageComparison] = []

    /// Reads the cache of a stage once.
    public init(_ client: any CommunityClient, _ options: Options, now: Date, zone: LocalZone) throws(StoreError) {
        self.options = options
        let start = options.since.adding(days: -1).end(in: zone)
        movement = try client.leaderboardMovement(since: start, limit: options.limit)
        list = Snapshot(value: 0)
        var report = self
        let oldest = now.addingTimeInterval(-86_400 * Double(options.inactiveDays))
        let found = try client.journeyers(JourneyerQuery(sort: .handle)) { journeyer in
            report.add(journeyer, joinedFrom: start, oldestEntry: oldest, now: now)
            return !Task.isCancelled
        }
        self = report
        list = found
    }

    private mutating func add(_ journeyer: Journeyer, joinedFrom start: Date, oldestEntry: Date, now: Date) {
        if let joined = journeyer.dateJoined, joined >= start {
            new.add(Dated(handle: journeyer.handle, instant: joined), limit: options.limit)
        }
        if let last = journeyer.lastEntryAt {
            if last < oldestEntry { inactive.add(Dated(handle: journeyer.handle, instant: last), limit: options.limit) }
        } else {
            withoutEntry += 1
        }
        let faults = journeyer.faults(now: now)
        if !faults.isEmpty {
            malformed.add(
                Malformed(handle: journeyer.handle, faults: faults.map { ($0, journeyer.value(of: $0)) }), limit: options.limit)
        }
    }
}

extension Journeyer {
    /// What the attribute of a fault holds.
    fileprivate func value(of fault: JourneyerFault) -> JSONValue {
        switch fault {
        case .unreadable(let name): extra[name] ?? .null
        case .implausible(let name): Self.attributes.first { $0.name == name }?.json(of: self) ?? .null
        case .missing: .null
        }
    }
}
