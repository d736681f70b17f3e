import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("The status row, messages and timers")
struct FreshnessTests {
    @Test func `fresh data has an empty status row`() {
        #expect(Sample.state(tab: .journeyers).statusRow.isEmpty)
    }

    @Test func `the status row shows the age of stale data`() {
        let state = Sample.state(Sample.model(minutes: 185), tab: .journeyers)
        #expect(state.statusRow == "  From the cache, 3 h ago.")
    }

    @Test func `the status row of a screen that was never loaded names the key that fetches its data`() {
        #expect(Sample.state(ReadModel(), tab: .journeyers).statusRow == "  Nothing is cached yet. Press r to fetch it from dev.")
    }

    @Test func `a cache that is still being read is not called empty`() {
        var state = Sample.state(ReadModel(), tab: .journeyers)
        Update.note([.cache(.read(.journeyers)), .cache(.read(.articles))], &state)
        #expect(state.statusRow == "  Reading the cache …")
        state.receive(.cache(.read(.journeyers(Snapshot(value: [])))))
        #expect(state.statusRow == "  Nothing is cached yet. Press r to fetch it from dev.")
        state.press(.char("4"))
        #expect(state.statusRow == "  Reading the cache …")
        state.receive(.cache(.readFailed(.articles, StoreError.readOnly(path: "/cache"))))
        #expect(!state.statusRow.contains("Reading"))
    }

    @Test func `a fetch is shown after 300 ms, and a timer wakes the loop then`() {
        var state = Sample.state(ReadModel(), tab: .journeyers)
        let effects = state.press(.char("r"))
        #expect(effects == [.network(.refresh(.journeyers))])
        #expect(state.statusRow.isEmpty)
        #expect(Timers.next(state) == Sample.now.addingTimeInterval(0.3))
        state.receive(.tick, at: Sample.now.addingTimeInterval(0.3))
        #expect(state.statusRow == "  Fetching from dev …")
        #expect(state.press(.char("r")) == [], "a second r does not fetch again")
    }

    @Test func `after a failed fetch the status row shows the reason and, if there is room, the age of the cached data`() {
        func row(_ width: Int) -> String { Sample.failed(tab: .leaderboard, size: Size(width: width, height: 24)).statusRow }
        #expect(row(120) == "  From the cache, 3 h ago. Could not reach dev: the connection was refused. Press r to try again.")
        #expect(row(80) == "  From the cache, 3 h ago. Could not reach dev: the connection was refused.")
        #expect(row(64) == "  Could not reach dev: the connection was refused.")
    }

    @Test func `on a stage without the list of journeyers, the screen says so and shows the known journeyers`() {
        var model = Sample.model()
        model.people = Snapshot(value: Sample.journeyers)
        model.routes = [
            RouteStatus(route: .users, presence: .absent(status: 502, reason: "Internal server error"), checkedAt: Sample.now)
        ]
        let state = Sample.state(model, tab: .journeyers, size: Size(width: 120, height: 24))
        #expect(
            state.statusRow
                == "  dev supports only looking journeyers up by name, not listing them (502 Internal server error), checked just now.")
        #expect(state.screen.contains("adalamarr") && state.screen.contains("6 journeyers"))
    }

    @Test func `the number of unreadable elements is shown after a refresh and on the Stage screen`() {
        var state = Sample.state(tab: .journeyers)
        state.receive(.network(.refreshed(.journeyers, .success(RefreshReport(resource: .journeyers, received: 300, unreadable: 2)))))
        #expect(state.foot == "  2 of 302 could not be read.")
        var model = Sample.model()
        (model.people.received, model.people.mayBePartial) = (300, true)
        #expect(
            Sample.state(model, tab: .stage, size: Size(width: 120, height: 24)).screen
                .contains("2 of 302 could not be read; may be partial"))
        #expect(Sample.state(model, tab: .journeyers, size: Size(width: 120, height: 24)).screen.contains("may be partial"))
    }

    @Test func `a screen fetches automatically only if its data is old, and never offline`() {
        var fresh = Sample.state()
        #expect(fresh.press(.char("2")) == [])
        var stale = Sample.state(Sample.model(minutes: 6))
        #expect(stale.press(.char("2")) == [.network(.refresh(.journeyers))])
        #expect(stale.press(.char("3")) == [], "the leaderboard shows the same data, which is being fetched")
        var offline = Sample.state(Sample.model(minutes: 6), isOffline: true)
        #expect(offline.press(.char("2")) == [])
    }

    @Test func `no timer is set if nothing on the screen will change`() {
        let state = Sample.state(ReadModel(), tab: .stage)
        #expect(Timers.next(state) == nil)
    }

    @Test func `the countdown of a streak at risk changes every minute, and a new day begins at midnight`() {
        var state = Sample.state()
        state.model.outbox = []
        state.model.mine.fetchedAt = nil
        state.rebuild()
        #expect(state.screen.contains("At risk: 3 h 12 min left"))
        #expect(Timers.next(state) == Sample.now.addingTimeInterval(60))
        state.receive(.tick, at: Sample.now.addingTimeInterval(60))
        #expect(state.screen.contains("At risk: 3 h 11 min left"))
        state.receive(.tick, at: Sample.now.addingTimeInterval(3 * 3600 + 12 * 60))
        #expect(state.today == Sample.day("2026-11-24"))
        #expect(state.screen.contains("Broken Mon Nov 23"))
    }

    @Test func `with day_ends, the countdown, the map and the new day follow that time`() {
        var stage = Sample.stage
        stage.dayEnd = DayEnd("04:00")
        var state = Sample.state(stage: stage)
        state.model.outbox = []
        state.model.mine.fetchedAt = nil
        state.rebuild()
        #expect(state.screen.contains("At risk: 7 h 12 min left"))
        state.receive(.tick, at: Sample.now.addingTimeInterval(4 * 3600))
        #expect(state.today == Sample.day("2026-11-23"), "00:48")
        #expect(state.journey.streak.isAtRisk && state.screen.contains("At risk: 3 h 12 min left"))
        #expect(state.settings.calendar.end(of: state.today) == Timestamp.parse("2026-11-24T04:00:00Z"))
        state.receive(.tick, at: Sample.now.addingTimeInterval(7 * 3600 + 12 * 60))
        #expect(state.today == Sample.day("2026-11-24"))
        #expect(state.screen.contains("Broken Mon Nov 23"))
    }

    @Test func `a message disappears by itself and does not intercept keys`() {
        var state = Sample.state(tab: .stage)
        state.say("Done.")
        #expect(state.foot == "  Done.")
        state.press(.char("2"))
        #expect(state.tab == .journeyers)
        state.receive(.tick, at: Sample.now.addingTimeInterval(6))
        #expect(state.toast == nil)
    }
}
