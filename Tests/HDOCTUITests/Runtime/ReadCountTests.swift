import HDOCClient
import HDOCModels
import HDOCTestKit
import TerminalKit
import Testing

@testable import HDOCTUI

/// The screens read the local files only after notices of changes: each part that a notice names is read once.
@Suite("Reads of the local files after an action")
struct ReadCountTests {
    struct Action: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let keys: [Key]
        /// The outbox before the action.
        var outbox: [OutboxEntry] = []
        /// The changes that the notices of the action must name.
        let changes: Change
    }

    static let actions = [
        Action(testDescription: "a day written in the editor", keys: [.char("e")], changes: [.outbox, .articles]),
        Action(
            testDescription: "a draft written in the form", keys: [.char("E"), .char("T"), .escape], changes: .outbox),
        Action(
            testDescription: "a discarded draft", keys: [.char("5"), .char("d"), .char("y")],
            outbox: [Sample.outbox("d", .draft, day: 23)], changes: .outbox),
        Action(
            testDescription: "an unknown entry that its writer settles", keys: [.char("5"), .char("u"), .char("a")],
            outbox: [Sample.outbox("u", .unknown, day: 23)], changes: .outbox),
        Action(
            testDescription: "an entry sent again", keys: [.char("5"), .char("u"), .char("s")],
            outbox: [Sample.outbox("u", .unknown, day: 23)], changes: [.outbox, .articles]),
        Action(testDescription: "a refresh", keys: [.char("2"), .char("r")], changes: .journeyers),
        Action(testDescription: "a sync", keys: [.char("R")], changes: .journeyers),
        Action(testDescription: "signing out", keys: [.char("X")], changes: .session),
    ]

    private func client(_ action: Action) -> ScriptedClient {
        var model = Sample.model()
        model.outbox = action.outbox
        return ScriptedClient(model) { script in
            script.send = { $0.state = .sent }
            script.refresh[.journeyers] = .success(RefreshReport(resource: .journeyers, received: 1))
            var report = SyncReport()
            report.refreshed = [RefreshReport(resource: .journeyers, received: 1)]
            script.sync = report
        }
    }

    @Test func `a refresh that finds nothing new reads the age of the list, and keeps the journeyers that are shown`() {
        var state = Sample.state(Sample.model(minutes: 60), tab: .journeyers)
        let index = state.model.journeyerIndex
        #expect(state.receive(.cache(.changed([.journeyersAge, .storage]))) == [.cache(.readJourneyersAge), .cache(.read(.storage))])
        state.receive(.cache(.journeyersAged(Snapshot(value: 0, fetchedAt: Sample.now))))
        #expect(state.model.journeyers == Snapshot(value: index.count, fetchedAt: Sample.now) && state.model.journeyerIndex === index)
        #expect(state.statusRow == "", "the list is fresh: \(state.statusRow)")
        // A read that began before, and ends after, does not make the list older.
        state.receive(.cache(.read(.journeyers(Sample.model(minutes: 60).people))))
        #expect(state.model.journeyers.fetchedAt == Sample.now)
        state.receive(.cache(.changed([.journeyers, .storage])))
        #expect(state.model.pending.contains(.journeyers), "new journeyers are read")
    }

    @Test(arguments: actions)
    func `each part that a notice names is read once, and no other part is read`(action: Action) async {
        let (idle, acting) = (client(action), client(action))
        _ = await playScreens(idle, keys: [.char("q")])
        _ = await playScreens(acting, written: "Queues\n\nWhat I learned.\n", keys: action.keys + [.char("q")])
        let notices = acting.notices.sent
        #expect(notices.reduce(into: Change()) { $0.formUnion($1) }.isSuperset(of: action.changes), "\(notices)")
        for part in ReadModel.Part.allCases {
            let reads = acting.reads["\(part)", default: 0] - idle.reads["\(part)", default: 0]
            let named = notices.count { $0.contains(part.change) } - idle.notices.sent.count { $0.contains(part.change) }
            // While the journeyers are being read or fetched, several notices of them lead to one more read.
            let isRight = part == .journeyers ? reads <= named && (reads > 0) == (named > 0) : reads == named
            #expect(isRight, "\(part): \(reads) \(named) \(acting.log)")
        }
    }
}
