import HDOCModels

/// The fields that can have a line of their own, such as `Day: 24`. `title` is only used in front matter.
package enum WritingField: String, Sendable, Equatable, CaseIterable {
    case title, day, date, tags, link

    /// The field with this name, ignoring case.
    init?(name: some StringProtocol) { self.init(rawValue: name.lowercased()) }
}

/// A problem in a text that keeps the entry a draft.
package struct WritingProblem: Sendable, Equatable {
    /// The kinds of problems.
    package enum Reason: Sendable, Equatable {
        /// The entry has no title.
        case noTitle
        /// The day is not a whole number from 1 to `EntryRules.largestDay`.
        case unreadableDay
        /// The date is not in the form 2026-11-23.
        case unreadableDate
        /// There is no such field. `nearest` is a known field with a similar name.
        case unknownField(nearest: WritingField?)
        /// The text contains the field twice.
        case repeatedField(WritingField)
        /// The line stands in the text, where it sets nothing.
        case fieldInText(WritingField)
    }

    /// The kind of problem.
    package let reason: Reason
    /// The number of the line in the text, starting at 1. Nil if the problem concerns no particular line.
    package let line: Int?
    /// The line as it was written. It is kept at the end of the body.
    package let text: String

    /// Creates a problem.
    package init(_ reason: Reason, line: Int? = nil, text: String = "") {
        (self.reason, self.line, self.text) = (reason, line, text)
    }
}

/// Something unusual that the user must confirm before the entry is queued.
package enum EntryQuestion: Sendable, Equatable {
    /// The date already has an entry, which is the associated value.
    case secondForDate(JourneyRecord)
    /// The date, which is the associated value, is in the future.
    case dateInFuture(CalendarDay)
}
