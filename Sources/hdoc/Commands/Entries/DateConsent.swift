import HDOCClient
import HDOCModels
import HDOCTUI

/// Asks for confirmation before a second entry for a date, or an entry for a date in the future.
struct DateConsent {
    let context: CommandContext
    /// Finds the questions for a date. Its journey must not include the entry in question.
    let composer: EntryComposer
    /// Whether `--yes` was given, which answers every question.
    var isGiven = false

    /// Asks before day `day` is written for `date`. Throws `CancellationError` if the answer is not yes.
    /// - Parameters:
    ///   - isSecondMeant: whether the user has already chosen a second entry for this date, so that hdoc does not ask about it.
    ///   - refusal: the error to throw if there is no terminal to ask; nil accepts the date.
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

    /// The error of a command that has no terminal to ask for confirmation.
    static func refusal(_ question: EntryQuestion, date: CalendarDay, day: Int) -> any Error {
        switch question {
        case .secondForDate(let other): OutboxError.dateTaken(date: date, day: other.day, title: other.title, next: day)
        case .dateInFuture(let date): CommandError.dateInFuture(date)
        }
    }
}
