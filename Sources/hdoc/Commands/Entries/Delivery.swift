import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

/// Sends saved entries and reports the result; shared by `log`, `outbox send` and `login`.
struct Delivery {
    /// The output format. `--json` always prints exactly one document.
    enum Format { case text, object, array }

    let session: ClientSession
    let format: Format

    private var console: Console { session.context.console }

    func showDraft(_ saved: OutboxEntry) -> ExitStatus {
        show([saved])
        console.say("Kept as a draft. `hdoc outbox send \(OutboxOutput.short(saved.id))` posts it.")
        return .done
    }

    /// Queues an entry on disk, then sends it. `dayMayMove` allows another day, because hdoc chose the day.
    func post(_ saved: OutboxEntry, dayMayMove: Bool = false) async throws -> ExitStatus {
        var queued: OutboxEntry
        do {
            queued = try session.client.queue(saved.id)
        } catch {
            console.say("It is kept as a draft: `hdoc outbox show \(OutboxOutput.short(saved.id))`.")
            throw error
        }
        _ = await session.learnHandle()
        if dayMayMove, unsendable() == nil { queued = try await moveOffTakenDay(queued) }
        return try await send([queued])
    }

    /// hdoc chose the day from the cache. If the cache is more than an hour old, the backend may have newer entries from another
    /// machine. hdoc asks it only now, after the entry is saved.
    private func moveOffTakenDay(_ queued: OutboxEntry) async throws -> OutboxEntry {
        let (client, context) = (session.client, session.context)
        guard let handle = client.handle() else { return queued }
        let known = try client.articles(author: handle, tag: nil)
        if let fetchedAt = known.fetchedAt, context.now().timeIntervalSince(fetchedAt) < 3600 { return queued }
        let before = try client.journey(today: session.today, besides: queued.id)
        // If this request fails, sending reports the reason.
        guard (try? await client.refresh(.articles(author: handle, tag: nil))) != nil else { return queued }
        let journey = try client.journey(today: session.today, besides: queued.id)
        var entry = queued.entry
        entry.day = journey.freeDay(entry.day)
        if let other = journey.record(on: entry.date), before.record(on: entry.date) == nil {
            // Another machine has posted for this date, so a second entry needs confirmation.
            let draft = try client.saveDraft(entry, replacing: [queued.entry])
            console.say("It is kept as a draft: `hdoc outbox show \(OutboxOutput.short(draft.id))`.")
            throw OutboxError.dateTaken(date: entry.date, day: other.day, title: other.title, next: entry.day)
        }
        return entry == queued.entry ? queued : try client.queue(try client.saveDraft(entry, replacing: [queued.entry]).id)
    }

    /// Sends entries of the outbox and prints the state of each.
    func send(_ entries: [OutboxEntry]) async throws -> ExitStatus {
        _ = await session.learnHandle()
        if let reason = unsendable() {
            show(entries)
            console.say(reason.words)
            return reason.status
        }
        let outcome = await attempt(entries.map(\.id))
        // Another hdoc process may have sent an entry in the meantime; the outbox has its state.
        let ids = Set(entries.map(\.id))
        let current = try session.client.outbox().filter { ids.contains($0.id) }
        let settled = entries.map { entry in current.first { $0.id == entry.id } ?? entry }
        show(settled)
        for entry in settled where entry.state != .sent { console.say(explanation(entry, outcome)) }
        if case .tried(let report) = outcome {
            for entry in settled {
                if let former = report.formerDays[entry.id] { console.say(WritingProblemStrings.moved(from: former, to: entry.entry.day)) }
            }
        }
        return status(settled, outcome)
    }

    // MARK: One attempt

    private enum SendOutcome {
        case tried(SendReport), otherSender, needsSignIn
        case failed(any Error)
    }

    private func attempt(_ ids: [String]) async -> SendOutcome {
        do {
            let report = try await session.client.send(ids)
            if report.otherSender { return .otherSender }
            return report.needsSignIn ? .needsSignIn : .tried(report)
        } catch {
            return .failed(error)
        }
    }

    /// The reason why sending cannot succeed, found without the network. The entries stay in the outbox.
    private func unsendable() -> (words: String, status: ExitStatus)? {
        let kept = "Kept in the outbox, not sent yet:"
        if session.isOffline { return ("\(kept) offline was asked for. `hdoc outbox send` sends it.", .kept) }
        switch session.client.session() {
        case .signedIn: break
        case .signedOut, .ended, .otherSession:
            return ("\(kept) nobody is signed in on \(session.stage.name). Run `hdoc login`, then `hdoc outbox send`.", .signInNeeded)
        case .unreadable(let path): return ("\(kept) the tokens in \(path) could not be read. Run `hdoc login`.", .signInNeeded)
        }
        guard session.client.handle() == nil else { return nil }
        return ("\(kept) \(session.describer.sentence(CommandError.noHandle))", .failed)
    }

    private func explanation(_ entry: OutboxEntry, _ outcome: SendOutcome) -> String {
        let day = ChangeStrings.subject(entry)
        if let conflict = OutboxOutput.conflict(entry, session.stage.name) { return conflict }
        if entry.state == .rejected || entry.state == .draft {
            let reason = entry.lastError.map { ": \($0)" } ?? "."
            let id = OutboxOutput.short(entry.id)
            return "\(day) was rejected\(reason)\n`hdoc outbox edit \(id)` changes its text, with --day N its day. "
                + "`hdoc outbox send \(id)` tries again."
        }
        let kept = "\(day) is kept in the outbox, not sent yet"
        if entry.isBeingChanged, let absence = session.absence(of: entry.change.kind) {
            return "\(kept): \(session.describer.describe(absence).what). "
                + "`hdoc outbox discard \(OutboxOutput.short(entry.id))` gives it up."
        }
        switch outcome {
        case .otherSender: return "\(kept): another hdoc is sending."
        case .failed(let error): return "\(kept). \(session.describer.sentence(error))"
        case .tried where entry.state == .unknown, .needsSignIn where entry.state == .unknown:
            let what = day.prefix(1).lowercased() + day.dropFirst()
            return "Nobody can tell yet whether \(what) arrived. `hdoc outbox send` asks the backend again."
        case .tried: return "\(kept)\(entry.lastError.map { ": \($0)" } ?? ".")"
        case .needsSignIn: return "\(kept)\(entry.lastError.map { ": \($0)" } ?? ".") Run `hdoc login`: what waits goes out with it."
        }
    }

    private func status(_ entries: [OutboxEntry], _ outcome: SendOutcome) -> ExitStatus {
        let waiting = entries.contains { $0.state.isWaiting }
        if waiting, case .failed(let error) = outcome, ExitStatus(for: error) == .signInNeeded { return .signInNeeded }
        if waiting, case .needsSignIn = outcome { return .signInNeeded }
        if waiting, case .tried = outcome, !isSignedIn { return .signInNeeded }
        if entries.contains(where: { $0.state == .rejected || $0.state == .draft }) { return .failed }
        if entries.contains(where: { $0.isBeingChanged && session.absence(of: $0.change.kind) != nil }) { return .routeAbsent }
        if waiting, case .failed(let error) = outcome, ExitStatus(for: error) == .cancelled { return .cancelled }
        return waiting ? .kept : .done
    }

    private var isSignedIn: Bool { if case .signedIn = session.client.session() { true } else { false } }

    private func show(_ entries: [OutboxEntry]) {
        switch format {
        case .array: console.json(.array(entries.map(\.json)))
        case .object: entries.first.map { console.json($0.json) }
        case .text:
            for entry in entries {
                console.line("Day \(entry.entry.day) · \(ChangeStrings.title(entry)) · \(EntryStrings.name(entry.state))")
            }
        }
    }
}
