import FoundationEssentials
import HDOCClient
import HDOCModels

/// Texts about problems of a written text: why it is not a valid entry, and what to correct.
package enum WritingProblemStrings {
    /// All problems, one sentence each.
    package static func sentences(_ problems: [WritingProblem]) -> String {
        problems.map(sentence).joined(separator: " ")
    }

    package static func sentence(_ problem: WritingProblem) -> String {
        let place = problem.line.map { "Line \($0): " } ?? ""
        switch problem.reason {
        case .noTitle: return "The title (first line) is empty."
        case .unreadableDay: return "\(place)“\(problem.text)”: the day must be a number from 1 to \(EntryRules.largestDay)."
        case .unreadableDate: return "\(place)“\(problem.text)”: write the date like 2026-11-23."
        case .unknownField(let nearest):
            let known = WritingField.allCases.map(\.rawValue).joined(separator: ", ")
            let hint = nearest.map { "did you mean \($0.rawValue)?" } ?? "the fields are \(known)."
            return "\(place)“\(problem.text)” is not a field that hdoc knows; \(hint)"
        case .repeatedField(let field): return "\(place)“\(problem.text)”: \(field.rawValue) is given twice; keep one."
        case .fieldInText(let field):
            return
                "\(place)“\(problem.text)” is part of the text and does not set the \(field.rawValue). Move it below the comment, "
                + "or send the draft as it is."
        }
    }

    /// The rest of a sentence that begins with the name of the file.
    package static func sentence(_ error: TextEncodingError) -> String {
        switch error {
        case .nul(let offset): "is not text: byte \(offset + 1) is a NUL"
        case .invalidUTF8(let offset): "is not UTF-8 text: byte \(offset + 1) is invalid"
        case .invalidUTF16(let offset): "is not UTF-16 text: byte \(offset + 1) is invalid"
        }
    }

    /// Shown to the second of two windows that changed the same draft.
    package static let copied = "Another hdoc changed or sent this draft. Your text is saved as a draft of its own."

    /// Shown when the other text is edited.
    package static func setAside(_ path: String) -> String { "The unfinished text is kept in \(path)" }

    /// Begins the question which of two texts to edit.
    package static func unfinished(writtenAt: Date, savedAt: Date, now: Date) -> String {
        "An unfinished text of this entry is from \(RelativeTime.ago(writtenAt, now: now)), and the entry was saved "
            + "\(RelativeTime.ago(savedAt, now: now))."
    }

    /// Follows the result of sending an entry whose day was taken.
    package static func moved(from former: Int, to day: Int) -> String {
        "Day \(former) was already posted from another machine, so this entry is day \(day)."
    }

    /// The question before an entry is written or sent, without its end “Write day 24 too?”.
    package static func question(_ question: EntryQuestion, date: CalendarDay, today: CalendarDay?) -> String {
        switch question {
        case .secondForDate(let other):
            "\(date == today ? "Today" : date.description) already has an entry: day \(other.day), “\(other.title)”."
        case .dateInFuture(let date): "\(date) is in the future\(today.map { "; today is \($0)" } ?? "")."
        }
    }
}
