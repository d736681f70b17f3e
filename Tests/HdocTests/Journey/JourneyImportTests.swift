import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import TestKit
import Testing

@testable import hdoc

@Suite("hdoc journey import and hdoc journey status", .timeLimit(.hang))
struct JourneyImportTests {
    private static let text = """
        <!-- This is a template you can use for quick progress days. -->

        ![cover](cover.png)

        # Day 2 - Roles \\[IAM\\]

        ## Introduction

        Why

        ```
        # not a heading
        ```

        ## Social Proof

        [Tweet](https://twitter.com/ada/status/1)

        """

    private func sample(_ world: CommandWorld, lineEnd: String = "\n") throws -> JourneySample {
        let sample = try JourneySample(in: world.directory)
        try sample.write(JourneySample.template, to: "Journey/002/Readme.md")
        try sample.commit("Prepare", at: "2026-11-02T10:00:00Z")
        try sample.write(Self.text, to: "Journey/002/Readme.md", lineEnd: lineEnd)
        // 23:30 in UTC is the next day in Berlin.
        try sample.commit("Day 2", at: "2026-11-03T23:30:00Z")
        try sample.git("mv", "Journey/002/Readme.md", "Journey/002/README.md")
        try sample.write(
            Self.text.replacingOccurrences(of: "Why", with: "Why not"), to: "Journey/002/README.md",
            lineEnd: lineEnd)
        try sample.commit("Correct day 2", at: "2026-11-09T10:00:00Z")
        return sample
    }

    @Test(arguments: ["\n", "\r\n"])
    func `a documented day becomes a draft with the date of the commit that first wrote it`(
        lineEnd: String
    ) async throws {
        let world = try JourneyExportTests.world()
        let sample = try sample(world, lineEnd: lineEnd)
        let run = try await world.run("journey", "import", "--repo", sample.path)
        #expect(run.status == .done && run.err == "Imported 1 draft.\n", "\(run)")
        let row = try #require(world.client.entries.first)
        #expect(world.client.entries.count == 1 && row.state == .draft)
        let entry = row.entry
        #expect(
            entry.day == 2 && entry.date.description == "2026-11-04" && entry.zone == "Europe/Berlin"
                && !entry.isDayProposed)
        #expect(
            entry.title == "Roles [IAM]" && entry.template == .short
                && entry.link == "https://twitter.com/ada/status/1")
        #expect(
            entry.body == """
                ![cover](cover.png)


                ## Introduction

                Why not

                ```
                # not a heading
                ```

                ## Social Proof

                [Tweet](https://twitter.com/ada/status/1)
                """)
        // The draft says what the document says.
        let status = try await world.run("journey", "--repo", sample.path, "--json").out
        #expect(status.contains(#""same_text" : true"#) && !status.contains(#""same_text" : false"#), "\(status)")
        let again = try await world.run("journey", "import", "--repo", sample.path)
        #expect(
            again.err == "Imported 0 drafts. 1 day had an entry already.\n"
                && world.client.entries.count == 1)
    }

    @Test func `a day that is not committed yet gets the date of its file, and a title of the list`()
        async throws
    {
        let world = try JourneyExportTests.world()
        let sample = try JourneySample(in: world.directory)
        try sample.write("Just text.\n", to: "Journey/005/Readme.md")
        try sample.write(
            sample.contents("README.md").replacingOccurrences(
                of: "5 > [](Journey/005", with: "5 > [Buckets](Journey/005"), to: "README.md")
        try FileManager.default.setAttributes(
            [.modificationDate: CommandWorld.now.addingTimeInterval(-5 * 86_400)],
            ofItemAtPath: "\(sample.path)/Journey/005/Readme.md")
        #expect(try await world.run("journey", "import", "--repo", sample.path).status == .done)
        let entry = try #require(world.client.entries.first?.entry)
        #expect(
            entry.title == "Buckets" && entry.date.description == "2026-11-18"
                && entry.body == "Just text." && entry.template == .micro)
    }

    @Test func `day 0, folders that are no days, and days with an entry are left alone`() async throws {
        let world = try JourneyExportTests.world(JourneyExportTests.entry(3, "Queued", state: .queued))
        let sample = try JourneySample(in: world.directory)
        for folder in ["000", "003", "notes", "99999"] {
            try sample.write("# Text\n\nwritten\n", to: "Journey/\(folder)/Readme.md")
        }
        let run = try await world.run("journey", "import", "--repo", sample.path)
        #expect(
            run.err == """
                Imported 0 drafts. 1 day had an entry already.
                Day 0 is no day of the challenge, so it was left alone.

                """, "\(run)")
        #expect(world.client.entries.count == 1)
    }

    @Test func `a document that is not UTF-8 imports nothing`() async throws {
        let world = try JourneyExportTests.world()
        let sample = try JourneySample(in: world.directory)
        try sample.write("# Good\n\ntext\n", to: "Journey/004/Readme.md")
        try sample.write("", to: "Journey/005/Readme.md")
        try Data([0x23, 0x20, 0xFF, 0x0A, 0x61]).write(
            to: URL(fileURLWithPath: "\(sample.path)/Journey/005/Readme.md"))
        let run = try await world.run("journey", "import", "--repo", sample.path)
        #expect(
            run.status == .failed
                && run.err == "hdoc: Journey/005/Readme.md is not UTF-8. Convert it to UTF-8.\n", "\(run)")
        #expect(world.client.entries.isEmpty)
    }

    // MARK: Status

    private func comparison() throws -> (CommandWorld, JourneySample) {
        let world = try JourneyExportTests.world(
            JourneyExportTests.entry(2, "Roles"), JourneyExportTests.entry(3, "Queues", state: .queued),
            JourneyExportTests.entry(4, "Buckets", state: .draft), JourneyExportTests.entry(5, "Topics"),
            JourneyExportTests.entry(7, "Alarms", state: .draft),
            articles: [
                Samples.article(day: 2, title: "Roles"), Samples.article(day: 6, title: "Only posted"),
            ])
        let sample = try JourneySample(
            in: world.directory, files: ["Journey/000/Readme.md": "# Zero\n\ntext\n"])
        for (day, text) in [
            (2, "# Mine\n\ntext\n"), (7, "# Alarms\n\ntext\n"), (8, "# Traces\n\ntext\n"),
        ] {
            try sample.write(text, to: "Journey/00\(day)/Readme.md")
        }
        try sample.write(
            DayDocument.text(of: JourneyExportTests.entry(5, "Topics").entry), to: "Journey/005/Readme.md"
        )
        return (world, sample)
    }

    @Test func `status compares the document, the list, the outbox and the stage of each day`()
        async throws
    {
        let (world, sample) = try comparison()
        let run = try await world.run("journey", "status", "--repo", sample.path, "--offline", columns: 100)
        #expect(
            run.out == """
                DAY  DOCUMENT  LIST  OUTBOX  STAGE   NEXT     TITLE
                  0  written   -     -       -                Zero
                  2  written   open  sent    posted  compare  Roles
                  3  -         open  queued  -       export   Queues
                  4  -         open  draft   -                Buckets
                  5  written   open  sent    -       tick     Topics
                  6  -         open  -       posted  export   Only posted
                  7  written   open  draft   -       post     Alarms
                  8  written   open  -       -       import   Traces

                """, "\(run.out)")
        let piped = try await world.run("journey", "status", "--repo", sample.path, "--offline")
        #expect(piped.out.contains("2\twritten\topen\tsent\tposted\tcompare\tRoles\n") && !piped.out.contains("DAY"), "\(piped.out)")
        #expect(
            run.status == .done
                && run.err.contains(
                    "4 days of 100 are documented. `hdoc journey export` writes 2 documents and ticks 3 lines.")
        )
        #expect(
            run.err.contains("1 day with another text: `hdoc journey export --force --dry-run` shows it.")
        )
    }

    @Test func `status prints the same as JSON, and is the default`() async throws {
        let (world, sample) = try comparison()
        let run = try await world.run("journey", "--repo", sample.path, "--offline", "--json")
        let all = try #require(
            try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
        #expect(
            all["repository"] as? String == sample.path && all["list"] as? String == "README.md"
                && all["documented"] as? Int == 4)
        let day = try #require((all["days"] as? [[String: Any]])?.first { $0["day"] as? Int == 2 })
        #expect(
            Set(day.keys) == [
                "day", "title", "document", "ticked", "outbox", "posted", "same_text", "next_step",
            ])
        #expect(
            day["document"] as? String == "written" && day["ticked"] as? Bool == false
                && day["outbox"] as? String == "sent")
        #expect(
            day["posted"] as? Bool == true && day["same_text"] as? Bool == false
                && day["next_step"] as? String == "compare")
    }

    @Test
    func `after an export, a second machine imports what is missing, and nothing is left to do`()
        async throws
    {
        let world = try JourneyExportTests.world(
            JourneyExportTests.entry(11, "Queues"), JourneyExportTests.entry(12, "Topics"))
        let sample = try JourneySample(in: world.directory)
        #expect(
            try await world.run("journey", "export", "--repo", sample.path, "--commit").status == .done)
        #expect(
            try await world.run("journey", "--repo", sample.path, "--json").out.contains(
                "\"next_step\" : null"))
        #expect(
            try await !world.run("journey", "--repo", sample.path, "--json").out.contains(
                "\"next_step\" : \""))
        let other = try JourneyExportTests.world()
        #expect(
            try await other.run("journey", "import", "--repo", sample.path).err == "Imported 2 drafts.\n")
        #expect(other.client.entries.map(\.entry.title) == ["Queues", "Topics"])
        #expect(
            other.client.entries.allSatisfy {
                $0.entry.body == "## Cloud Research\n\nWhat I learned.\n\n## Social Proof"
            })
    }
}
