import Foundation
import HDOCBackend
import HDOCClient
import HDOCModels
import HDOCService
import TestKit
import Testing

@testable import hdoc

@Suite("Correcting and removing days with real commands and a real backend", .ownThreads, .timeLimit(.hang))
struct ChangeOnAMachineTests {
    /// A machine on which day 50 is posted, and the id of that entry.
    private func posted(_ fault: String? = nil) async throws -> (machine: Machine, id: String) {
        let machine = try await Machine { $0.faults = try fault.map(Fault.parse) ?? [] }
        #expect(await machine.hdoc("login").status == .done)
        let run = await machine.hdoc("log", "Posted\n\nThe first text", "--day", "50")
        #expect(run.status == .done, "\(run)")
        return (machine, try machine.entry("Posted").id)
    }

    @Test func `a typo is corrected without a network, and sent when the network is back`() async throws {
        let (machine, id) = try await posted()
        await machine.stopBackend()
        let kept = await machine.hdoc("outbox", "correct", id, "--title", "Corrected")
        #expect(kept.status == .kept && kept.err.hasPrefix("The correction of day 50 is kept in the outbox, not sent yet"), "\(kept)")
        #expect(await machine.hdoc("outbox", "list").out.contains("Correction: Corrected"))
        try await machine.restartBackend()
        machine.advance(3600)
        let sent = await machine.hdoc("outbox", "send")
        #expect(sent.status == .done && sent.out == "Day 50 · Corrected · sent\n", "\(sent)")
        #expect(try await machine.copies("Corrected") == [id])
        #expect(try await machine.copies("Posted") == [])
        await machine.stopBackend()
    }

    @Test func `a queued correction that is discarded leaves the posted text in the outbox and on the stage`() async throws {
        let (machine, id) = try await posted()
        #expect(await machine.hdoc("outbox", "correct", id, "Other\n\nAnother text", "--draft").status == .done)
        let run = await machine.hdoc("outbox", "discard", id)
        #expect(run.err == "Discarded the correction of day 50. The outbox has the text that dev has.\n")
        let row = try machine.entry("Posted")
        #expect(row.state == .sent && row.entry.body == "The first text")
        #expect(try await machine.copies("Posted") == [id])
        await machine.stopBackend()
    }

    @Test(arguments: ["PUT /*/article/*: drop, once", "PUT /*/article/*: 502, once", "PUT /*/article/*: 401, once"])
    func `a correction that meets a fault arrives once`(fault: String) async throws {
        let (machine, id) = try await posted(fault)
        _ = await machine.hdoc("outbox", "correct", id, "--title", "Corrected")
        machine.advance(3600)
        _ = await machine.hdoc("outbox", "send")
        #expect(try machine.entry("Corrected").state == .sent)
        #expect(try await machine.copies("Corrected") == [id])
        await machine.stopBackend()
    }

    @Test func `a removed day does not count, and its number is free again`() async throws {
        let (machine, id) = try await posted()
        let run = await machine.hdoc("outbox", "remove", id, "--yes")
        #expect(run.status == .done && run.out == "Day 50 · Removed: Posted · sent\n", "\(run)")
        #expect(try await machine.copies("Posted") == [])
        #expect(await machine.hdoc("status", "--format", "{day}").out != "50\n")
        #expect(await machine.hdoc("log", "Again\n\nText", "--day", "50", "--yes").status == .done)
        #expect(try await machine.copies("Again").count == 1)
        await machine.stopBackend()
    }

    @Test(arguments: ["correct", "remove"])
    func `a stage without the route says so with the reason, and the posted day stays`(command: String) async throws {
        let (machine, id) = try await posted()
        // Somebody deploys an older version of the API over the stage.
        try await machine.restartBackend { $0.layer = .dev }
        let arguments = [id] + (command == "correct" ? ["--title", "Corrected"] : ["--yes"])
        let first = await machine.hdoc(["outbox", command] + arguments)
        #expect(
            first.status == .routeAbsent && first.err.contains("dev has no route \(command == "correct" ? "PUT" : "DELETE") /"), "\(first)")
        #expect(await machine.hdoc("outbox", "discard", id).status == .done)
        #expect(try machine.entry("Posted").state == .sent)
        let again = await machine.hdoc(["outbox", command] + arguments)
        #expect(again.status == .routeAbsent && again.err.hasPrefix("hdoc: dev has no route "), "\(again)")
        #expect(try machine.entry("Posted").state == .sent)
        await machine.stopBackend()
    }
}
