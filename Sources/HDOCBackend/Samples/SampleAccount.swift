import FoundationEssentials

/// The sample account and its journey: 23 days completed within the last 31 days, the latest one yesterday.
enum SampleAccount {
    static let username = "ada"
    static let handle = "ada"
    static let email = "ada@journey.example"
    /// How many days ago each day of the journey was completed, day 1 first.
    static let daysAgo = [
        31, 30, 29, 28, 26, 25, 24, 23, 20, 19, 18, 17, 16, 14, 13, 11, 10, 9, 5, 4, 3, 2, 1,
    ]

    /// The time of a day at which this account posts.
    static func evening(of day: UTCDay) -> Date { day.start.addingTimeInterval(19 * 3600 + 12.345) }

    static func user(today: UTCDay) -> SampleUser {
        SampleUser(
            handle: handle, fullName: "Ada Okafor", bio: "Demo account. Writes tests for the weather. ⛅️",
            daysCompleted: daysAgo.count, githubScore: 61, githubStreak: 5, twitterScore: 30, twitterStreak: 3,
            joined: (today - 32).start.addingTimeInterval(9 * 3600 + 0.25),
            lastEntry: evening(of: today - 1))
    }
}
