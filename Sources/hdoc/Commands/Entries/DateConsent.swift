import HDOCTUI
import TerminalKit
import HDOCClient
import HDOCModels

/// A second entry for one date, or a date in the future, may be meant, but never happens unasked.
struct DateConsent {
    let context: CommandContext
    /// Knows what was written, without the entry that is asked about.
    let composer: EntryComposer
    /// `--yes` answers every question.
    var isGiven = false

    /// Before day `day` is written for `date`.
    /// - Parameters:
    ///   - isSecondMeant: whether the command's words say that this date is to have another entry.
    ///   - refusal: what is thrown where nobody can be asked; nil where the command's words are answer enough.
    func require(
        _ date: CalendarDay, day: Int, isSecondMeant: Bool = false, orElse refusal: (EntryQuestion) -> (any Error)? = { _ in nil }
    ) async throws {
        guard !isGiven else { return }
        for question in composer.questions(for: date) {
            var too = ""
            if case .secondForDate = question {
                if isSecondMeant { continue }
                too = " too"
            }
            guard context.input.isTerminal else {
                if let refusal = refusal(question) { throw refusal }
                continue
            }
            let sentence = WritingProblemStrings.question(question, date: date, today: nil)
            context.console.say("\(sentence) Write day \(day)\(too)? Type yes:")
            guard await context.input.confirms() else { throw CancellationError() }
        }
    }

    /// For a command that says nothing else of its date.
    static func refusal(_ question: EntryQuestion, date: CalendarDay, day: Int) -> any Error {
        switch question {
        case .secondForDate(let other): OutboxError.dateTaken(date: date, day: other.day, title: other.title, next: day)
        case .dateInFuture(let date): CommandError.dateInFuture(date)
        }
    }
}
