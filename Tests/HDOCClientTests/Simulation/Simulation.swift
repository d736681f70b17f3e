import Foundation
import HDOCModels
import Synchronization

@testable import HDOCBackend
@testable import HDOCClient

/// Two machines of one participant and a stage. A seed decides what the participant does, what the network does, and what the clocks
/// show. After each step, nothing that was written may be lost, doubled, changed or on a wrong day.
final class Simulation {
    private static let zones = ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "GMT"]

    /// What the participant wrote: all versions of an entry, and the machine that has it.
    private struct WrittenEntry {
        var machine: Int
        var date: CalendarDay
        var versions: Set<String>
        /// Whether the other machine has changed the posted day as well. What one machine calls sent, the other one may have replaced.
        var isShared = false
    }

    private let stage: SimulatedStage
    private let machines: [SimulatedMachine]
    private let time: SimulatedTime
    private var generator: SplitMix64
    private var written: [String: WrittenEntry] = [:]
    /// The outbox of each machine after its last step.
    private var outboxes: [[String: OutboxEntry]] = [[:], [:]]
    /// Each step and each request, in order. The same seed gives the same trace.
    private(set) var trace: [String] = []

    init(seed: UInt64, directory: String, isLying: Bool = false) async throws {
        let time = SimulatedTime()
        self.time = time
        generator = SplitMix64(seed: seed)
        let stage = try await SimulatedStage(isLying: isLying) { time.now }
        self.stage = stage
        let seeds = [generator.next(), generator.next()]
        machines = try seeds.enumerated().map { index, seed in
            try SimulatedMachine(directory: "\(directory)/\(index)", stage: stage, seed: seed) { time.now }
        }
    }

    /// Makes this many steps, and then lets everything arrive.
    func run(steps: Int) async throws {
        for _ in 0..<steps {
            let index = generator.number(in: 0...1)
            try await step(index)
            if try machines[index].recoverFromKill() { trace.append("  \(index) was killed") }
            try await check(index)
        }
        try await settle()
    }

    private func step(_ index: Int) async throws {
        let machine = machines[index]
        let action = SimulatedAction.draw(&generator)
        trace.append("\(index) \(action)")
        switch action {
        case .write: try write(index)
        case .edit: try edit(index)
        case .queue: try queue(index)
        case .send: _ = try? await machine.client.send(nil)
        case .refresh: _ = try? await machine.client.refresh(.articles(author: SimulatedStage.handle, tag: nil))
        case .decide: try await decide(index)
        case .correct: try await change(index, .correct)
        case .remove: try await change(index, .remove)
        case .restart: try machine.restart()
        case .late: _ = await machine.network.deliverLate()
        case .wait: time.advance(Double(generator.number(in: 1...40)) * (generator.once(in: 3) ? 3600 : 20))
        case .clock: machine.setClock(off: Double(generator.number(in: -3...3)) * 40_000)
        case .travel: machine.zone = LocalZone(TimeZone(identifier: generator.pick(Self.zones)) ?? .gmt)
        case .signOut: try machine.signOut()
        case .signIn: try machine.signIn()
        }
        trace += machine.network.takeTrace()
    }

    // MARK: What the participant does

    private func write(_ index: Int) throws {
        let machine = machines[index]
        let today = CalendarDay(machine.now, in: machine.zone)
        let date = generator.once(in: 6) ? today.adding(days: -1) : today
        let journey = try machine.client.journey(today: date)
        if journey.record(on: date) != nil, !generator.once(in: 4) { return }
        let isProposed = !generator.once(in: 8)
        let entry = Entry(
            id: UUIDv7.make(at: machine.now, using: &generator), day: isProposed ? journey.nextDay : generator.number(in: 1...60),
            date: date, zone: machine.zone.identifier, title: "Entry \(written.count)", body: "first", isDayProposed: isProposed)
        _ = try machine.client.saveDraft(entry, replacing: [])
        written[entry.id] = WrittenEntry(machine: index, date: date, versions: [Self.text(entry)])
    }

    private func edit(_ index: Int) throws {
        guard let row = try row(index, where: \.state.isEditable) else { return }
        var entry = row.entry
        entry.body += "."
        _ = try machines[index].client.saveDraft(entry, replacing: [row.entry])
        written[entry.id]?.versions.insert(Self.text(entry))
    }

    private func queue(_ index: Int) throws {
        guard let row = try row(index, where: { $0.state == .draft || $0.state == .rejected }) else { return }
        try queue(row, machines[index])
    }

    /// Queues an entry; if its day is taken, on the next free day.
    private func queue(_ row: OutboxEntry, _ machine: SimulatedMachine) throws {
        let client = machine.client
        do throws(OutboxError) {
            _ = try client.queue(row.id)
        } catch {
            guard case .dayTaken = error else { throw error }
            try moveToFreeDay(row, client)
        }
    }

    private func moveToFreeDay(_ row: OutboxEntry, _ client: Client) throws {
        var entry = row.entry
        entry.day = try client.journey(today: entry.date, besides: entry.id).nextDay
        _ = try client.saveDraft(entry, replacing: [row.entry])
        _ = try client.queue(entry.id)
    }

    /// The participant looks at the website and tells hdoc whether an unconfirmed entry is there, or decides about a conflict.
    private func decide(_ index: Int) async throws {
        guard let row = try row(index, where: { $0.state == .unknown || $0.conflict != nil && $0.state == .rejected }) else { return }
        let client = machines[index].client
        guard row.state == .unknown else {
            if generator.once(in: 2) { try client.discard(row.id) } else { _ = try client.queue(row.id) }
            return
        }
        let article = try await stage.articles().first { $0.id == row.id }
        let arrived =
            switch row.change {
            case .post: article != nil
            case .correct: article?.body == row.entry.body
            case .remove: article == nil
            }
        _ = try client.settle(row.id, arrived: arrived)
    }

    /// Corrects or removes a posted day, sometimes one that the other machine has posted.
    private func change(_ index: Int, _ kind: EntryChange.Kind) async throws {
        let client = machines[index].client
        guard let id = generator.once(in: 3) ? try foreignDay(index) : try row(index, where: { $0.state == .sent && !$0.isRemoved })?.id
        else { return }
        // A post that arrives after the removal would post the day again; the participant waits for the website.
        if kind == .remove { for machine in machines { while await machine.network.deliverLate() {} } }
        let row: OutboxEntry
        do {
            row = try await client.fetchingText { () throws(OutboxError) in
                try kind == .remove ? client.queueRemoval(of: id) : client.startCorrection(of: id)
            }
        } catch {
            // The other machine's article cannot be fetched now, or it is gone.
            guard error is ClientError else { throw error }
            return
        }
        if written[id]?.machine != index { written[id]?.isShared = true }
        guard kind == .correct else { return }
        var entry = row.entry
        entry.body += "c\(index)"
        _ = try client.saveDraft(entry, replacing: [row.entry])
        written[id]?.versions.insert(Self.text(entry))
        _ = try client.queue(id)
    }

    /// An article of the other machine that this machine has in its cache and not in its outbox.
    private func foreignDay(_ index: Int) throws -> String? {
        let client = machines[index].client
        let own = Set(try client.outbox().map(\.id))
        let ids = try client.articles(author: SimulatedStage.handle, tag: nil).value.map(\.id).filter { !own.contains($0) }
        return ids.isEmpty ? nil : generator.pick(ids)
    }

    private func row(_ index: Int, where condition: (OutboxEntry) -> Bool) throws -> OutboxEntry? {
        let rows = try machines[index].client.outbox().filter(condition)
        return rows.isEmpty ? nil : generator.pick(rows)
    }

    // MARK: What must hold

    private static func text(_ entry: Entry) -> String { "\(entry.title)\n\(entry.body)" }

    private func require(_ isTrue: Bool, _ promise: String, _ id: String) throws {
        guard !isTrue else { return }
        throw SimulationFailure("\(promise): \(id)\n\(trace.suffix(60).joined(separator: "\n"))")
    }

    /// Checks everything after a step of one machine. The files of the other machine are as they were.
    private func check(_ index: Int) async throws {
        let entries = try machines[index].client.outbox()
        outboxes[index] = Dictionary(entries.map { ($0.id, $0) }) { first, _ in first }
        try require(outboxes[index].count == entries.count, "doubled in the outbox", "\(index)")
        let articles = Dictionary(grouping: try await stage.articles(), by: \.id)
        for (id, copies) in articles {
            guard let entry = written[id], let article = copies.first else { return try require(false, "an article nobody wrote", id) }
            try require(copies.count == 1, "doubled", id)
            try require(article.date == entry.date, "on a wrong date", id)
            try require(entry.versions.contains("\(article.title ?? "")\n\(article.body ?? "")"), "changed", id)
        }
        try require(Set(articles.values.compactMap { $0[0].day }).count == articles.count, "two entries for one day", "")
        for (id, entry) in written {
            guard let row = outboxes[entry.machine][id] else { return try require(false, "lost", id) }
            try require(row.entry.date == entry.date && entry.versions.contains(Self.text(row.entry)), "changed in the outbox", id)
            guard row.state == .sent, !entry.isShared else { continue }
            if row.isRemoved {
                try require(articles[id] == nil, "called removed, but still there", id)
                continue
            }
            guard let article = articles[id]?.first else { return try require(false, "called sent, but not there", id) }
            try require(article.day == row.entry.day && article.body == row.entry.body, "called sent, but another text is there", id)
        }
        for row in entries {
            let texts = [row.entry, row.change.base?.entry, row.conflict?.current?.entry].compactMap(\.self)
            for text in texts {
                try require(written[row.id]?.versions.contains(Self.text(text)) == true, "a text nobody wrote in the outbox", row.id)
            }
            try require(
                row.state != .rejected || row.change.kind == .post || row.conflict != nil, "a change refused without a conflict", row.id)
        }
    }

    /// Repairs everything, waits, and sends until nothing changes. Every entry must then be at the stage, or have been refused because
    /// an older version of it is there.
    private func settle() async throws {
        for machine in machines {
            machine.network.isReliable.withLock { $0 = true }
            machine.setClock(off: 0)
            try machine.signIn()
            while await machine.network.deliverLate() {}
        }
        for _ in 0..<6 {
            for machine in machines {
                _ = try await machine.client.refresh(.articles(author: SimulatedStage.handle, tag: nil))
                for row in try machine.client.outbox() where row.state == .draft { try queue(row, machine) }
                let there = Set(try await stage.articles().map(\.id))
                for row in try machine.client.outbox() where row.state == .rejected {
                    if row.conflict != nil {
                        _ = try machine.client.queue(row.id)
                    } else if !there.contains(row.id) {
                        try moveToFreeDay(row, machine.client)
                    }
                }
                time.advance(7200)
                _ = try await machine.client.send(nil)
                trace += machine.network.takeTrace()
            }
            for index in machines.indices { try await check(index) }
            if outboxes.allSatisfy({ $0.values.allSatisfy { $0.state == .sent } }) { break }
        }
        let there = Set(try await stage.articles().map(\.id))
        for (id, entry) in written {
            let row = try machines[entry.machine].client.outbox().first { $0.id == id }
            let isRemoved = try machines.contains { try $0.client.outbox().contains { $0.id == id && $0.isRemoved } }
            try require(there.contains(id) || isRemoved, "never arrived", id)
            try require(row?.state == .sent || row?.state == .rejected, "not settled (\(row?.state.rawValue ?? "gone"))", id)
        }
    }

    /// The number of entries that were written.
    var count: Int { written.count }
}

/// What happens in one step.
enum SimulatedAction: CaseIterable {
    case write, edit, queue, send, refresh, decide, correct, remove, restart, late, wait, clock, travel, signOut, signIn

    /// How often each one happens, in relation to the others.
    private var weight: Int {
        switch self {
        case .send: 12
        case .write, .queue: 6
        case .edit, .wait: 4
        case .refresh, .signIn, .correct, .decide: 3
        case .late: 2
        case .remove, .restart, .clock, .travel, .signOut: 1
        }
    }

    private static let deck = allCases.flatMap { Array(repeating: $0, count: $0.weight) }

    static func draw(_ generator: inout SplitMix64) -> SimulatedAction {
        generator.pick(deck)
    }
}

/// The true time, which only the simulation moves.
final class SimulatedTime: Sendable {
    private let date = Mutex(Date(timeIntervalSince1970: 1_795_000_000))
    var now: Date { date.withLock { $0 } }
    func advance(_ seconds: TimeInterval) { date.withLock { $0 += seconds } }
}
