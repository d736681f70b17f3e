import HDOCModels

/// The fields that stand on lines of their own: `Day: 24`. In front matter there is a title as well.
package enum WritingField: String, Sendable, Equatable, CaseIterable {
    case title, day, date, tags, link

    /// Upper and lower case are the same.
    init?(name: some StringProtocol) { self.init(rawValue: name.lowercased()) }
}

/// Something in a text that keeps the entry a draft, because hdoc does not guess.
package struct WritingProblem: Sendable, Equatable {
    package enum Reason: Sendable, Equatable {
        case noTitle
        /// No whole number from 1 to `EntryRules.largestDay`.
        case unreadableDay
        /// No date like 2026-11-23.
        case unreadableDate
        /// `nearest`: the field that was probably meant.
        case unknownField(nearest: WritingField?)
        /// The field stands in the text twice.
        case repeatedField(WritingField)
        /// The line stands in the text, where it sets nothing.
        case fieldInText(WritingField)
    }

    package let reason: Reason
    /// From 1, in what was written. Nil where no line is to blame.
    package let line: Int?
    /// The line as it was written. It stays in the entry: in its place in the text, or else at the end of the body.
    package let text: String

    package init(_ reason: Reason, line: Int? = nil, text: String = "") {
        (self.reason, self.line, self.text) = (reason, line, text)
    }
}

/// Something that may be meant, but is never done unasked.
package enum EntryQuestion: Sendable, Equatable {
    /// The date has this entry already.
    case secondForDate(JourneyRecord)
    case dateInFuture(CalendarDay)
}
