import Foundation
import HDOCBackend
import HDOCClient
import HDOCModels
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

private enum EntryDay {
    static let some = CalendarDay("2026-11-23") ?? CalendarDay(.distantPast, in: .utc)
}

@Suite struct ErrorDescriberTests {
    static let transport: [TransportError.Cause] = [
        .badURL, .insecure, .unresolvable, .refused, .tls, .certificateFile("/ca.pem"), .notTLS, .notHTTP,
        .proxy(address: "http://proxy.example:3128"), .connectTimeout, .timeout, .interrupted,
        .bodyTooLarge(limit: 12_000_000), .headTooLarge(limit: 128_000), .cancelled, .offline, .noLibrary, .other,
    ]
    static let kinds: [ClientError.Kind] = [
        .notFound, .routeAbsent(.users), .signInNeeded, .unauthorized(expired: true), .unauthorized(expired: false), .forbidden, .webPage,
        .blocked, .outbox(.dateTaken(date: EntryDay.some, day: 24, title: "T", next: 25)),
        .rejected([]), .rejected([.init(field: "title", reason: "too long")]), .conflict(existing: "a"), .conflict(existing: nil),
        .tooLarge, .headersTooLarge(limit: 10_240, is: 10_900), .throttled(retryAfter: .seconds(5)), .throttled(retryAfter: nil),
        .serverFailed, .gatewayTimeout, .unreadable,
        .unexpected, .notConfigured(key: "client_id"), .signIn(.cancelled), .store(.busy(path: "/s")),
    ]
    static let signIn: [SignInError] =
        [
            .discoveryFailed(detail: "d"), .portsBusy([1, 2]), .timedOut(redirect: "http://localhost:1/callback"), .cancelled,
            .stateMismatch, .refused(code: "access_denied", description: "no"), .codeRejected, .tokenEndpoint(status: 400, code: "x"),
            .tokenEndpoint(status: 403, code: nil),
            .keysUnavailable,
        ]
        + [
            SignInError.TokenProblem.malformed, .wrongAlgorithm("none"), .unknownKey, .badSignature, .wrongIssuer, .wrongAudience,
            .wrongUse, .expired, .notYetValid, .wrongNonce,
        ].map(SignInError.token)
    static let local: [any Error] = [
        StoreError.diskFull(path: "/p"), StoreError.readOnly(path: "/p"), StoreError.damaged(path: "/p", setAside: "/q"),
        StoreError.newer(path: "/p"), StoreError.busy(path: "/p"), StoreError.tightened(path: "/p", mode: 0o644),
        StoreError.failed(path: "/p", detail: "d"),
        OutboxError.noSuchEntry("x"), OutboxError.ambiguous("x", ["xa", "xb"]), OutboxError.notEditable(OutboxCommandTests.sent),
        OutboxError.changedElsewhere(OutboxCommandTests.sent),
        OutboxError.cannotMove(from: .sent, to: .draft), OutboxError.dayTaken(day: 3, title: "T"),
        OutboxError.dateTaken(date: CalendarDay(.distantPast, in: .utc), day: 3, title: "T", next: 4),
        OutboxError.demoOnly,
        OutboxError.invalid([
            .empty(.title), .tooLong(.title, limit: 120, is: 121), .tooLong(.body, limit: 100_000, is: 200_000),
            .tooMany(.tags, limit: 10, is: 11), .badTag("A B"), .badLink("x"), .badDay(0),
        ]),
        OutboxError.store(.diskFull(path: "/outbox")), ConfigurationWriteError.store(.readOnly(path: "/config")),
        ConfigurationWriteError.refused(.stageExists("other")),
        ConfigurationWriteError.keptInMemory(.store(.diskFull(path: "/c")), wanted: "x = 1"),
        ConfigurationWriteError.unusable(ConfigurationError(file: "/c", line: 1, .missingKey("api"))),
        ClientError(.invalidProfile([.missing(.handle)]), operation: .signUp),
        ClientError(.invalidProfile([.notALink(.personalBlogURL, "x"), .notPlain(.bio)]), operation: .signUp),
        CancellationError(),
        ConfigurationEditError.stageExists("dev"), ConfigurationEditError.changedMeanwhile(file: "/c"),
        ConfigurationEditError.invalid(.badStageName("/")), ConfigurationEditError.byHand(file: "/c", line: 3, wanted: "x = 1"),
        ConfigurationEditError.noSuchStage("a", nearest: nil, known: []),
        StageSelectionError.none(file: "/c"), StageSelectionError.several(["a", "b"]),
        StageSelectionError.unknown("a", from: .environment, nearest: nil, known: ["b"]),
        BackendProblem.portInUse(1), BackendProblem.listening(detail: "d"), BackendProblem.database(path: "/p", detail: "d"),
        BackendProblem.preparation(detail: "d"),
        HostedPageError.noForm, HostedPageError.status(500), HostedPageError.tooManyRedirects, HostedPageError.refused(message: "m"),
        DemoWalkError.notPosted("r"), DemoWalkError.notListed, DemoWalkError.stillOnline, DemoWalkError.notKept,
    ]
    static let editing: [EditorError] = [
        .noEditor, .notStarted("e", detail: "d"), .failed("e", status: 1), .unreadable("/f", .missing),
        .unreadable("/f", .permissionDenied), .unreadable("/f", .isDirectory), .unreadable("/f", .notUTF8),
        .unreadable("/f", .tooLarge(limit: 5)), .unreadable("/f", .other(detail: "d")), .unwritable("/f", detail: "d"),
        .unreadable("/f", .encoding(.nul(offset: 3))), .unreadable("/f", .encoding(.invalidUTF8(offset: 3))),
        .unreadable("/f", .encoding(.invalidUTF16(offset: 3))), .kept(path: "/f", because: .failed("e", status: 1)),
        .unfinished(text: "x", writtenAt: .distantPast), .olderText(writtenAt: .distantPast), .returnedAtOnce("code"),
        .openQuote(variable: "EDITOR", value: "vi 'x"),
    ]
    static let commands: [CommandError] = [
        .noHandle, .editorNeedsTerminal, .dateInFuture(CalendarDay(.distantPast, in: .utc)), .nothingCached, .noSuchJourneyer("x"),
        .noSuchDay(3), .noSuchDay(nil), .nothingWritten, .emptyText, .notATerminal,
        .output(detail: "d"), .notDiscardable(.sending),
        .needsConsent(action: "sign out", stage: "prod"), .needsConfirmation(action: "delete it"),
        .unknownCommand("x", nearest: nil), .unknownCommand("x", nearest: "y"),
    ]
    static let git: [GitError] = [
        .noRepository("/p"), .noEmail("/p"), .noCommits(CalendarDay(.distantPast, in: .utc), email: "a@b", repositories: ["r"]),
        .hookExists(path: "/h"), .hooksOutside(path: "/o"), .hookNotWritten(path: "/w", detail: "d"),
    ]
    static let programs: [ProgramError] = [.notInstalled("p"), .notStarted("p", code: 2), .failed("p", complaint: "c")]
    static let formats: [StatusFormatError] = [.unknownField("x"), .unclosed, .unopened]
    static let imported = [ExchangeError.Reason.otherFormat, .unreadable].map {
        ImportError(file: "/f", format: .csv, cause: ExchangeError(number: 2, $0))
    }
    static var day: [any Error] { git as [any Error] + programs + formats + imported }
    static let aws: [AWSError] = [
        .noCredentials(file: "/c"), .noSuchProfile("x", nearest: "y", known: ["y"]), .noSuchProfile("x", nearest: nil, known: ["y"]),
        .noSuchProfile("x", nearest: nil, known: []), .unsupportedProfile("x", key: "role_arn"),
        .incompleteProfile("x", missing: "aws_access_key_id"), .badRegion("x/"), .badEndpoint("ftp:"), .badCredentials(profile: nil),
        .profileIsTarget("mfa"), .badSerial("x"), .badCode, .noCode, .file(ConfigurationError(file: "/aws", .isDirectory)),
        .fileChangedMeanwhile("/aws"), .transport(TransportError(.tls, mayHaveArrived: false)), .expired(profile: "mfa"),
        .expired(profile: nil), .unknownKey(profile: "x"), .wrongSecret(profile: "x"), .clockSkew(seconds: 600),
        .clockSkew(seconds: -600), .clockSkew(seconds: nil), .accessDenied("User x may not"), .accessDenied(""), .wrongCode,
        .needsLongLivedKeys(profile: "x"), .noPipelineStack("s", region: "r"), .noPipelineOutput(stack: "s"),
        .noSuchPipeline("p", region: "r"), .noSuchCredentials("a", region: "r"), .throttled,
        .refused(code: "ValidationError", message: "m", status: 400),
        .unreadable(status: 200), .endlessPages,
    ]
    static let imports: [StackImportError] = [
        .empty, .notJSON, .truncated, .noStacks, .noStages(region: "r"), .unknownNames(["a", "b", "c", "d"]), .unknownNames(["a"]),
        .severalStages(["dev", "prod"]),
        .noSuchStage("x", nearest: "y", known: ["y"]), .noSuchStage("x", nearest: nil, known: ["y"]),
        .noSuchStage("x", nearest: nil, known: []), .noOutputs(stage: "dev", stacks: ["s"]), .noAPI(stage: "dev"),
        .conflicting(output: "APIURL", stage: "dev"), .badPoolID("x"), .badClientID("x"),
        .invalid(output: "APIURL", .badURL(key: "APIURL", value: "x", reason: .notHTTPS)),
    ]
    static let configuration: [ConfigurationProblem] =
        [
            .permissionDenied, .isDirectory, .notUTF8, .holdsNUL, .tooLarge(limit: 1 << 20), .unreadable(detail: "d"),
            .syntax(detail: "d"), .unknownKey("a", nearest: "b", known: []), .unknownKey("a", nearest: nil, known: ["b"]),
            .wrongType(key: "a", expected: "array", found: "integer"), .missingKey("a"), .empty(key: "a"), .badStageName("/"),
            .badDayEnd(key: "day_ends", value: "late"), .reservedStageName("demo"), .badPort(key: "a", 0),
            .notOneOf(key: "a", value: "b", known: ["c", "d"]),
            .badColour(key: "a", value: "b"), .unknownStage("a", nearest: nil, known: []),
        ]
        + [ConfigurationError.URLProblem.malformed, .noScheme, .notHTTPS, .holdsCredentials, .holdsQuery].map {
            .badURL(key: "a", value: "b", reason: $0)
        }

    static var everyError: [any Error] {
        transport.map { TransportError($0, mayHaveArrived: false, detail: "curl says") }
            + kinds.map { ClientError($0, operation: .postEntry, status: 418, serverText: "I said so.") }
            + aws as [any Error] + imports + signIn + local + commands + editing + day
            + configuration.map { ConfigurationError(file: "/c.toml", line: 7, $0) }
    }

    @Test func `every error is described by a sentence of its own`() {
        let describer = ErrorDescriber(stage: "dev")
        var seen: [String: String] = [:]
        for error in Self.everyError {
            let sentence = describer.sentence(error)
            #expect(!sentence.contains("no words for"), "\(error)")
            #expect(sentence.last.map { ".?!`".contains($0) || sentence.contains("by hand") } == true, "\(sentence)")
            #expect(!sentence.contains("..") && !sentence.contains("Optional(") && !sentence.contains("nil"), "\(sentence)")
            #expect(
                sentence.first?.isLowercase != true || sentence.hasPrefix("dev ") || sentence.hasPrefix("hdoc ")
                    || sentence.hasPrefix("prod ") || sentence.hasPrefix("x "), "\(sentence)")
            let isSame = ["Cancelled.", "The sign-in was cancelled."].contains(sentence) || sentence.hasPrefix("/s")
            #expect(isSame || seen[sentence] == nil, "\(sentence) describes both \(error) and \(seen[sentence] ?? "")")
            seen[sentence] = "\(error)"
        }
    }

    @Test(arguments: [
        (
            ClientError(.serverFailed, operation: .listUsers, status: 502, serverText: "Internal server error."),
            "dev had an internal error (502: Internal server error). The cause is on the backend's side; try again later."
        ),
        (
            ClientError(
                .rejected([.init(field: "title", reason: "too long"), .init(field: "tags", reason: "too many")]), operation: .postEntry),
            "dev rejected the entry: title: too long; tags: too many."
        ),
        (
            ClientError(.throttled(retryAfter: .seconds(130)), operation: .listUsers, status: 429),
            "dev limits the request rate (429). Try again in 3 min."
        ),
        (
            ClientError(.conflict(existing: nil), operation: .signUp, status: 409),
            "The handle is taken on dev (409). If it is yours, the organisers can link it to your account."
        ),
        (ClientError(.signInNeeded, operation: .postEntry), "You are not signed in on dev. Run `hdoc login`."),
        (
            ClientError(.blocked, operation: .postEntry, status: 403, serverText: "Forbidden"),
            "The request was stopped in front of dev (403: Forbidden): by a firewall, because the stage name at the end of `api` is "
                + "wrong, or because the stage needs an API key. Check `api` in the configuration; "
                + "if it is right, ask the maintainers of the stage."
        ),
        (
            ClientError(.outbox(.dateTaken(date: EntryDay.some, day: 24, title: "T", next: 25)), operation: .postEntry),
            "Another machine has posted for 2026-11-23: day 24, “T”. To post this entry as a second one for that date, as day 25, send it "
                + "again."
        ),
    ])
    func `an error says what happened, where, and what to do`(_ error: ClientError, _ sentence: String) {
        #expect(ErrorDescriber(stage: "dev").sentence(error) == sentence)
    }

    @Test(arguments: [
        (AWSError.expired(profile: "mfa"), "The AWS session of the profile mfa has expired. Start a new session with `hdoc stage mfa`."),
        (
            .clockSkew(seconds: 612),
            "This machine's clock is 10 minutes ahead, so AWS rejects the request."
                + " Correct the clock, for example with `timedatectl set-ntp true`."
        ),
        (.wrongCode, "AWS did not accept the MFA code. Wait for the next code, and check --serial."),
    ])
    func `an error of AWS says what to do`(_ error: AWSError, _ sentence: String) {
        #expect(ErrorDescriber().sentence(error) == sentence)
    }

    @Test func `errors on the screens name keys instead of commands`() {
        let describer = ErrorDescriber(stage: "dev", remedies: .screens(.standard))
        #expect(describer.sentence(Failures.signInNeeded) == "You are not signed in on dev. Press i to sign in.")
        #expect(describer.sentence(Failures.refused) == "Could not reach dev: the connection was refused. Press r to try again.")
    }

    @Test func `a configuration error begins with the file and the line`() {
        let error = ConfigurationError(file: "/c.toml", line: 3, .unknownKey("stag", nearest: "stage", known: []))
        #expect(ErrorDescriber().sentence(error) == "/c.toml:3: unknown key `stag`. Did you mean `stage`?")
    }

    @Test func `a syntax error in a fault shows its position`() {
        let error = #expect(throws: FaultSyntaxError.self) { try Fault.parse("GET /users explode") }
        guard let error else { return }
        let sentence = ErrorDescriber().sentence(FaultProblem(error, in: "GET /users explode"))
        #expect(sentence.hasPrefix("“GET /users explode”: expected a colon after “GET /users"))
    }

    @Test func `the exit statuses have their documented numbers`() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 4, 5, 6, 7, 64])
    }

    @Test(arguments: [
        (Failures.refused as any Error, ExitStatus.unreachable), (Failures.absent, .routeAbsent), (Failures.crashed, .failed),
        (Failures.notFound, .failed), (Failures.signInNeeded, .signInNeeded),
        (ClientError(.unauthorized(expired: true), operation: .postEntry), .signInNeeded),
        (ClientError(.transport(TransportError(.cancelled, mayHaveArrived: true)), operation: .listUsers), .cancelled),
        (ClientError(.signIn(.cancelled), operation: .signIn), .cancelled), (CancellationError(), .cancelled),
        (SignInError.codeRejected, .failed), (StoreError.busy(path: "/"), .failed), (CommandError.nothingCached, .unreachable),
        (CommandError.nothingWritten, .cancelled), (AWSError.noSuchPipeline("p", region: "r"), .routeAbsent),
        (AWSError.noPipelineStack("s", region: "r"), .routeAbsent), (AWSError.throttled, .failed),
        (ConfigurationError(file: "/c", .notUTF8), .failed),
    ])
    func `every error has its exit status`(_ error: any Error, _ status: ExitStatus) {
        #expect(ExitStatus(for: error) == status)
    }
}
