import TerminalKit
import HDOCClient
import HDOCModels

extension ErrorDescriber {
    package func describe(_ error: StoreError) -> ErrorDescription {
        switch error {
        case .diskFull(let path):
            ErrorDescription("The disk is full: \(path) could not be written", "Nothing was lost; make room and try again.")
        case .readOnly(let path): ErrorDescription("\(path) cannot be written: no permission, or a read-only disk")
        case .damaged(let path, let setAside, nil): ErrorDescription("\(path) was damaged and set aside as \(setAside)")
        case .damaged(let path, let setAside, let salvaged?):
            ErrorDescription(
                "\(path) was damaged: \(Amounts.count(salvaged, "entry", "entries")) could be saved, what was queued among them as drafts",
                "The damaged file is kept as \(setAside).")
        case .newer(let path): ErrorDescription("\(path) was written by a newer hdoc", "Update hdoc; the file was left alone.")
        case .busy(let path): ErrorDescription("\(path) is in use by another hdoc", "Try again in a moment.")
        case .tightened(let path, let mode):
            ErrorDescription(
                "Others could read \(path) (mode \(String(mode, radix: 8))); it is private now",
                "If the machine is shared, sign out and in again.")
        case .failed(let path, let detail): ErrorDescription("\(path) could not be used: \(detail)")
        }
    }

    package func describe(_ error: OutboxError) -> ErrorDescription {
        switch error {
        case .noSuchEntry(let id): return ErrorDescription("The outbox has no entry \(id)", "`hdoc outbox` lists them.")
        case .ambiguous(let prefix, let ids):
            return ErrorDescription("\(prefix) could be \(Amounts.choice(ids))", "Give more of the id.")
        case .notEditable(let entry):
            return ErrorDescription(
                "Day \(entry.entry.day) (“\(entry.entry.title)”) can no longer be changed: it is \(Self.name(entry.state))")
        case .cannotMove(let from, let to):
            return ErrorDescription("An entry that is \(Self.name(from)) cannot become \(Self.name(to))")
        case .invalid(let problems):
            let reasons = problems.map { EntryStrings.sentence($0) }.joined(separator: "; ")
            return ErrorDescription("The entry cannot be posted: \(reasons)")
        case .dayTaken(let day, let title):
            return ErrorDescription("Day \(day) has an entry already: “\(title)”", "Choose another day with --day, or edit that one.")
        case .dateTaken(let date, let day, let title, let next):
            return ErrorDescription(
                "\(date) has an entry already: day \(day), “\(title)”", "`--day \(next)` writes a second one for that date.")
        case .demoOnly: return ErrorDescription("Demo data never leaves the demo")
        }
    }

    package static func name(_ state: EntryState) -> String { EntryStrings.name(state) }
}

/// Entries and their states in words.
package enum EntryStrings {
    package static func name(_ state: EntryState) -> String {
        switch state {
        case .draft: "draft"
        case .queued: "queued"
        case .sending: "being sent"
        case .unknown: "perhaps sent"
        case .sent: "posted"
        case .rejected: "refused"
        }
    }

    package static func sentence(_ problem: EntryRules.Problem) -> String {
        switch problem {
        case .empty(let field): "\(field.rawValue) is empty"
        case .tooLong(.body, let limit, let size): "body has \(Amounts.bytes(size)), \(Amounts.bytes(limit)) are allowed"
        case .tooLong(let field, let limit, let size): "\(field.rawValue) has \(size) characters, \(limit) are allowed"
        case .tooMany(let field, let limit, let number): "\(number) \(field.rawValue), \(limit) are allowed"
        case .badTag(let tag): "tag “\(tag)”: up to \(EntryRules.longestTag) of a-z 0-9 + . # - are allowed"
        case .badLink(let link): "link “\(link)” is not a web address (https://…)"
        case .badDay(let day): "day \(day) is not between 1 and \(EntryRules.largestDay)"
        }
    }
}
