import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

/// What `hdoc status` can show. The raw value is the name in a format and in JSON.
enum StatusField: String, CaseIterable {
    case day, nextDay = "next_day", daysLogged = "days_logged", streak, longestStreak = "longest_streak", risk, logged,
        hoursLeft = "hours_left", timeLeft = "time_left", queued, unknown, rejected, drafts, date, dayEnds = "day_ends", stage, handle

    /// What the field means, for the help.
    var meaning: String {
        switch self {
        case .day: "the last day with an entry"
        case .nextDay: "the next day to write"
        case .daysLogged: "the number of days with an entry"
        case .streak: "the current streak in days"
        case .longestStreak: "the longest streak in days"
        case .risk: "“at risk” if the streak ends unless you write today"
        case .logged: "“logged” if today has an entry"
        case .hoursLeft: "whole hours until the day ends"
        case .timeLeft: "hours and minutes until the day ends"
        case .queued: "entries that are not delivered yet"
        case .unknown: "entries of which it is unknown whether they arrived"
        case .rejected: "rejected entries"
        case .drafts: "drafts"
        case .date: "today's date"
        case .dayEnds: "when the day ends, as an ISO 8601 time in JSON"
        case .stage: "the stage"
        case .handle: "your handle"
        }
    }

    enum Value: Equatable {
        case number(Int)
        case text(String)
        /// A condition, and the text that is shown if it is true.
        case flag(Bool, String)
        /// A text for people and another one for programs.
        case both(text: String, json: String)
        case missing

        var text: String {
            switch self {
            case .number(let number): String(number)
            case .text(let text): text
            case .flag(let isTrue, let text): isTrue ? text : ""
            case .both(let text, _): text
            case .missing: ""
            }
        }

        var json: JSONValue {
            switch self {
            case .number(let number): .number(JSONNumber(number))
            case .text(let text): .string(text)
            case .flag(let isTrue, _): .bool(isTrue)
            case .both(_, let json): .string(json)
            case .missing: .null
            }
        }

        /// Whether the condition is true, the number is not 0, or the text is not empty.
        var isTrue: Bool {
            switch self {
            case .number(let number): number != 0
            default: !text.isEmpty
            }
        }
    }

    func value(of status: StageProgress) -> Value {
        let progress = status.progress
        func count(_ state: EntryState) -> Value { .number(progress.entries[state] ?? 0) }
        return switch self {
        case .day: .number(progress.day)
        case .nextDay: .number(progress.nextDay)
        case .daysLogged: .number(progress.daysLogged)
        case .streak: .number(progress.streak.current)
        case .longestStreak: .number(progress.streak.longest)
        case .risk: .flag(progress.streak.isAtRisk, "at risk")
        case .logged: .flag(progress.isLogged, "logged")
        case .hoursLeft: .number(progress.hoursLeft)
        case .timeLeft: .text(status.timeLeft)
        case .queued: .number(progress.queued)
        case .unknown: count(.unknown)
        case .rejected: count(.rejected)
        case .drafts: count(.draft)
        case .date: .text(progress.today.description)
        case .dayEnds: .both(text: status.calendar.dayEnd.description, json: Timestamp.format(progress.end))
        case .stage: .text(status.stage)
        case .handle: status.handle.map(Value.text) ?? .missing
        }
    }
}

/// The progress on one stage.
struct StageProgress {
    var stage: String
    var handle: String?
    var progress: JourneyProgress
    var calendar: JourneyCalendar

    var timeLeft: String { RelativeTime.wait(until: progress.end, now: progress.end.addingTimeInterval(-progress.timeLeft)) }

    var json: JSONValue {
        .object(Dictionary(uniqueKeysWithValues: StatusField.allCases.map { ($0.rawValue, $0.value(of: self).json) }))
    }

    /// `Day 11 of 100, streak 4 days, at risk: 3 h left, 1 entry queued`
    var sentence: String {
        let streak = progress.streak
        var parts = ["Day \(progress.day) of \(EntryRules.lastDay)", "streak \(Amounts.count(streak.current, "day"))"]
        if progress.isLogged { parts.append("today is logged") }
        if streak.isAtRisk { parts.append("at risk: \(timeLeft) left") }
        if progress.queued > 0 { parts.append("\(Amounts.count(progress.queued, "entry", "entries")) queued") }
        if let rejected = progress.entries[.rejected] { parts.append("\(rejected) rejected") }
        return parts.joined(separator: ", ")
    }
}
