import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

/// Dialogs at the sizes and in the styles that `GoldenDialogTests` does not cover.
@Suite("Golden dialogs: large, tiny, and without colour")
struct DialogSizeTests {
    static let sizes = [Size(width: 120, height: 40), Size(width: 80, height: 24), Size(width: 20, height: 5)]

    /// Compares the frame without colour at 80 × 24, where `GoldenDialogTests` compares the plain one.
    private func expect(_ state: AppState, _ name: String) {
        if state.size.width == 80 { Golden.expect(mono: state, name) } else { Golden.expect(state, name) }
    }

    @Test(arguments: sizes)
    func `the help equals its golden file`(size: Size) {
        var state = Sample.state(tab: .outbox, size: size)
        state.press(.char("?"))
        expect(state, "help")
    }

    @Test(arguments: sizes + [Size(width: 40, height: 12)])
    func `the question for the file of an export equals its golden file, over marked rows`(size: Size) {
        var state = Sample.state(tab: .journeyers, size: size)
        state.press(.char("m"), .char("m"), .char(">"))
        expect(state, "export")
    }

    @Test(arguments: sizes + [Size(width: 40, height: 12)])
    func `the output of a command equals its golden file`(size: Size) {
        var state = Sample.state(tab: .journeyers, size: size)
        let outcome = CommandOutcome(status: 3, output: Array("one line\n\nanother one\n".utf8), errors: Array("it failed".utf8))
        let run = CommandRun(name: "look up", arguments: ["lookup"], showsOutput: true)
        state.receive(.desktop(.ran(run, .success(outcome))))
        expect(state, "output")
    }

    @Test(arguments: sizes)
    func `a confirmation equals its golden file`(size: Size) {
        var state = Sample.state(tab: .outbox, size: size)
        state.press(.char("d"))
        expect(state, "confirm")
    }

    @Test(arguments: sizes)
    func `the question for the handle equals its golden file`(size: Size) {
        var state = Sample.state(ReadModel(), size: size)
        state.press(.char("e"), .char("a"), .char("!"), .enter)
        expect(state, "handle")
    }

    @Test(arguments: sizes)
    func `the sign-in dialog equals its golden file`(size: Size) {
        var state = Sample.state(ReadModel(), size: size)
        state.press(.char("i"))
        state.receive(.session(.signInStep(Sample.signInAddress)))
        state.receive(.session(.signInStep(.waiting(until: Sample.now.addingTimeInterval(299)))))
        expect(state, "sign-in")
    }
}

@Suite("Status rows in different states")
struct DistinctStateTests {
    @Test(arguments: [Tab.journeyers, .leaderboard, .articles])
    func `the status rows for empty, never loaded, loading, stale, failed, absent and fresh data all differ`(tab: Tab) {
        let size = Size(width: 100, height: 24)
        var loading = Sample.state(ReadModel(), tab: tab, size: size)
        loading.press(.char("r"))
        loading.receive(.tick, at: Sample.now.addingTimeInterval(0.3))
        var absent = ReadModel()
        absent.routes = Route.allCases.map {
            RouteStatus(route: $0, presence: .absent(status: 403, reason: "Missing Authentication Token"), checkedAt: Sample.now)
        }
        var empty = ReadModel()
        (empty.people, empty.articles) = (Snapshot(value: [], fetchedAt: Sample.now), Snapshot(value: [], fetchedAt: Sample.now))
        let rows = [
            Sample.state(empty, tab: tab, size: size), Sample.state(ReadModel(), tab: tab, size: size), loading,
            Sample.state(Sample.model(minutes: 185), tab: tab, size: size),
            Sample.failed(tab: tab, size: size), Sample.state(absent, tab: tab, size: size), Sample.state(tab: tab, size: size),
        ].map(\.statusRow)
        #expect(Set(rows).count == rows.count, "\(rows)")
        #expect(rows.dropLast().allSatisfy { !$0.isEmpty } && rows.last == "", "only fresh data has an empty status row")
        #expect(rows[0].contains("has no data for this screen yet") && rows[5].contains("has no route"), "\(rows)")
    }
}
