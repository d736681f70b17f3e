import FoundationEssentials
import HDOCClient
import HDOCModels

/// Describes a journey in sentences, for output without a map.
package enum JourneyStrings {
    package static func sentences(_ journey: Journey, now: Date, calendar: JourneyCalendar) -> [String] {
        guard journey.daysLogged > 0 else { return ["Day 1 is not written yet."] }
        return [days(journey), streak(journey.streak, end: calendar.end(of: journey.today), now: now), consistency(journey)]
            .compactMap(\.self) + [chapter(journey)].compactMap(\.self)
    }

    package static func tooLong(_ announcement: Announcement) -> String {
        "\(name(announcement.network)) counts \(announcement.length) of \(announcement.network.limit) characters: too long for one post."
    }

    package static func name(_ network: SocialNetwork) -> String {
        switch network {
        case .twitter: "Twitter"
        case .linkedin: "LinkedIn"
        }
    }

    private static func days(_ journey: Journey) -> String {
        let queued = journey.records.values.filter { !$0.isPosted }.count
        let waiting = queued == 0 ? "" : "; \(Amounts.count(queued, "day")) \(queued == 1 ? "is" : "are") queued"
        let missed = (1..<max(1, journey.nextDay)).filter { journey.progress(of: $0) == .missed }.count
        let gaps = missed == 0 ? "" : " \(Amounts.count(missed, "day number")) before it \(missed == 1 ? "is" : "are") missing."
        return "Day \(journey.nextDay - 1) of \(EntryRules.lastDay) is written\(waiting). The next day is \(journey.nextDay).\(gaps)"
    }

    private static func streak(_ streak: Streak, end: Date, now: Date) -> String {
        let longest = "the longest was \(Amounts.count(streak.longest, "day"))"
        guard streak.current > 0 else {
            return "The streak broke on \(streak.brokenOn?.description ?? "an unknown day"); \(longest)."
        }
        let risk = streak.isAtRisk ? " It ends in \(RelativeTime.wait(until: end, now: now)) unless you write today." : ""
        return "The streak is \(Amounts.count(streak.current, "day")); \(longest).\(risk)"
    }

    private static func consistency(_ journey: Journey) -> String? {
        journey.consistency.map { share in
            let hundredths = Int((share * 100).rounded())
            let digits = hundredths < 10 ? "0\(hundredths)" : "\(hundredths % 100 == 0 ? "00" : "\(hundredths % 100)")"
            return "Your consistency is an estimated \(hundredths / 100).\(digits); prizes require 0.7."
        }
    }

    private static func chapter(_ journey: Journey) -> String? {
        Chapter.all.first { $0.days.contains(journey.nextDay) }.map { "The chapter is “\($0.title)”." }
    }
}
