/// The names of a user's attributes in one of the two spellings that occur.
package struct UserSpelling: Sendable {
    package let handle, fullName, daysCompleted, githubScore, githubStreak: String
    package let twitterUsername, twitterScore, twitterStreak, linkedinProfile: String
    package let lastEntryAt, dateJoined: String

    package static let current = UserSpelling(
        handle: "github_username", fullName: "full_name", daysCompleted: "days_completed",
        githubScore: "github_score", githubStreak: "github_streak", twitterUsername: "twitter_username",
        twitterScore: "twitter_score", twitterStreak: "twitter_streak", linkedinProfile: "linkedin_profile",
        lastEntryAt: "last_entry_at", dateJoined: "date_joined")
    package static let older = UserSpelling(
        handle: "githubProfile", fullName: "name", daysCompleted: "daysCompleted",
        githubScore: "githubScore", githubStreak: "githubStreak", twitterUsername: "twitterProfile",
        twitterScore: "twitterScore", twitterStreak: "twitterStreak", linkedinProfile: "linkedinProfile",
        lastEntryAt: "lastEntryAt", dateJoined: "dateJoined")
}
