import HDOCService

/// Creates items with the irregularities that the contract describes.
enum OddItems {
    /// A user's item, regular or odd depending on its place in the community.
    static func item(of user: SampleUser, place: Int) -> RawJSON {
        let tidy = user.item(.current)
        switch place % 20 {
        case 3: return user.item(.older).setting("id", .string(String(place)))
        case 5: return place % 40 == 5 ? ["github_username": .string(user.handle)] : withoutScores(tidy)
        case 7: return oddNumbers(tidy, user)
        case 9: return tidy.setting("status", .bool(place % 40 == 9))
        case 11: return nulls(tidy)
        case 13: return unknownAttributes(tidy, place: place)
        case 15: return tidy.setting("linkedin_profile", .string(user.handle.lowercased()))
        case 17:
            return tidy.setting("status", "inactive")
                .setting("personal_blog_url", .string("https://blog.example/\(user.handle)"))
        default:
            return tidy.setting("github_journey_url", .string("https://github.com/\(user.handle)/100DaysOfCloud"))
        }
    }

    /// Two items without a key. A reader skips and counts them.
    static let withoutKey: [RawJSON] = [
        ["full_name": "Nobody In Particular", "bio": "This item lost its key.", "days_completed": 12],
        ["status": "active", "github_score": .number("1E+1"), "github_username": nil],
    ]

    /// Deliberately dangerous: texts that attack a terminal. They contain escape sequences that set the title, clear the screen, write
    /// to the clipboard and move the cursor; C1 controls; bidi overrides; tag characters; many combining marks; line ends.
    static let hostile: [RawJSON] = [
        [
            "github_username": "hostile-escape", "full_name": "\u{1B}]0;owned\u{7}Esc \u{1B}[31mAttack\u{1B}[0m",
            "bio": "before\u{1B}[2J\u{1B}[H\u{1B}]52;c;cm0gLXJm\u{7}after\r\nsecond\u{8}\u{8} line\tend",
            "days_completed": 4, "status": "active",
        ],
        [
            "github_username": "hostile-bidi", "full_name": "\u{202E}drowssap\u{202C} Smith",
            "bio": "\u{2066}isolated\u{2069} \u{200F}right \u{200B}zero\u{FEFF}width \u{E0041}\u{E0042}tags",
            "days_completed": 5, "status": "active",
        ],
        [
            "github_username": "hostile-c1", "full_name": "C1 \u{9B}31mred \u{9D}0;title\u{9C}\u{7F}",
            "bio": .string("Z" + String(repeating: "\u{0301}\u{0327}\u{20DD}", count: 40) + "algo \u{0}nul"),
            "days_completed": 6, "linkedin_profile": "javascript:alert(1)", "status": "active",
        ],
    ]

    private static func withoutScores(_ item: RawJSON) -> RawJSON {
        ["github_score", "github_streak", "twitter_score", "twitter_streak", "last_entry_at"]
            .reduce(item) { $0.setting($1, nil) }
    }

    /// Numbers in the unusual spellings that the deployed backend sends.
    private static func oddNumbers(_ item: RawJSON, _ user: SampleUser) -> RawJSON {
        item.setting("days_completed", .number("\(user.daysCompleted).0"))
            .setting("github_score", .number("1E+2"))
            .setting("twitter_score", .number("0.10"))
            .setting("github_streak", .number("\(user.githubStreak)E+0"))
    }

    private static func nulls(_ item: RawJSON) -> RawJSON {
        ["bio", "twitter_username", "linkedin_profile", "twitter_streak"].reduce(item) { $0.setting($1, .some(.null)) }
    }

    private static func unknownAttributes(_ item: RawJSON, place: Int) -> RawJSON {
        item.setting("favourite_cloud", "☁️").setting("cohort", .number(String(place / 20 + 1)))
            .setting("badges", ["first-day", "ten-days"]).setting("settings", ["newsletter": true])
    }
}
