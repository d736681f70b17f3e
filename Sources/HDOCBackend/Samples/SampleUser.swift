import FoundationEssentials
import HDOCModels
import HDOCService

/// One user of the sample community, before it becomes JSON.
struct SampleUser: Sendable {
    let handle: String
    let fullName: String
    let bio: String
    let daysCompleted: Int
    let githubScore, githubStreak, twitterScore, twitterStreak: Int
    let joined: Date
    /// Nil if the user has posted nothing yet.
    let lastEntry: Date?

    /// The item in one of the two spellings, with every attribute in its usual form.
    func item(_ spelling: UserSpelling) -> RawJSON {
        [
            (spelling["full_name"], .string(fullName)), ("bio", .string(bio)),
            (spelling["days_completed"], .number(String(daysCompleted))),
            (spelling["github_score"], .number(String(githubScore))),
            (spelling["github_streak"], .number(String(githubStreak))),
            (spelling.handle, .string(handle)),
            (spelling["last_entry_at"], lastEntry.map { .string(Timestamp.format($0)) } ?? .null),
            (spelling["date_joined"], .string(Timestamp.format(joined))),
            (spelling["linkedin_profile"], .string("https://www.linkedin.com/in/\(handle.lowercased())/")),
            ("status", "active"),
            (spelling["twitter_score"], .number(String(twitterScore))),
            (spelling["twitter_streak"], .number(String(twitterStreak))),
            (spelling["twitter_username"], .string(String((handle + "Cloud").prefix(15)))),
        ].reduce(into: [:]) { (item: inout RawJSON, member: (String, RawJSON)) in item[member.0] = member.1 }
    }
}

/// Generates plausible users: no user has posted before joining, or on more days than have passed since.
struct SampleUserMaker {
    private var generator: SplitMix64
    private let today: UTCDay
    private var taken: Set<String>
    private var made = 0
    /// The number of users after which a handle ends with the number of its user. Handles are then unique without a set of all
    /// handles, which would take a hundred megabytes for a million users.
    private static let numberedFrom = 20_000

    init(seed: UInt64, today: UTCDay, taken: Set<String>) {
        generator = SplitMix64(seed: seed)
        self.today = today
        self.taken = Set(taken.map { $0.lowercased() })
    }

    mutating func next() -> SampleUser {
        let (fullName, handle) = name()
        let age = generator.number(in: 0...generator.pick([20, 90, 200, 420]))
        let days = daysCompleted(age: age)
        let idle = days == 0 ? age : min(age, generator.number(in: 0...generator.pick([0, 1, 2, 9, 60])))
        let isCurrent = idle <= 1
        let githubStreak = isCurrent ? generator.number(in: 1...max(1, min(days, 40))) : 0
        let twitterDays = generator.once(in: 4) ? 0 : generator.number(in: 0...days)
        let joined = instant(today - age, isToday: age == 0)
        let posted = instant(today - idle, isToday: idle == 0)
        return SampleUser(
            handle: handle, fullName: fullName, bio: generator.pick(SampleTexts.bios), daysCompleted: days,
            githubScore: days * 2 + generator.number(in: 0...20), githubStreak: days == 0 ? 0 : githubStreak,
            twitterScore: twitterDays * 2, twitterStreak: min(twitterDays, generator.number(in: 0...9)),
            joined: joined, lastEntry: days == 0 ? nil : max(posted, joined.addingTimeInterval(60)))
    }

    /// Most people are in their first month; a few went past the hundredth day.
    private mutating func daysCompleted(age: Int) -> Int {
        if generator.once(in: 12) { return 0 }
        if age > 130, generator.once(in: 8) { return generator.number(in: 100...min(age, 137)) }
        return min(age + 1, generator.number(in: 1...generator.pick([8, 15, 30, 60, 99])))
    }

    private mutating func name() -> (fullName: String, handle: String) {
        let pool = generator.pick(NamePool.all)
        var (fullName, handle) = pool.join(generator.pick(pool.given), generator.pick(pool.family))
        if generator.once(in: 3) { handle = handle.lowercased() }
        made += 1
        // No generated name contains a hyphen, so no other handle ends like this.
        if made > Self.numberedFrom { return (fullName, "\(handle)-\(made)") }
        while !taken.insert(handle.lowercased()).inserted { handle += String(generator.number(in: 1...99)) }
        return (fullName, handle)
    }

    /// A random time of a day, to the millisecond. For today it is in the first hour, so that it is rarely in the future.
    private mutating func instant(_ day: UTCDay, isToday: Bool) -> Date {
        let milliseconds = generator.number(in: 0...((isToday ? 1 : 23) * 3_600_000))
        return day.start.addingTimeInterval(Double(milliseconds) / 1000)
    }
}
