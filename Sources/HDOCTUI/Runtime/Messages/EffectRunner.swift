import TerminalKit
import HDOCClient
import HDOCModels

/// Runs effects: what takes time in detached tasks that post what came of it, the terminal's own at once.
///
/// Used on the loop's thread only.
final class EffectRunner {
    private let client: any CommunityClient
    private let services: Services
    /// The newest task of each key.
    private var tasks: [String: Task<Void, Never>] = [:]
    /// The last write: writes keep their order, so that an older draft never replaces a newer one.
    private(set) var lastWrite: Task<Void, Never>?

    init(client: any CommunityClient, services: Services) {
        self.client = client
        self.services = services
    }

    func run(_ effect: Effect, _ mailbox: Mailbox<Message>, _ terminal: any Terminal) {
        switch effect {
        case .edit(let entry): mailbox.post(.edited(entry, edit(entry, terminal)))
        case .copy(let text, let what): mailbox.post(.copied(what: what, fits: terminal.copy(text)))
        case .repaint: terminal.repaint()
        case .suspend: terminal.suspend()
        case .useTheme(let theme): terminal.use(theme)
        case .cancel(let what): tasks.removeValue(forKey: what.effect.key ?? "")?.cancel()
        case .openLink(let url):
            let open = services.openLink
            mailbox.start { $0.post(.linkOpened(open(url))) }
        case .observe: observe(mailbox, key: effect.key ?? "")
        case .cancelSignIn: tasks.removeValue(forKey: effect.key ?? "")?.cancel()
        case .startEntry, .saveDraft, .queue, .discard, .settle, .setHandle, .noteReading: write(effect, mailbox)
        case .read, .refresh, .sync, .check, .send, .signIn, .pasteBack, .signOut, .signUp: start(effect, mailbox)
        }
    }

    /// Ends what is still under way.
    func cancelAll() {
        for task in tasks.values { task.cancel() }
        tasks = [:]
    }

    private func start(_ effect: Effect, _ mailbox: Mailbox<Message>) {
        let client = client
        let key = effect.key
        if let key { tasks[key]?.cancel() }
        let task = mailbox.start { mailbox in
            let report: @Sendable (Message) -> Void = { message in
                // Whoever was replaced has nothing to say any more.
                if !Task.isCancelled { mailbox.post(message) }
            }
            if let message = await NetworkEffects.run(effect, client, report: report) { report(message) }
        }
        if let key { tasks[key] = task }
    }

    private func write(_ effect: Effect, _ mailbox: Mailbox<Message>) {
        let (client, makeID, before) = (client, services.makeID, lastWrite)
        lastWrite = mailbox.start { mailbox in
            await before?.value
            if let message = WritingEffects.run(effect, client, makeID: makeID) { mailbox.post(message) }
        }
    }

    /// Not counted as under way: it never ends, and an idle program is idle all the same.
    private func observe(_ mailbox: Mailbox<Message>, key: String) {
        let (changes, requests) = (client.changes(), client.requests())
        tasks[key]?.cancel()
        tasks[key] = Task.detached {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { for await change in changes { mailbox.post(.changed(change)) } }
                group.addTask { for await trace in requests { mailbox.post(.requested(trace)) } }
            }
        }
    }

    private func edit(_ entry: OutboxEntry, _ terminal: any Terminal) -> Result<String, any Error> {
        let text = EntryDocument.text(for: entry.entry)
        return Result {
            // Better to learn now than with a text in hand that cannot be kept.
            try client.checkWriting()
            return try terminal.withSuspended { try services.edit(text, "entry-\(entry.id)") }
        }
    }
}
