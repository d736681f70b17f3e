/// Converts between dates of the proleptic Gregorian calendar and numbers of days, with integer arithmetic only.
enum CivilDate {
    private static let daysPerEra = 146_097
    /// Days from 1 March of the year 0 to 1 January 1970.
    private static let epochOffset = 719_468

    /// The number of days from 1970-01-01 to the date; negative for an earlier date.
    static func days(year: Int, month: Int, day: Int) -> Int {
        // In this calculation a year begins in March, so that the leap day is its last day.
        let year = month <= 2 ? year - 1 : year
        let era = floorDivide(year, 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * daysPerEra + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - epochOffset
    }

    /// The date that is `days` days after 1970-01-01.
    static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let days = days + epochOffset
        let era = floorDivide(days, daysPerEra)
        let dayOfEra = days - era * daysPerEra
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// Whether the date exists and its year is between 1 and 9999.
    static func exists(year: Int, month: Int, day: Int) -> Bool {
        (1...9_999).contains(year) && (1...12).contains(month) && (1...31).contains(day)
            && date(days: days(year: year, month: month, day: day)) == (year, month, day)
    }

    /// Division that rounds down, for a positive divisor.
    static func floorDivide(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : -((divisor - 1 - number) / divisor)
    }
}
