import Foundation
import HDOCModels
import Testing

@Suite("Dates of participants whose days end when they say")
struct JourneyCalendarTests {
    private static func zone(_ name: String) throws -> LocalZone { LocalZone(try #require(TimeZone(identifier: name))) }

    private static func calendar(_ zone: String, _ dayEnd: String) throws -> JourneyCalendar {
        JourneyCalendar(zone: try self.zone(zone), dayEnd: try #require(DayEnd(dayEnd)))
    }

    @Test(arguments: [("04:00", 240), ("4:00", 240), ("00:00", 0), ("12:00", 720), ("03:59", 239)])
    func `a time from 00:00 to 12:00 can end a day`(text: String, minutes: Int) {
        #expect(DayEnd(text)?.minutes == minutes)
    }

    @Test(arguments: [
        "", "4", "04", "04:0", "04:60", "12:01", "23:00", "24:00", "004:00", "-1:00", "04:00:00", " 04:00", "٤:00", "04:00\u{301}",
    ])
    func `other texts are no end of a day`(text: String) { #expect(DayEnd(text) == nil) }

    @Test func `until the day ends, the day is still yesterday's`() throws {
        let calendar = try Self.calendar("Europe/Berlin", "04:00")
        func today(_ instant: String) throws -> String { calendar.today(at: try #require(Timestamp.parse(instant))).description }
        #expect(try today("2026-11-24T02:59:59Z") == "2026-11-23", "03:59:59 in Berlin")
        #expect(try today("2026-11-24T03:00:00Z") == "2026-11-24")
        #expect(calendar.end(of: try #require(CalendarDay("2026-11-23"))) == Timestamp.parse("2026-11-24T03:00:00Z"))
    }

    @Test(arguments: [
        // The clocks skip from 02:00 to 03:00, so 02:30 does not occur, and the day ends at 03:00.
        ("Europe/Berlin", "02:30", "2026-03-28", "2026-03-29T01:00:00.000Z"),
        // The clocks go from 03:00 back to 02:00, so 02:30 occurs twice, and the day ends at the first 02:30.
        ("Europe/Berlin", "02:30", "2026-10-24", "2026-10-25T00:30:00.000Z"),
        ("Europe/Berlin", "04:00", "2026-10-24", "2026-10-25T03:00:00.000Z"),
        ("America/Sao_Paulo", "00:30", "2018-11-03", "2018-11-04T03:00:00.000Z"),
        ("Australia/Lord_Howe", "01:45", "2026-04-04", "2026-04-04T14:45:00.000Z"),
        // Samoa skipped 30 December.
        ("Pacific/Apia", "00:00", "2011-12-29", "2011-12-30T10:00:00.000Z"),
        // Until 2011 Newfoundland set its clocks back at 00:01, so 00:00 occurred twice.
        ("America/St_Johns", "00:00", "2010-11-06", "2010-11-07T02:30:00.000Z"),
    ])
    func `a day ends once, also when the clocks change`(zone: String, dayEnd: String, date: String, end: String) throws {
        let (calendar, date) = (try Self.calendar(zone, dayEnd), try #require(CalendarDay(date)))
        let instant = calendar.end(of: date)
        #expect(Timestamp.format(instant) == end)
        #expect(calendar.today(at: instant) > date)
        #expect(calendar.today(at: instant.addingTimeInterval(-1)) <= date)
        for minutes in stride(from: 0, through: 180, by: 10) {
            #expect(calendar.today(at: instant.addingTimeInterval(Double(minutes) * 60)) > date, "the day does not come back")
        }
    }

    /// Instants near every clock change of some years, and others.
    private static func instants(_ zone: TimeZone, _ random: inout SplitMix64) -> [Date] {
        var instants: [Date] = []
        var change = Date(timeIntervalSince1970: 1_262_304_000)
        for _ in 0..<6 {
            guard let next = zone.nextDaylightSavingTimeTransition(after: change) else { break }
            change = next.addingTimeInterval(1)
            instants += (0..<6).map { _ in next.addingTimeInterval(Double(random.number(in: -40_000...40_000))) }
        }
        return instants + (0..<10).map { _ in Date(timeIntervalSince1970: Double(random.number(in: 946_684_800...2_145_916_800))) }
    }

    @Test func `in every zone, each instant belongs to one day, and days follow each other`() throws {
        var random = SplitMix64(seed: 13)
        var count = 0
        for name in TimeZone.knownTimeZoneIdentifiers {
            guard let zone = TimeZone(identifier: name) else { continue }
            let dayEnd = try #require(DayEnd("\(random.number(in: 0...11)):\(random.pick(["00", "30", "59"]))"))
            for calendar in [JourneyCalendar(zone: LocalZone(zone)), JourneyCalendar(zone: LocalZone(zone), dayEnd: dayEnd)] {
                for instant in Self.instants(zone, &random) {
                    count += 1
                    try Self.check(calendar, at: instant, later: Double(random.number(in: 0...172_800)), name)
                }
            }
        }
        #expect(count > 8_000)
    }

    private static func check(_ calendar: JourneyCalendar, at instant: Date, later: Double, _ name: String) throws {
        let place = "\(name), day end \(calendar.dayEnd), \(Timestamp.format(instant))"
        let today = calendar.today(at: instant)
        let end = calendar.end(of: today)
        #expect(end > instant.addingTimeInterval(-1), "\(place)")
        #expect(calendar.end(of: today.adding(days: -1)) <= instant, "\(place)")
        #expect(calendar.today(at: end) > today, "\(place)")
        #expect(calendar.today(at: end.addingTimeInterval(-1)) == today, "\(place)")
        #expect(calendar.today(at: instant.addingTimeInterval(later)) >= today, "\(place)")
        // The date of the wall clock, or the day before; the next date only after clocks were set back across the end of the day.
        let distance = today.days(to: CalendarDay(instant, in: calendar.zone))
        #expect(
            (0...1).contains(distance) || calendar.zone.offset(at: instant.addingTimeInterval(-93_600)) > calendar.zone.offset(at: instant))
    }

    @Test func `travelling changes the date by at most one day, and never takes a written day from the streak`() throws {
        var random = SplitMix64(seed: 7)
        let zones = ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Tokyo", "America/Los_Angeles", "Europe/Berlin", "Asia/Kathmandu"]
        for _ in 0..<300 {
            let dayEnd = try #require(DayEnd("0\(random.number(in: 0...9)):00"))
            let (from, to) = (try Self.zone(random.pick(zones)), try Self.zone(random.pick(zones)))
            let instant = Date(timeIntervalSince1970: Double(random.number(in: 1_700_000_000...1_900_000_000)))
            let before = JourneyCalendar(zone: from, dayEnd: dayEnd).today(at: instant)
            let after = JourneyCalendar(zone: to, dayEnd: dayEnd).today(at: instant)
            // The zones lie up to 25 hours apart.
            #expect(abs(before.days(to: after)) <= 2)
            let dates = Set((0..<5).map { before.adding(days: -$0) })
            #expect(Streak(dates: dates, today: before).current == 5)
            guard after <= before.adding(days: 1) else { continue }
            let streak = Streak(dates: dates, today: after)
            #expect(streak.longest == 5 + min(0, before.days(to: after)) && streak.current == streak.longest)
            #expect(streak.isAtRisk == (after > before))
        }
    }
}
