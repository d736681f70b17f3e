import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import TestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite("hdoc export and hdoc import", .serialized, .timeLimit(.hang))
struct ExportCommandTests {
    private static func world() throws -> CommandWorld {
        try CommandWorld { script in
            PostingCommandTests.ready(&script)
            var article = Samples.article(day: 1, title: "=1+1")
            article.body = "The body, with a comma"
            script.articles = Snapshot(value: [article], fetchedAt: CommandWorld.now)
            script.outbox = [Samples.entry("queued", day: 2, .queued)]
            let resource = Resource.articles(author: "ada", tag: nil)
            script.refresh[resource] = Samples.report(resource)
        }
    }

    @Test(arguments: ExchangeFormat.allCases)
    func `an export that is imported on another machine is exported there in the same way`(format: ExchangeFormat) async throws {
        let (here, there) = (try Self.world(), try CommandWorld { _ in })
        let file = "\(here.directory)/all.\(format.rawValue)"
        let run = try await here.run("export", "--format", format.rawValue, "--out", file)
        #expect(run.status == .done && run.err == "Wrote 2 entries to \(file).\n", "\(run)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(try await here.run("export", "--format", format.rawValue).out == text)
        #expect(try await there.run("import", file).err == "Imported 2 drafts.\n")
        #expect(there.client.entries.allSatisfy { $0.state == .draft })
        #expect(try await there.run("export", "--format", format.rawValue, "--offline").out == text)
        guard format != .jrnl else { return }
        #expect(try await there.run("import", file).err == "Imported 0 drafts. 2 were there already.\n")
        #expect(try await here.run("import", file).err == "Imported 0 drafts. 2 were there already.\n")
    }

    @Test func `another program reads the calendar`() async throws {
        let python = URL(fileURLWithPath: FileManager.default.currentDirectoryPath + "/.build-python/bin/python3").path
        let script = """
            import sys, icalendar
            calendar = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
            for event in calendar.walk('VEVENT'):
                print(event['UID'], event.decoded('DTSTART'), event['SUMMARY'], repr(str(event['DESCRIPTION'])))
            """
        let world = try Self.world()
        let file = "\(world.directory)/all.ics"
        #expect(try await world.run("export", "--format", "ics", "--out", file).status == .done)
        let run = try Program.run(URL(fileURLWithPath: python), ["-c", script, file])
        #expect(
            run.output == "article-1 2026-11-20 Day 1: =1+1 'The body, with a comma'\nqueued 2026-11-23 Day 2: Day 2's title 'The body'\n",
            "\(run)")
    }

    @Test func `a text that cannot be fetched is left out, and this is said`() async throws {
        let world = try CommandWorld { PostingCommandTests.ready(&$0) }
        let run = try await world.run("export", "--format", "json", "--offline")
        #expect(
            run.status == .unreachable && run.out == "[]\n" && run.err.contains("The texts of 2 entries are not in the cache"), "\(run)")
    }

    @Test func `a file that cannot be read imports nothing`() async throws {
        let world = try Self.world()
        let file = "\(world.directory)/bad.json"
        try Data(#"[{"id": "a", "day": 1, "date": "2026-11-23", "title": "t"}, {"id": "b"}]"#.utf8).write(to: URL(fileURLWithPath: file))
        let run = try await world.run("import", file)
        #expect(run.status == .failed && run.err.hasPrefix("hdoc: \(file): entry 2 cannot be read, so nothing was imported."), "\(run)")
        #expect(world.client.entries.count == 1)
        #expect(try await world.run("import", "\(world.directory)/x").status == .usage)
        #expect(try await world.run("export", "--format", "xml").status == .usage)
    }
}
