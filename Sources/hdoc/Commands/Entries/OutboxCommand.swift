import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration.hdoc(
        .outbox, abstract: "List, send, edit and discard the entries in the outbox, and change posted days.",
        subcommands: [ListEntries.self, Send.self, Show.self, EditEntry.self, Discard.self, Correct.self, Remove.self],
        defaultSubcommand: ListEntries.self)

    struct ListEntries: SessionCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the entries.")

        @OptionGroup var options: StageOptions
        @OptionGroup var format: JSONOptions

        func run(in session: ClientSession) async throws -> ExitStatus {
            let entries = try session.client.outbox()
            let console = session.context.console
            if format.json {
                console.json(.array(entries.map(\.json)))
            } else if entries.isEmpty {
                console.say("The outbox is empty.")
            } else {
                console.table(OutboxOutput.table(entries, session.context))
            }
            return .done
        }
    }

    struct Send: SessionCommand {
        static let configuration = CommandConfiguration(abstract: "Send all queued entries, or one entry in any unsent state.")

        @Argument(help: "The id of an entry, or its first characters.", completion: .live(.entry(.sendable))) var id: String?
        @Flag(help: "Entry in state unknown: send it again with the same id.") var again = false
        @Flag(help: "Entry in state unknown: mark it as sent, because it arrived.") var arrived = false
        @Flag(help: "Do not ask about a second entry for a date, a date in the future, or another text on the stage.") var yes = false
        @OptionGroup var options: StageOptions
        @OptionGroup var format: JSONOptions

        func validate() throws {
            if again && arrived { throw ValidationError("Pass either --again or --arrived, not both.") }
            if (again || arrived) && id == nil { throw ValidationError("--again and --arrived need the id of an entry.") }
        }

        func run(in session: ClientSession) async throws -> ExitStatus {
            let entries = try session.client.outbox()
            let delivery = Delivery(session: session, format: format.json ? .array : .text)
            guard let id else {
                let waiting = entries.filter(\.state.isWaiting)
                let status =
                    waiting.isEmpty ? nothingToDo("There are no queued entries.", session) : try await delivery.send(waiting)
                // `entries` is from before sending: entries that were rejected just now have been reported.
                nameUndecided(entries, session)
                return status
            }
            var entry = try OutboxOutput.find(id, entries)
            if again || arrived { entry = try session.client.settle(entry.id, arrived: arrived) }
            try await confirmConflict(entry, session)
            switch entry.state {
            case .draft, .rejected:
                let journey = try session.client.journey(today: session.today, besides: entry.id)
                try await DateConsent(context: session.context, composer: EntryComposer(journey: journey), isGiven: yes)
                    .require(entry.entry.date, day: entry.entry.day) { question in
                        // Without a terminal, a second entry for a date is what the command asked for by its id.
                        if case .dateInFuture(let date) = question { CommandError.dateInFuture(date) } else { nil }
                    }
                return try await delivery.post(entry)
            case .queued, .sending, .unknown: return try await delivery.send([entry])
            case .sent:
                return nothingToDo("Day \(entry.entry.day) is \(entry.isRemoved ? "removed" : "sent") already.", session)
            }
        }

        /// Prints both texts of a conflict and asks whether to send the writer's one.
        private func confirmConflict(_ entry: OutboxEntry, _ session: ClientSession) async throws {
            let (stage, context) = (session.stage.name, session.context)
            guard let texts = ChangeStrings.bothTexts(entry, stage: stage), !yes else { return }
            let action = ChangeStrings.overriding(entry, stage: stage)
            guard context.input.isTerminal else { throw CommandError.needsConfirmation(action: action) }
            context.console.say("\(texts)\n\nTo \(action), type yes:")
            guard await context.input.confirms() else { throw CancellationError() }
        }

        /// Reports rejected entries, which hdoc does not send again by itself.
        private func nameUndecided(_ entries: [OutboxEntry], _ session: ClientSession) {
            for entry in entries where entry.state == .rejected {
                let id = OutboxOutput.short(entry.id)
                if let conflict = OutboxOutput.conflict(entry, session.stage.name) {
                    session.context.console.say(conflict)
                    continue
                }
                let reason = entry.lastError.map { ": \($0)" } ?? "."
                session.context.console.say(
                    "\(ChangeStrings.subject(entry)) was rejected and needs a decision\(reason)\n"
                        + "`hdoc outbox edit \(id)` changes it, `hdoc outbox send \(id)` tries it as it is, "
                        + "`hdoc outbox discard \(id)` deletes it.")
            }
        }

        private func nothingToDo(_ message: String, _ session: ClientSession) -> ExitStatus {
            if format.json { session.context.console.json(.array([])) }
            session.context.console.say(message)
            return .done
        }
    }

    struct Show: SessionCommand {
        static let configuration = CommandConfiguration(abstract: "Show an entry with its text.")

        @Argument(help: "The id of an entry, or its first characters.", completion: .live(.entry(Set(EntryState.allCases)))) var id: String
        @OptionGroup var options: StageOptions
        @OptionGroup var format: JSONOptions

        func run(in session: ClientSession) async throws -> ExitStatus {
            let entry = try OutboxOutput.find(id, try session.client.outbox())
            if format.json {
                session.context.console.json(OutboxOutput.whole(entry))
            } else {
                OutboxOutput.show(entry, session)
            }
            return .done
        }
    }

    struct Discard: SessionCommand {
        static let configuration = CommandConfiguration(abstract: "Discard an entry that was not sent, or a change of a posted day.")

        @Argument(help: "The id of an entry, or its first characters.", completion: .live(.entry(.discardable))) var id: String
        @OptionGroup var options: StageOptions
        @OptionGroup var format: JSONOptions
        @OptionGroup var consent: ConsentOptions

        func run(in session: ClientSession) async throws -> ExitStatus {
            let entry = try OutboxOutput.find(id, try session.client.outbox())
            guard entry.state != .sending, entry.state != .unknown else {
                throw CommandError.notDiscardable(entry.state)
            }
            let stage = session.stage.name
            try await consent.require(ChangeStrings.discarding(entry, stage: stage), in: session)
            try session.client.discard(entry.id)
            // A discarded change leaves the entry, as the stage has it.
            let left = try session.client.outbox().first { $0.id == entry.id }
            if format.json { session.context.console.json((left ?? entry).json) }
            session.context.console.say(ChangeStrings.discarded(entry, stage: stage))
            return .done
        }
    }
}

/// Outbox entries as text and JSON.
enum OutboxOutput {
    static func table(_ entries: [OutboxEntry], _ context: CommandContext) -> TextTable {
        TextTable(
            [.fixed("ID"), .number("DAY"), .fixed("DATE"), .fixed("STATE"), .text("TITLE"), .text("NOTE")],
            rows: entries.map { entry in
                [
                    short(entry.id), String(entry.entry.day), entry.entry.date.description, EntryStrings.name(entry.state),
                    ChangeStrings.title(entry), note(entry, context),
                ]
            })
    }

    /// The timestamp part of a UUIDv7, which is enough to identify an entry in one outbox.
    static func short(_ id: String) -> String { String(id.prefix(13)) }

    static func find(_ id: String, _ entries: [OutboxEntry]) throws(OutboxError) -> OutboxEntry {
        let found = try match(id, entries.map(\.id))
        guard let entry = entries.first(where: { $0.id == found }) else { throw .noSuchEntry(id) }
        return entry
    }

    /// The one id that this text is the beginning of.
    static func match(_ id: String, _ ids: [String]) throws(OutboxError) -> String {
        let found = ids.filter { isId($0, id) }
        if let exact = found.first(where: { $0.lowercased() == id.lowercased() }) { return exact }
        guard let first = found.first else { throw .noSuchEntry(id) }
        guard found.count == 1 else { throw .ambiguous(id, found) }
        return first
    }

    /// Whether a text is an id or its first characters.
    static func isId(_ id: String, _ typed: String) -> Bool { !typed.isEmpty && id.lowercased().hasPrefix(typed.lowercased()) }

    /// What happened to a change that conflicts with the stage, and the commands that decide. Nil if there is no conflict.
    static func conflict(_ entry: OutboxEntry, _ stage: String) -> String? {
        guard let conflict = ChangeStrings.conflict(entry, stage: stage) else { return nil }
        let id = short(entry.id)
        let edit = entry.change.kind == .correct ? ", `hdoc outbox edit \(id)` changes yours" : ""
        return "\(ChangeStrings.subject(entry)) was not made. \(conflict)\n`hdoc outbox show \(id)` shows them. "
            + "To \(ChangeStrings.overriding(entry, stage: stage)): `hdoc outbox send \(id)`. "
            + "To \(ChangeStrings.discarding(entry, stage: stage)): `hdoc outbox discard \(id)`\(edit)."
    }

    static func show(_ entry: OutboxEntry, _ session: ClientSession) {
        let (context, stage) = (session.context, session.stage.name)
        let change = ChangeStrings.conflict(entry, stage: stage)
        let fields: [(String, String?)] = [
            ("Id", entry.id), ("Day", "\(entry.entry.day)"),
            ("Date", "\(entry.entry.date)\(entry.entry.zone.isEmpty ? "" : " (\(entry.entry.zone))")"),
            ("Title", entry.entry.title), ("Tags", entry.entry.tags.isEmpty ? nil : entry.entry.tags.joined(separator: " ")),
            ("Link", entry.entry.link), ("Template", entry.entry.template.rawValue), ("State", EntryStrings.name(entry.state)),
            ("Change", entry.change.kind == .post ? nil : entry.change.kind.rawValue), ("Conflict", change),
            ("Attempts", entry.attempts == 0 ? nil : "\(entry.attempts)"), ("Last error", entry.lastError),
            ("Article", entry.articleURL),
        ]
        context.console.fields(fields.compactMap { label, value in value.map { (label, $0) } })
        if let texts = ChangeStrings.bothTexts(entry, stage: stage) { return context.console.block("\n" + texts) }
        if !entry.entry.body.isEmpty { context.console.block("\n" + entry.entry.body) }
    }

    /// The JSON of an entry in the list, with body, tags, link, template and zone added. `posted` is the text that a
    /// change replaces, `current` what the stage has instead.
    static func whole(_ entry: OutboxEntry) -> JSONValue {
        guard case .object(var members) = entry.json else { return entry.json }
        members["body"] = .string(entry.entry.body)
        members["tags"] = .array(entry.entry.tags.map(JSONValue.string))
        members["link"] = .optional(entry.entry.link)
        members["template"] = .string(entry.entry.template.rawValue)
        members["zone"] = .string(entry.entry.zone)
        members["posted"] = entry.change.base?.json ?? .null
        members["current"] = entry.conflict?.current?.json ?? .null
        return .object(members)
    }

    private static func note(_ entry: OutboxEntry, _ context: CommandContext) -> String {
        guard entry.state != .sent else { return "" }
        let next = entry.nextAttemptAt.map { "next attempt in \(RelativeTime.wait(until: $0, now: context.now()))" }
        let error = entry.lastError.map { $0.hasSuffix(".") && next != nil ? String($0.dropLast()) : $0 }
        return [error, next].compactMap(\.self).joined(separator: "; ")
    }
}
