import HDOCClient
import HDOCModels

extension ErrorDescriber {
    package func describe(_ error: StoreError) -> ErrorDescription {
        switch error {
        case .diskFull(let path):
            ErrorDescription("The disk is full: \(path) could not be written", "Nothing was lost. Free some space and try again.")
        case .readOnly(let path): ErrorDescription("\(path) cannot be written: no permission, or a read-only disk")
        case .damaged(let path, let setAside, nil): ErrorDescription("\(path) was damaged and moved to \(setAside)")
        case .damaged(let path, let setAside, let salvaged?):
            ErrorDescription(
                "\(path) was damaged: \(Amounts.count(salvaged, "entry", "entries")) could be recovered; queued entries became drafts",
                "The damaged file was moved to \(setAside).")
        case .emptied(let path):
            ErrorDescription(
                "\(path) was an empty file: entries that it held were removed outside hdoc",
                "If you had any, take the file from a backup.")
        case .newer(let path): ErrorDescription("\(path) was written by a newer version of hdoc", "Update hdoc. The file was not changed.")
        case .busy(let path): ErrorDescription("\(path) is in use by another hdoc process", "Try again in a moment.")
        case .tightened(let path, let mode):
            ErrorDescription(
                "Other users could read \(path) (mode \(String(mode, radix: 8))); hdoc made it private",
                "If others use this machine, sign out and sign in again.")
        case .failed(let path, let detail): ErrorDescription("\(path) could not be used: \(detail)")
        }
    }

    package func describe(_ error: OutboxError) -> ErrorDescription {
        switch error {
        case .noSuchEntry(let id): return ErrorDescription("The outbox has no entry \(id)", "List the entries with `hdoc outbox`.")
        case .ambiguous(let prefix, let ids):
            return ErrorDescription("\(prefix) matches several entries: \(Amounts.choice(ids))", "Type more characters of the id.")
        case .notEditable(let entry):
            return ErrorDescription(
                "Day \(entry.entry.day) (“\(entry.entry.title)”) cannot be edited in the outbox: it is \(Self.name(entry.state))",
                entry.state == .sent && !entry.isRemoved ? "Correct a posted day with `hdoc outbox correct \(entry.id)`." : nil)
        case .notPosted(let entry):
            return entry.isRemoved
                ? ErrorDescription("Day \(entry.entry.day) (“\(entry.entry.title)”) was removed from \(stage)")
                : ErrorDescription(
                    "Day \(entry.entry.day) (“\(entry.entry.title)”) is not posted: it is \(Self.name(entry.state))",
                    "Use `hdoc outbox edit` or `hdoc outbox discard` for it.")
        case .dayFixed(let day):
            return ErrorDescription(
                "A correction cannot change the day: it stays \(day)", "Remove the day, and post it under its new number.")
        case .withoutDay(let id): return ErrorDescription("The article \(id) belongs to no day of the challenge, so it cannot be corrected")
        case .textNotCached(let id):
            return ErrorDescription("The text of the article \(id) is not in the cache", "Try again without --offline.")
        case .changedElsewhere(let entry):
            return ErrorDescription(
                "Another hdoc changed day \(entry.entry.day) (“\(entry.entry.title)”) in the meantime",
                "Edit the entry again to see both texts.")
        case .cannotMove(let from, let to):
            return ErrorDescription("An entry in state \(Self.name(from)) cannot become \(Self.name(to))")
        case .invalid(let problems):
            let reasons = problems.map { EntryStrings.sentence($0) }.joined(separator: "; ")
            return ErrorDescription("The entry cannot be sent: \(reasons)")
        case .dayTaken(let day, let title):
            return ErrorDescription(
                "Day \(day) already has an entry: “\(title)”", "Choose another day with --day, or edit the existing entry.")
        case .dateTaken(let date, let day, let title, let next):
            return ErrorDescription(
                "\(date) already has an entry: day \(day), “\(title)”", "To write a second entry for that date, pass `--day \(next)`.")
        case .demoOnly: return ErrorDescription("Demo entries can be sent to the demo backend only")
        case .store(let cause): return describe(cause)
        }
    }

    package static func name(_ state: EntryState) -> String { EntryStrings.name(state) }
}

/// Texts about entries and their states.
package enum EntryStrings {
    /// The name of a state: the same word on the screens, in the texts and in JSON.
    package static func name(_ state: EntryState) -> String { state.rawValue }

    package static func sentence(_ problem: EntryProblem) -> String {
        switch problem {
        case .empty(let field): "\(field.rawValue) is empty"
        case .lineBreak(let field): "\(field.rawValue) has a line break; it must be one line"
        case .tooLong(.body, let limit, let size): "body has \(Amounts.bytes(size)); the limit is \(Amounts.bytes(limit))"
        case .tooLong(let field, let limit, let size): "\(field.rawValue) has \(size) characters; the limit is \(limit)"
        case .tooMany(let field, let limit, let number): "\(number) \(field.rawValue); the limit is \(limit)"
        case .badTag(let tag): "tag “\(tag)”: up to \(EntryRules.longestTag) of a-z 0-9 + . # - are allowed"
        case .badLink(let link): "link “\(link)” is not a web address (https://…)"
        case .badDay(let day): "day \(day) is not between 1 and \(EntryRules.largestDay)"
        }
    }
}
