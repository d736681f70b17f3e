import HDOCModels

/// The consecutive days with an entry that end with an author's latest one.
package struct EntryRun: Sendable, Equatable {
    /// Nil if the author has no entry with a date.
    package let latest: CalendarDay?
    /// The streak.
    package let length: Int

    /// - Parameter dates: the dates of all entries of the author.
    package init(_ dates: Set<CalendarDay>) {
        latest = dates.max()
        length = latest.map { Streak(dates: dates, today: $0).current } ?? 0
    }
}
