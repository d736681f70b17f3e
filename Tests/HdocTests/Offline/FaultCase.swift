import Foundation
import HDOCBackend
import HDOCModels
import HDOCService
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

/// One row of the fault table: a fault while `hdoc log` posts an entry, the expected result, and the expected final state.
struct FaultCase: Sendable, CustomTestStringConvertible {
    /// What the test does after the first attempt.
    enum Then: Sendable {
        case nothing
        /// Advances the clock by so many seconds, and sends the due entries as the screens do.
        case waits(TimeInterval)
        /// Runs `hdoc outbox send`.
        case sends
        /// Runs `hdoc login`.
        case signsIn
        /// Restarts the backend with all routes, and sends the entry.
        case backendReturns
        /// Gives the entry another day, and sends it.
        case edits(day: Int)
    }

    let testDescription: String
    /// The faults, in the syntax of `hdoc serve --fault`.
    var faults = ""
    var layer = Layer.planned
    var isAway = false
    var day = 60
    var body = "A dead letter queue."
    /// The state of the entry after the first attempt.
    var state: EntryState
    var exit: ExitStatus
    /// A text in the output of the first attempt.
    var told: String
    /// Seconds until the next automatic attempt, as saved with the entry. Nil if there is no such attempt.
    var pause: ClosedRange<TimeInterval>?
    var then = Then.nothing
    /// The final state of the entry.
    var finally = EntryState.sent
    var attempts = 1
    /// How many posts the backend received since its last start.
    var posts = 1
    var copies = 1

    /// Whether the fault is between hdoc and a backend that runs with all routes.
    var isOfTheNetwork: Bool { !isAway && layer == .planned }

    static let post = "POST /*/article"
    static let backoff: ClosedRange<TimeInterval> = 1...2
    static let quarterOfAnHour: ClosedRange<TimeInterval> = 900...900
    static let posted = "Day 60 · Fault · sent"

    static let all = lost + refused + delayed

    /// The backend may have received the entry: hdoc asks the backend before it posts again.
    static let lost = [
        FaultCase(testDescription: "nothing", state: .sent, exit: .done, told: posted),
        FaultCase(testDescription: "accepted, reply lost", faults: "\(post): drop, once", state: .sent, exit: .done, told: posted),
        FaultCase(testDescription: "accepted, half a reply", faults: "\(post): cut, once", state: .sent, exit: .done, told: posted),
        FaultCase(testDescription: "accepted, empty 200", faults: "\(post): 200 after, once", state: .sent, exit: .done, told: posted),
        FaultCase(testDescription: "504 after success", faults: "\(post): 504 after, once", state: .sent, exit: .done, told: posted),
        FaultCase(
            testDescription: "504 without success", faults: "\(post): 504, once", state: .queued, exit: .kept,
            told: "dev took too long (504: Endpoint request timed out)", pause: backoff, then: .waits(3), attempts: 2, posts: 2),
        FaultCase(
            testDescription: "reply lost, and nobody to ask", faults: "\(post): drop, once; GET /articles/*: 503, times 3", state: .unknown,
            exit: .kept, told: "Nobody can tell yet whether day 60 arrived.", pause: backoff, then: .waits(3)),
        FaultCase(
            testDescription: "reply lost, and no route to ask", faults: "\(post): drop, once; GET /articles/*: 403, once", state: .unknown,
            exit: .kept, told: "`hdoc outbox send` asks the backend again.", pause: backoff, then: .sends),
        FaultCase(
            testDescription: "closed before anything is read", faults: "\(post): close, once", state: .queued, exit: .kept,
            told: "The connection to dev was interrupted", pause: backoff, then: .waits(3), attempts: 2, posts: 2),
        FaultCase(
            testDescription: "closed in the middle of the upload", faults: "\(post): close, once",
            body: String(repeating: "A long text. ", count: 7000), state: .queued, exit: .kept,
            told: "The connection to dev was interrupted",
            pause: backoff, then: .waits(3), attempts: 2, posts: 2),
    ]

    /// The backend received the entry and refused it.
    static let refused = [
        FaultCase(
            testDescription: "400", faults: "\(post): 400, once", state: .rejected, exit: .failed,
            told: "dev rejected the entry (400: Fault 400)",
            then: .edits(day: 61), attempts: 2, posts: 2),
        FaultCase(
            testDescription: "409, another article has the day", day: 7, state: .rejected, exit: .failed,
            told: "dev already has a different article with this id or day", then: .edits(day: 61), attempts: 2, posts: 2),
        FaultCase(
            testDescription: "413", faults: "\(post): 413", state: .rejected, exit: .failed, told: "The request is too large for dev",
            finally: .rejected, copies: 0),
        FaultCase(
            testDescription: "401, a new token is taken", faults: "\(post): 401, once", state: .sent, exit: .done, told: posted, posts: 2),
        FaultCase(
            testDescription: "401, a new token is not", faults: "\(post): 401, times 2", state: .queued, exit: .signInNeeded,
            told: "dev did not accept the sign-in (401: Unauthorized). Run `hdoc login`", pause: quarterOfAnHour, then: .signsIn,
            attempts: 2, posts: 3),
    ]

    /// The backend was not reached or cannot accept the entry now.
    static let delayed = [
        FaultCase(
            testDescription: "429, Retry-After 120", faults: "\(post): 429 retry 120, once", state: .queued, exit: .kept,
            told: "dev limits the request rate", pause: 120...120, then: .waits(121), attempts: 2, posts: 2),
        FaultCase(
            testDescription: "429, Retry-After 3600", faults: "\(post): 429 retry 3600, once", state: .queued, exit: .kept,
            told: "dev limits the request rate", pause: 3600...3600, then: .waits(3601), attempts: 2, posts: 2),
        FaultCase(
            testDescription: "429 without", faults: "\(post): 429, once", state: .queued, exit: .kept, told: "dev limits the request rate",
            pause: backoff, then: .waits(3), attempts: 2, posts: 2),
        FaultCase(
            testDescription: "403 of a firewall", faults: "\(post): 403, once", state: .queued, exit: .kept,
            told: "The request was stopped in front of dev (403: Forbidden): by a firewall", pause: backoff, then: .waits(3), attempts: 2,
            posts: 2),
        FaultCase(
            testDescription: "500", faults: "\(post): 500, once", state: .queued, exit: .kept, told: "dev had an internal error (500)",
            pause: backoff,
            then: .waits(3), attempts: 2, posts: 2),
        FaultCase(
            testDescription: "502", faults: "\(post): 502, once", state: .queued, exit: .kept,
            told: "dev had an internal error (502: Internal server error)", pause: backoff, then: .waits(3), attempts: 2, posts: 2),
        FaultCase(
            testDescription: "503, twice", faults: "\(post): 503, times 2", state: .queued, exit: .kept,
            told: "dev had an internal error (503",
            pause: backoff, then: .sends, finally: .queued, attempts: 2, posts: 2, copies: 0),
        FaultCase(
            testDescription: "the network is away", isAway: true, state: .queued, exit: .kept,
            told: "Could not reach dev: the connection was refused", pause: backoff, then: .backendReturns, attempts: 2),
        FaultCase(
            testDescription: "the route is absent", layer: .dev, state: .queued, exit: .kept, told: "dev has no route POST",
            pause: quarterOfAnHour, then: .backendReturns, attempts: 2),
    ]
}
