import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite("hdoc stats")
struct StatsCommandTests {
    private func world(_ environment: [String: String] = [:]) throws -> CommandWorld {
        try CommandWorld(environment: environment) { script in
            PostingCommandTests.ready(&script)
            script.articles = Snapshot(
                value: (1...4).map { day in
                    var article = Samples.article(day: day)
                    article.date = CalendarDay("2026-11-2\(day - 1)")
                    article.tags = day == 1 ? ["aws"] : ["aws", "sqs"]
                    return article
                }, fetchedAt: CommandWorld.now)
            for name in ["ada", "bob"] {
                let resource = Resource.articles(author: name, tag: nil)
                script.refresh[resource] = Samples.report(resource)
            }
        }
    }

    @Test func `it shows weekdays, tags, streaks and the pace, without colour`() async throws {
        let run = try await world(["LANG": "de_DE.UTF-8"]).run("stats", columns: 80)
        #expect(run.status == .done)
        #expect(
            run.out == """
                ada: day 4 of 100; 4 days written; streak 4 days, longest 4; 7.0 days a week in the last 28 days; day 100 around 2027-02-27

                Weekdays
                  Mon  ████████████████████ 1
                  Tue                       0
                  Wed                       0
                  Thu                       0
                  Fri  ████████████████████ 1
                  Sat  ████████████████████ 1
                  Sun  ████████████████████ 1

                Tags
                  aws  ████████████████████ 4
                  sqs  ███████████████      3

                """)
    }

    @Test(arguments: [["LANG": "C"], ["LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"], ["LANG": "de_DE.ISO-8859-1"], [:]])
    func `in a locale without UTF-8, bars are ASCII`(environment: [String: String]) async throws {
        let out = try await world(environment).run("stats").out
        #expect(out.utf8.allSatisfy { $0 < 128 } && out.contains("  sqs  ###############      3\n"), "\(out)")
    }

    @Test func `two people are side by side`() async throws {
        let out = try await world().run("stats", "me", "bob").out
        #expect(out.contains("\nWeekdays: ada, "))
        #expect(out.contains("  Mon  #################### 1   #################### 1\n"), "\(out)")
    }

    @Test func `with --json it prints one object, or an array of two`() async throws {
        let one = try #require(try JSONParser.read(try await world().run("stats", "--json").out.utf8).object)
        #expect(
            Set(one.keys) == [
                "handle", "days_logged", "last_day", "first_date", "last_date", "streak", "longest_streak", "weekdays", "tags",
                "days_per_week", "day_100_on",
            ])
        #expect(one["day_100_on"] == .string("2027-02-27") && one["days_per_week"] == .number(JSONNumber("7.0") ?? JSONNumber(0)))
        #expect(one["weekdays"]?.array?.count == 7)
        #expect(try JSONParser.read(try await world().run("stats", "ada", "bob", "--json").out.utf8).array?.count == 2)
    }

    @Test func `more than two names are a usage error`() async throws {
        #expect(try await world().run("stats", "a", "b", "c").status == .usage)
    }

    @Test func `bars are proportional, and a number above 0 is visible`() {
        let rows = [0, 1, 50, 100].map { BarChart.Row(label: "x", values: [$0]) }
        #expect(
            BarChart(rows: rows, width: 4, isUnicode: true).lines == ["  x         0", "  x  ▌      1", "  x  ██    50", "  x  ████ 100"])
        #expect(BarChart(rows: rows, width: 4, isUnicode: false).lines[1] == "  x  #      1")
    }
}
