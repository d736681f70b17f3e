import Foundation
import HDOCClient
import HDOCModels
import TestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

/// Runs `hdoc log` while the clock and the time zone change. Ada's last posted day is day 23, one day before the start.
@Suite("Days and dates of entries when the clock or the time zone changes", .serialized, .timeLimit(.hang))
struct DayAndTimeTests {
    private func machine(at instant: String, in zone: String) async throws -> Machine {
        let machine = try await Machine(at: instant, zone: zone)
        try #require(await machine.hdoc("login").status == .done)
        try #require(await machine.hdoc("sync").status == .done)
        return machine
    }

    /// The day, the date and the time zone of an entry.
    private func written(_ title: String, _ machine: Machine) throws -> String {
        let entry = try machine.entry(title).entry
        return "\(entry.day) \(entry.date) \(entry.zone)"
    }

    private func expectEachOnce(_ titles: [String], _ machine: Machine) async throws {
        for title in titles { #expect(try await machine.copies(title).count == 1, "\(title)") }
        #expect(try machine.posts() == titles.count)
        await machine.stopBackend()
    }

    @Test func `a second entry for a date needs confirmation, and is refused without a terminal`() async throws {
        let machine = try await machine(at: "2026-11-23T12:00:00Z", in: "UTC")
        #expect(await machine.hdoc("log", "First").out == "Day 24 · First · sent\n")
        let refused = await machine.hdoc("log", "Second")
        #expect(refused.status == .failed)
        #expect(
            refused.err
                == "hdoc: 2026-11-23 already has an entry: day 24, “First”. To write a second entry for that date, pass `--day 25`.\n")
        func answering(_ answer: String) -> CommandWorld.Input {
            CommandWorld.Input(isTerminal: true, dialogue: .init([("Write day 25 too? Type yes:", answer)]))
        }
        #expect(await machine.hdoc("log", "Second", input: answering("n")).status == .cancelled)
        #expect(try machine.client().outbox().count == 1, "the unconfirmed entries were not saved")
        #expect(await machine.hdoc("log", "Second", input: answering("yes")).out == "Day 25 · Second · sent\n")
        #expect(await machine.hdoc("log", "Third", "--day", "26").status == .done, "--day replaces the confirmation")
        try await expectEachOnce(["First", "Second", "Third"], machine)
    }

    @Test func `sending a draft for a date that already has an entry needs confirmation`() async throws {
        let machine = try await machine(at: "2026-11-23T12:00:00Z", in: "UTC")
        #expect(await machine.hdoc("log", "--draft", "--day", "30", "Draft").status == .done)
        #expect(await machine.hdoc("log", "Posted").status == .done)
        let id = try machine.entry("Draft").id
        for (answer, status) in [("no", ExitStatus.cancelled), ("yes", .done)] {
            let input = CommandWorld.Input(isTerminal: true, dialogue: .init([("Write day 30 too? Type yes:", answer)]))
            #expect(await machine.hdoc("outbox", "send", id, input: input).status == status)
        }
        try await expectEachOnce(["Posted", "Draft"], machine)
    }

    @Test func `an entry is not sent if another machine has posted one for the same date`() async throws {
        let machine = try await machine(at: "2026-11-23T12:00:00Z", in: "UTC")
        #expect(await machine.hdoc("log", "Elsewhere").status == .done)
        // Simulates another machine: the user is signed in there, but the outbox and the cache are empty.
        try FileManager.default.removeItem(atPath: "\(machine.directory)/data")
        try FileManager.default.removeItem(atPath: "\(machine.directory)/cache")
        let run = await machine.hdoc("log", "Here")
        #expect(run.status == .failed && run.err.contains("2026-11-23 already has an entry: day 24, “Elsewhere”"), "\(run)")
        #expect(try machine.entry("Here").state == .draft, "the text is saved")
        try await expectEachOnce(["Elsewhere"], machine)
    }

    @Test func `a new date begins at midnight in the user's time zone`() async throws {
        let machine = try await machine(at: "2026-11-23T22:59:40Z", in: "Europe/Berlin")
        #expect(await machine.hdoc("log", "Late").status == .done)
        machine.advance(30)
        #expect(await machine.hdoc("log", "Early").status == .done)
        #expect(try written("Late", machine) == "24 2026-11-23 Europe/Berlin")
        #expect(try written("Early", machine) == "25 2026-11-24 Europe/Berlin")
        try await expectEachOnce(["Late", "Early"], machine)
    }

    @Test func `with day_ends, an entry written in the night belongs to yesterday, also after a flight`() async throws {
        let machine = try await machine(at: "2026-11-23T12:00:00Z", in: "Europe/Berlin")
        try machine.configure(#"day_ends = "04:00""#)
        try machine.travel(to: "2026-11-24T02:59:40Z", in: "Europe/Berlin")
        #expect(await machine.hdoc("login").status == .done)
        #expect(await machine.hdoc("log", "Night").status == .done)
        #expect(await machine.hdoc("log", "Night again").err.contains("2026-11-23 already has an entry: day 24"))
        machine.advance(30)
        #expect(await machine.hdoc("log", "Early").status == .done)
        try machine.travel(to: "2026-11-25T08:59:00Z", in: "America/New_York")
        #expect(await machine.hdoc("login").status == .done)
        let landed = await machine.hdoc("log", "Landed")
        #expect(landed.err.contains("2026-11-24 already has an entry: day 25"), "03:59 in New York: \(landed)")
        machine.advance(60)
        #expect(await machine.hdoc("log", "Landed").status == .done)
        #expect(try written("Night", machine) == "24 2026-11-23 Europe/Berlin")
        #expect(try written("Early", machine) == "25 2026-11-24 Europe/Berlin")
        #expect(try written("Landed", machine) == "26 2026-11-25 America/New_York")
        try await expectEachOnce(["Night", "Early", "Landed"], machine)
    }

    @Test func `an entry that is sent after midnight keeps its date`() async throws {
        let machine = try await machine(at: "2026-11-23T23:59:50Z", in: "UTC")
        await machine.stopBackend()
        #expect(await machine.hdoc("log", "Before midnight").status == .kept)
        try machine.travel(to: "2026-11-24T05:00:00Z", in: "Asia/Tokyo")
        try await machine.restartBackend()
        #expect(await machine.hdoc("outbox", "send").status == .done)
        #expect(try written("Before midnight", machine) == "24 2026-11-23 GMT")
        try await expectEachOnce(["Before midnight"], machine)
    }

    @Test func `a date that occurs twice at the date line needs --day for its second entry`() async throws {
        let machine = try await machine(at: "2026-11-23T12:30:00Z", in: "Pacific/Kiritimati")
        #expect(await machine.hdoc("log", "West").status == .done)
        try machine.travel(to: "2026-11-24T20:00:00Z", in: "Pacific/Honolulu")
        let again = await machine.hdoc("log", "East")
        #expect(again.status == .failed && again.err.contains("2026-11-24 already has an entry: day 24"), "\(again)")
        #expect(await machine.hdoc("log", "East", "--day", "25").status == .done)
        #expect(try written("East", machine) == "25 2026-11-24 Pacific/Honolulu")
        try await expectEachOnce(["West", "East"], machine)
    }

    @Test func `the start and the end of daylight saving time do not begin a new date`() async throws {
        let machine = try await machine(at: "2026-10-25T00:30:00Z", in: "Europe/Berlin")
        #expect(await machine.hdoc("log", "Summer").status == .done)
        machine.advance(3600)
        #expect(await machine.hdoc("log", "Winter").err.contains("2026-10-25 already has an entry"), "it is 02:30 for the second time")
        try machine.travel(to: "2027-03-28T00:59:50Z", in: "Europe/Berlin")
        #expect(await machine.hdoc("login").status == .done)
        #expect(await machine.hdoc("log", "Spring").status == .done)
        machine.advance(20)
        #expect(await machine.hdoc("log", "Summer again").err.contains("2027-03-28 already has an entry"), "it is 03:00, right after 01:59")
        #expect(try written("Spring", machine) == "25 2027-03-28 Europe/Berlin")
        try await expectEachOnce(["Summer", "Spring"], machine)
    }

    @Test func `after the clock is set back, no entry is sent again and no day number is used twice`() async throws {
        let machine = try await machine(at: "2026-11-23T12:00:00Z", in: "UTC")
        #expect(await machine.hdoc("log", "Today").status == .done)
        machine.advance(-3 * 86_400)
        #expect(try await machine.client().send(nil).tried.isEmpty)
        #expect(await machine.hdoc("outbox", "send").status == .done, "no entry is queued")
        #expect(await machine.hdoc("log", "Three days before").status == .failed, "ada already has an entry for 2026-11-20")
        machine.advance(-5 * 86_400)
        #expect(await machine.hdoc("log", "Earlier still").status == .done)
        #expect(try written("Earlier still", machine) == "25 2026-11-15 GMT")
        #expect(try machine.client().outbox().map(\.entry.title) == ["Today", "Earlier still"])
        try await expectEachOnce(["Today", "Earlier still"], machine)
    }
}
