import HDOCModels
import Testing

@Suite("Implausible days")
struct ImplausibleDayTests {
    @Test(arguments: [1_764_115_200, 9_007_199_254_740_992, 10_000, 0, -5])
    func `an implausible day changes neither the next day nor the number of logged days`(day: Int) throws {
        var (good, bad) = (Article(id: "good"), Article(id: "bad"))
        (good.day, bad.day) = (12, day)
        let journey = Journey(articles: [good, bad], outbox: [], today: try #require(CalendarDay("2026-11-23")))
        #expect(journey.nextDay == 13 && journey.daysLogged == 1)
    }
}
