import FoundationEssentials
import HDOCModels

/// Times and dates as a person says them.
package enum SpokenTime {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    /// `just now`, `5 minutes ago`, `2 hours ago, 20 November`. An instant in the future is `in 5 minutes`.
    static func ago(_ instant: Date, _ state: AppState) -> String {
        let age = words(RelativeTime.ago(instant, now: state.now))
        guard abs(state.now.timeIntervalSince(instant)) >= 3600 else { return age }
        return "\(age), \(plain(CalendarDay(instant, in: state.settings.zone), today: state.today))"
    }

    /// `today, 23 November`, `yesterday, 22 November`, or the date alone.
    static func date(_ date: CalendarDay, _ state: AppState) -> String {
        let day = plain(date, today: state.today)
        return switch date.days(to: state.today) {
        case 0: "today, \(day)"
        case 1: "yesterday, \(day)"
        default: day
        }
    }

    /// `20 November`, with the year if it is another one than today's.
    private static func plain(_ date: CalendarDay, today: CalendarDay) -> String {
        "\(date.day) \(months[(date.month + 11) % 12])\(date.year == today.year ? "" : " \(date.year)")"
    }

    /// A sentence of hdoc's own with short units (`3 h ago`) in full words (`3 hours ago`). Texts of other people stay as they are, because
    /// only a unit after a number and before `ago`, `left`, another unit, or punctuation is replaced.
    package static func words(_ sentence: String) -> String {
        let units = ["min": "minute", "h": "hour", "d": "day", "mo": "month", "y": "year"]
        let words = sentence.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        return words.enumerated().map { index, word in
            let end = word.lastIndex { $0.isLetter }.map { word.index(after: $0) } ?? word.startIndex
            guard index > 0, let number = Int(words[index - 1]), let unit = units[String(word[..<end])] else { return word }
            return "\(unit)\(number == 1 ? "" : "s")\(word[end...])"
        }.joined(separator: " ")
    }
}
