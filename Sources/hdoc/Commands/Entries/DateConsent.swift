import HDOCTUI
import TerminalKit
import HDOCClient
import HDOCModels

/// A second entry for one date may be meant, but never happens unasked.
struct DateConsent {
    let context: CommandContext
    /// Without the entry that is asked about.
    let journey: Journey

    /// Before day `day` is written for `date`.
    /// - Parameter refusal: what is thrown where nobody can be asked; nil where the command's words are answer enough.
    func require(_ date: CalendarDay, day: Int, orElse refusal: (JourneyRecord) -> OutboxError? = { _ in nil }) async throws {
        guard let other = journey.record(on: date) else { return }
        guard context.input.isTerminal else {
            if let refusal = refusal(other) { throw refusal }
            return
        }
        context.console.say("\(date) already has an entry: day \(other.day), “\(other.title)”. Write day \(day) too? Type yes:")
        guard await context.input.confirms() else { throw CancellationError() }
    }
}
