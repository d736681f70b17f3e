import FoundationEssentials

/// Ages and durations, short enough for a column.
package enum RelativeTime {
    /// `just now`, `3 min ago`, `2 h ago`, `3 d ago`, `5 mo ago`, `2 y ago`. An instant in the future is `in 3 min`,
    /// so that the user notices a wrong clock.
    package static func ago(_ instant: Date, now: Date) -> String {
        let seconds = now.timeIntervalSince(instant)
        if seconds.magnitude < 60 { return "just now" }
        return seconds < 0 ? "in \(span(-seconds))" : "\(span(seconds)) ago"
    }

    /// `less than a minute`, `3 min`, `1 h 5 min`.
    package static func wait(until instant: Date, now: Date) -> String {
        let seconds = instant.timeIntervalSince(now)
        if seconds < 60 { return "less than a minute" }
        let minutes = (bounded(seconds) + 30) / 60
        if minutes < 60 || minutes >= 24 * 60 { return span(seconds + 30) }
        return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }

    package static func span(_ seconds: Double) -> String {
        let minutes = bounded(seconds) / 60
        return switch minutes {
        case ..<60: "\(minutes) min"
        case ..<(48 * 60): "\(minutes / 60) h"
        case ..<(60 * 24 * 60): "\(minutes / 1440) d"
        case ..<(730 * 24 * 60): "\(minutes / 43_200) mo"
        default: "\(minutes / 525_600) y"
        }
    }

    private static func bounded(_ seconds: Double) -> Int { Int(min(max(seconds, 0), 1e11)) }
}
