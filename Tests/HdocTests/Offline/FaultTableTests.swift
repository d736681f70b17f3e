import Foundation
import HDOCBackend
import HDOCClient
import HDOCModels
import HDOCService
import TestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

/// Runs the real commands, client, sockets and files against the embedded and the deployable backend, with faults between them. Each
/// case prints a row; `script/torture` shows the rows as tables.
@Suite("Delivery of an entry under network and backend faults", .serialized, .timeLimit(.hang))
struct FaultTableTests {
    @Test(arguments: FaultCase.all)
    func `an entry is delivered at most once, and an entry that is not sent has an error`(fault: FaultCase) async throws {
        try await deliver(under: fault, to: machine(fault), "embedded")
    }

    @Test(arguments: FaultCase.all.filter(\.isOfTheNetwork))
    func `the same holds for the deployable backend`(fault: FaultCase) async throws {
        let machine = try await Machine(deployed: .fresh(faults: fault.faults))
        try #require(await machine.hdoc("login").status == .done)
        try await deliver(under: fault, to: machine, "deployable")
    }

    private func deliver(under fault: FaultCase, to machine: Machine, _ backend: String) async throws {
        if fault.isAway { await machine.stopBackend() }
        let run = await machine.hdoc("log", fault.body, "--title", "Fault", "--day", "\(fault.day)")
        let first = try machine.entry("Fault")
        #expect(first.state == fault.state && run.status == fault.exit, "\(first.state) \(run)")
        #expect((run.out + run.err).contains(fault.told), "\(run)")
        expectPause(first, fault, machine)
        try await expectNothingUnasked(machine, first)

        try await goOn(machine, fault)
        let last = try machine.entry("Fault")
        let copies = try await machine.copies("Fault")
        #expect(last.state == fault.finally && last.attempts == fault.attempts, "\(last)")
        #expect(try machine.posts() == fault.posts)
        #expect(copies == Array(repeating: last.id, count: fault.copies), "each copy has the id of the entry")
        #expect(last.state == .sent || last.lastError != nil, "an entry that is not sent has an error")
        await machine.stopBackend()
        Self.row(backend, fault, first, last, copies.count, run)
    }

    private func machine(_ fault: FaultCase) async throws -> Machine {
        let machine = try await Machine {
            $0.layer = fault.layer
            $0.faults = fault.faults.isEmpty ? [] : try Fault.parse(fault.faults)
        }
        try #require(await machine.hdoc("login").status == .done)
        return machine
    }

    private func expectPause(_ entry: OutboxEntry, _ fault: FaultCase, _ machine: Machine) {
        let pause = entry.nextAttemptAt?.timeIntervalSince(machine.now)
        switch (pause, fault.pause) {
        case (nil, nil): break
        case (let pause?, let wanted?): #expect((wanted.lowerBound - 0.1...wanted.upperBound + 0.1).contains(pause))
        default: Issue.record("pause: \(String(describing: pause))")
        }
    }

    /// Checks that the screens send no request before the next attempt is due.
    private func expectNothingUnasked(_ machine: Machine, _ entry: OutboxEntry) async throws {
        let before = try machine.requests()
        _ = try await machine.client().send(nil)
        #expect(try machine.requests() == before)
        #expect(try machine.entry("Fault") == entry)
    }

    private func goOn(_ machine: Machine, _ fault: FaultCase) async throws {
        let id = try machine.entry("Fault").id
        switch fault.then {
        case .nothing: break
        case .waits(let seconds):
            machine.advance(seconds)
            _ = try await machine.client().send(nil)
        case .sends: await machine.hdoc("outbox", "send")
        case .signsIn: #expect(await machine.hdoc("login").out.contains("sent"))
        case .backendReturns:
            try await machine.restartBackend { $0.layer = .planned }
            #expect(await machine.hdoc("sync").status == .done)
            await machine.hdoc("outbox", "send")
        case .edits(let day):
            #expect(await machine.hdoc("outbox", "edit", id, "--day", "\(day)").status == .done)
            await machine.hdoc("outbox", "send", id)
        }
    }

    /// Prints the row for `script/torture`, which finds it by the bar.
    private static func row(
        _ backend: String, _ fault: FaultCase, _ first: OutboxEntry, _ last: OutboxEntry, _ copies: Int, _ run: Machine.Run
    ) {
        let told = (run.out + run.err).split(separator: "\n").last { $0.contains(fault.told) } ?? ""
        let cells = [
            backend, fault.testDescription, first.state.rawValue, last.state.rawValue, "\(last.attempts)", "\(copies)",
            String(told.prefix(110)),
        ]
        print("fault│" + cells.joined(separator: "│"))
    }
}
