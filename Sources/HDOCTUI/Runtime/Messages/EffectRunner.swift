import HDOCClient
import HDOCModels
import TerminalKit

/// Runs effects: slow effects in detached tasks that post their results, terminal effects immediately.
///
/// Use it on the loop's thread only.
final class EffectRunner {
    private let client: any CommunityClient
    private let services: Services
    private let saver: DraftSaver
    private let lastJourneyers = LastJourneyers()
    /// The entries that were edited in an editor and are not saved yet.
    private var edited: Set<String> = []
    /// The newest task of each key.
    private var tasks: [EffectKey: Task<Void, Never>] = [:]
    /// The last write. Writes run in order, so that an older draft never replaces a newer one.
    private(set) var lastWrite: Task<Void, Never>?

    init(client: any CommunityClient, services: Services) {
        self.client = client
        self.services = services
        saver = DraftSaver(client: client, makeID: services.makeID)
    }

    func run(_ effect: Effect, _ mailbox: Mailbox<Message>, _ terminal: any Terminal) {
        switch effect {
        case .cache(let effect): run(effect, mailbox)
        case .network(let effect): run(effect, mailbox)
        case .session(let effect): run(effect, mailbox)
        case .writing(let effect): run(effect, mailbox, terminal)
        case .reader(.layOut(let order, let subject)): layOut(order, subject, mailbox)
        case .desktop(let effect): run(effect, mailbox, terminal)
        case .maintenance(.fetchPipeline): fetchPipeline(mailbox)
        case .terminal(.repaint): terminal.repaint()
        case .terminal(.suspend): terminal.suspend()
        case .terminal(.useTheme(let theme)): terminal.use(theme)
        case .cancel(let key): tasks.removeValue(forKey: key)?.cancel()
        }
    }

    /// Cancels all running effects except the writes.
    func cancelAll() {
        for task in tasks.values { task.cancel() }
        tasks = [:]
    }

    // MARK: Areas

    private func run(_ effect: CacheEffect, _ mailbox: Mailbox<Message>) {
        let (client, last) = (client, lastJourneyers)
        switch effect {
        case .read(let part): start(.read(part), mailbox) { _ in .cache(ReadModel.message(of: part, from: client, after: last)) }
        case .readFirstJourneyers:
            mailbox.start { mailbox in
                // The read of all journeyers reports an error, if there is one.
                guard let first = try? client.firstJourneyers(CacheUpdate.firstRows) else { return }
                mailbox.post(.cache(.firstJourneyers(JourneyerIndex(first))))
            }
        case .readJourneyersAge:
            start(nil, mailbox) { _ in
                do {
                    return .cache(.journeyersAged(try client.journeyers(JourneyerQuery()) { _ in false }))
                } catch {
                    return .cache(.readFailed(.journeyers, error))
                }
            }
        case .observe: observe(mailbox)
        case .reportHealth(let order):
            let compare = services.compareStages
            start(.health, mailbox) { _ in .cache(.healthReported(order.report(from: client, comparing: compare))) }
        case .noteReading(let id):
            write(mailbox) {
                // An error is ignored: the record only decides which cached texts are removed first.
                try? client.noteReading(id)
                return nil
            }
        }
    }

    private func run(_ effect: NetworkEffect, _ mailbox: Mailbox<Message>) {
        let client = client
        let key: EffectKey? =
            switch effect {
            case .refresh(let resource): .refresh(resource)
            case .sync: .sync
            case .check: .check
            case .send: nil
            }
        start(key, mailbox) { report in .network(await client.result(of: effect) { report(.network($0)) }) }
    }

    private func run(_ effect: SessionEffect, _ mailbox: Mailbox<Message>) {
        let client = client
        switch effect {
        case .setHandle(let handle): write(mailbox) { .session(client.setting(handle)) }
        case .signIn:
            let options = SignInOptions(opensBrowser: services.sampleAccount?.opensBrowser ?? true)
            start(.signIn, mailbox) { report in .session(await client.signingIn(options) { report(.session(.signInStep($0))) }) }
        case .pasteBack(let text): start(nil, mailbox) { _ in .session(.pasteAnswered(await client.pasteBack(text))) }
        case .signSampleIn(let address):
            guard let account = services.sampleAccount else { return }
            mailbox.start { mailbox in
                do { try await account.signIn(address) } catch { mailbox.post(.session(.signedIn(.failure(error)))) }
            }
        case .signOut: start(nil, mailbox) { _ in .session(await client.signingOut()) }
        case .signUp(let profile): start(.signUp, mailbox) { _ in .session(await client.signingUp(profile)) }
        }
    }

    private func run(_ effect: WritingEffect, _ mailbox: Mailbox<Message>, _ terminal: any Terminal) {
        let (client, makeID, saver) = (client, services.makeID, saver)
        switch effect {
        case .startEntry(let seed, let tool): write(mailbox) { .writing(client.starting(seed.entry(id: makeID()), tool)) }
        case .saveDraft(let entry, let base):
            save(entry, mailbox) { client.saving(entry, replacing: base, with: saver) }
        case .queue(let entry, let base):
            save(entry, mailbox) { client.queueing(entry, replacing: base, with: saver) }
        case .discard(let id): write(mailbox) { .writing(client.discarding(id)) }
        case .startCorrection(let id, let tool): start(nil, mailbox) { _ in .writing(await client.correcting(id, tool)) }
        case .remove(let id): start(nil, mailbox) { _ in .writing(await client.removing(id)) }
        case .discardIfEmpty(let id): write(mailbox) { client.discardingIfEmpty(id).map { .writing($0) } }
        case .settle(let id, let arrived): write(mailbox) { .writing(client.settling(id, arrived: arrived)) }
        case .edit(let entry, let choice): edit(entry, choice, mailbox, terminal)
        }
    }

    private func run(_ effect: DesktopEffect, _ mailbox: Mailbox<Message>, _ terminal: any Terminal) {
        switch effect {
        case .copy(let text, let what):
            let (fits, copyToMultiplexer) = (terminal.copy(text), services.copyToMultiplexer)
            mailbox.start { mailbox in
                if fits { await copyToMultiplexer?(text) }
                mailbox.post(.desktop(.copied(what: what, fits: fits)))
            }
        case .run(let command):
            let runCommand = services.runCommand
            start(nil, mailbox) { _ in
                do {
                    return .desktop(.ran(command, .success(try await runCommand(command.arguments))))
                } catch {
                    return .desktop(.ran(command, .failure(error)))
                }
            }
        case .export(let order):
            write(mailbox) {
                .desktop(.exported(order, Result { () throws(FileError) in try order.write() }))
            }
        case .exportRequests(let traces):
            let export = services.exportRequests
            mailbox.start { mailbox in
                mailbox.post(.desktop(.requestsExported(Result { try export(traces) }, count: traces.count)))
            }
        case .openLink(let url):
            let open = services.openLink
            mailbox.start { $0.post(.desktop(.linkOpened(open(url)))) }
        }
    }

    private func fetchPipeline(_ mailbox: Mailbox<Message>) {
        let (fetch, credentials, stage) = (services.pipeline, services.credentials, client.stage)
        start(.pipeline, mailbox) { report in
            if let credentials {
                do {
                    report(.maintenance(.credentialsFetched(.success(try await credentials(stage)))))
                } catch {
                    report(.maintenance(.credentialsFetched(.failure(error))))
                }
            }
            do {
                return .maintenance(.pipelineFetched(.success(try await fetch(stage))))
            } catch {
                return .maintenance(.pipelineFetched(.failure(error)))
            }
        }
    }

    /// A resize of the window may replace an order that has not begun. Such an order costs nothing.
    private func layOut(_ order: PageOrder, _ subject: ReaderState.Subject, _ mailbox: Mailbox<Message>) {
        tasks[.layOut(subject)]?.cancel()
        tasks[.layOut(subject)] = mailbox.start { mailbox in
            if Task.isCancelled { return }
            let page = ReaderPage(order)
            if !Task.isCancelled { mailbox.post(.reader(.laidOut(order, page))) }
        }
    }

    // MARK: Tasks

    /// - Parameter key: the key of the effect. A running effect with the same key is cancelled. Nil: no effect is cancelled.
    private func start(
        _ key: EffectKey?, _ mailbox: Mailbox<Message>,
        _ body: @escaping @Sendable (_ report: @escaping @Sendable (Message) -> Void) async -> Message
    ) {
        if let key { tasks[key]?.cancel() }
        let task = mailbox.start { mailbox in
            // A cancelled effect posts no more messages.
            let report: @Sendable (Message) -> Void = { if !Task.isCancelled { mailbox.post($0) } }
            report(await body(report))
        }
        if let key { tasks[key] = task }
    }

    private func write(_ mailbox: Mailbox<Message>, _ body: @escaping @Sendable () -> Message?) {
        let before = lastWrite
        lastWrite = mailbox.start { mailbox in
            await before?.value
            if let message = body() { mailbox.post(message) }
        }
    }

    /// Saves an entry. If its text came from an editor, removes the editor's file afterwards.
    private func save(_ entry: Entry, _ mailbox: Mailbox<Message>, _ body: @escaping @Sendable () -> WritingMessage) {
        let wasEdited = edited.remove(entry.id) != nil
        let (finish, name) = (services.finishEdit, draftName(entry.id))
        write(mailbox) {
            let message = body()
            if case .failed = message { return .writing(message) }
            if wasEdited { finish(name) }
            return .writing(message)
        }
    }

    /// Runs outside of the mailbox: the observation never ends, and a task of the mailbox would keep the program from being idle.
    private func observe(_ mailbox: Mailbox<Message>) {
        let (changes, requests, configurations) = (client.changes(), client.requests(), services.configurations)
        tasks[.observe]?.cancel()
        tasks[.observe] = Task.detached {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await change in changes { mailbox.post(.cache(.changed(change))) } }
                group.addTask { for await trace in requests { mailbox.post(.network(.requested(trace))) } }
                guard let configurations else { return }
                group.addTask { for await result in configurations() { mailbox.post(.configuration(result)) } }
            }
        }
    }

    private func edit(_ entry: OutboxEntry, _ choice: UnfinishedTextChoice, _ mailbox: Mailbox<Message>, _ terminal: any Terminal) {
        let result = Result {
            // If the outbox cannot be written, the user learns it before typing a text.
            try client.checkWriting()
            let edit = draftEdit(entry)
            return try terminal.withSuspended {
                try services.edit(edit, choice) { mailbox.post(.writing(.setAside(path: $0))) }
            }
        }
        switch result {
        case .success, .failure(EditorError.unfinished): edited.insert(entry.id)
        case .failure: break
        }
        mailbox.post(.writing(.edited(entry, result)))
    }

    private func draftEdit(_ entry: OutboxEntry) -> DraftEdit {
        let client = client
        var edit = DraftEdit(name: draftName(entry.id), text: EntryDocument.text(for: entry.entry))
        if entry.entry.isUnwritten { edit.orphans = .init(stage: client.stage.name) { try client.outbox() } }
        return edit
    }

    private func draftName(_ id: String) -> String { DraftFile.name(ofEntry: id, stage: client.stage.name) }
}
