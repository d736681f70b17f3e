import FoundationEssentials

/// Determines which date an instant belongs to, for one participant: by the time zone and the time at which the participant's days
/// end. The date of a new entry, the streak and every "today" come from here.
///
/// Days never come back: after a day has ended, the same day does not begin again because clocks are set back.
public struct JourneyCalendar: Sendable {
    /// The participant's time zone.
    public let zone: LocalZone
    /// When the participant's days end.
    public let dayEnd: DayEnd

    private static let secondsPerDay = 86_400

    /// The calendar in `zone`. By default, days end at midnight.
    public init(zone: LocalZone, dayEnd: DayEnd = .midnight) { (self.zone, self.dayEnd) = (zone, dayEnd) }

    /// The participant's date at `instant`.
    public func today(at instant: Date) -> CalendarDay {
        let second = LocalZone.seconds(instant)
        let local = second + zone.offset(atSecond: second) - dayEnd.minutes * 60
        let date = CalendarDay(epochDay: CivilDate.floorDivide(local, Self.secondsPerDay))
        // If clocks were set back within the last 26 hours, the day may have ended before that.
        guard zone.offset(atSecond: second - 26 * 3_600) > zone.offset(atSecond: second) else { return date }
        return second >= endSecond(of: date) ? date.adding(days: 1) : date
    }

    /// The instant at which `date` ends: the first instant of a later date.
    ///
    /// The result is right for days with a change of daylight saving time, and for zones that skipped midnight or a whole day.
    public func end(of date: CalendarDay) -> Date { Date(timeIntervalSince1970: Double(endSecond(of: date))) }

    private func endSecond(of date: CalendarDay) -> Int {
        let goal = (date.epochDay + 1) * Self.secondsPerDay + dayEnd.minutes * 60
        // A binary search between two days before and after: no zone differs from UTC by two days.
        var (before, after) = (goal - 2 * Self.secondsPerDay, goal + 2 * Self.secondsPerDay)
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if middle + zone.offset(atSecond: middle) >= goal { after = middle } else { before = middle }
        }
        // If clocks were set back across the end of the day, that time of day occurs twice, and the first time counts.
        let first = goal - zone.offset(atSecond: after - Self.secondsPerDay)
        return first < after && first + zone.offset(atSecond: first) >= goal ? first : after
    }
}
