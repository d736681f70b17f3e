import Foundation
import HDOCModels
import StoreBehaviour
import Testing

@testable import HDOCService

@Suite("The figures of a user")
struct UserProgressTests {
    private func entry(_ id: String, _ date: String) -> AuthorEntry {
        AuthorEntry(id: id, day: 1, date: CalendarDay(date), createdAt: date + "T19:00:00.000Z")
    }

    @Test func `progress keeps older attribute names and the spelling of other numbers`() {
        let article = Example.article("new", author: "old", day: 11, date: "2026-11-23")
        #expect(
            UserProgress.posting(article, after: []).applied(to: #"{"githubProfile": "old", "daysCompleted": 1E+1, "x": 0.10}"#)
                == #"{"githubProfile": "old", "daysCompleted": 11, "x": 0.10, "#
                + #""lastEntryAt": "2026-11-23T19:00:00.000Z", "githubStreak": 1}"#)
    }

    @Test func `the streak ends at the latest entry, also if an earlier day is posted later`() {
        let entries = [entry("a", "2026-11-22"), entry("b", "2026-11-23"), entry("c", "2026-11-10")]
        let article = Example.article("new", author: "ada", day: 5, date: "2026-11-21")
        #expect(UserProgress.posting(article, after: entries).run.length == 3)
        #expect(UserProgress.removing(Example.article("b", author: "ada", day: 1, date: "2026-11-23"), from: entries).run.length == 1)
    }

    @Test func `only a correction of the date changes figures, and the number of days never falls below 0`() {
        let article = Example.article("a", author: "ada", day: 1, date: "2026-11-22")
        let entries = [entry("a", "2026-11-22")]
        #expect(
            UserProgress.correcting(article, to: Example.article("a", author: "ada", day: 1, date: "2026-11-22"), among: entries) == nil)
        let removal = UserProgress.removing(article, from: entries)
        #expect(removal == UserProgress(days: -1, lastEntry: .none, run: EntryRun([])))
        #expect(
            removal.applied(to: #"{"days_completed": 0, "last_entry_at": "x", "a": 1}"#)
                == #"{"days_completed": 0, "a": 1, "github_streak": 0}"#)
        #expect(removal.applied(to: "[]") == nil)
    }
}
