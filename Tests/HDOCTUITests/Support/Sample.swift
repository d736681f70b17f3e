import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

/// A small community at a fixed moment.
enum Sample {
    static let zone = TimeZone(secondsFromGMT: 0).map { LocalZone($0) } ?? .utc
    /// Monday, 23 November 2026, 20:48.
    static let now = Timestamp.parse("2026-11-23T20:48:00Z") ?? .distantPast
    static let stage = Stage(name: "dev", api: "https://api.example.test/Prod/", issuer: "https://id.example.test/pool", clientID: "client")

    static func ago(minutes: Double) -> Date { now.addingTimeInterval(-60 * minutes) }

    static func day(_ text: String) -> CalendarDay { CalendarDay(text) ?? CalendarDay(now, in: zone) }

    static func journeyer(_ handle: String, _ name: String?, days: Int?, github: Int?, twitter: Int?, hours: Double?) -> Journeyer {
        var journeyer = Journeyer(handle: handle)
        (journeyer.fullName, journeyer.daysCompleted) = (name, days)
        (journeyer.githubScore, journeyer.twitterScore) = (github, twitter)
        (journeyer.githubStreak, journeyer.twitterStreak) = (days.map { $0 / 3 }, twitter.map { $0 / 9 })
        journeyer.lastEntryAt = hours.map { ago(minutes: $0 * 60) }
        journeyer.dateJoined = hours.map { ago(minutes: 60 * 24 * (100 + $0)) }
        return journeyer
    }

    static var journeyers: [Journeyer] {
        var ada = journeyer("ada", "Ada Okafor", days: 23, github: 61, twitter: 30, hours: 19)
        (ada.bio, ada.status) = ("Writes tests for the weather.", "active")
        (ada.twitterUsername, ada.linkedinProfile) = ("adaCloud", "https://www.linkedin.com/in/ada/")
        ada.githubJourneyURL = "https://github.com/ada/100DaysOfCloud"
        return [
            ada, journeyer("adalamarr", "Ada Lamarr", days: 87, github: 200, twitter: 112, hours: 2),
            journeyer("lamberto", "Lam Berto", days: 61, github: 120, twitter: nil, hours: 72),
            journeyer("MisakiTakahashi", "高橋美咲", days: 135, github: 124, twitter: 188, hours: 14),
            journeyer("bjork", "Björk Ødegård", days: 25, github: 64, twitter: 12, hours: 24 * 40),
            journeyer("silent", nil, days: nil, github: nil, twitter: nil, hours: nil),
        ]
    }

    /// A failed pipeline. The message tries to clear the screen.
    static let pipeline = DeploymentPipeline(
        name: "main",
        steps: [
            DeploymentPipeline.Step(name: "Source", status: .succeeded, changedAt: ago(minutes: 20), revision: "9fceb02d"),
            DeploymentPipeline.Step(name: "Build", status: .succeeded, changedAt: ago(minutes: 9)),
            DeploymentPipeline.Step(
                name: "Deploy", status: .failed, changedAt: ago(minutes: 5),
                failure: DeploymentPipeline.Failure(
                    action: "ExecuteChanges", code: "Failed", message: "The alarm is active\u{1B}[2J")),
        ])

    static func article(_ id: String, _ author: String, day: Int, date: String, title: String, tags: [String]) -> Article {
        var article = Article(id: id)
        (article.author, article.day, article.date) = (author, day, Sample.day(date))
        (article.title, article.tags) = (title, tags)
        article.body = "## Cloud Research\n\nWhat I did on day \(day), in a paragraph that is long enough to be wrapped.\n"
        article.link = "https://example.test/\(id)"
        return article
    }

    static let mine = [
        article("a22", "ada", day: 22, date: "2026-11-22", title: "IAM roles, at last", tags: ["iam"]),
        article("a21", "ada", day: 21, date: "2026-11-21", title: "A static site behind CloudFront", tags: ["cloudfront", "s3"]),
        article("a20", "ada", day: 20, date: "2026-11-18", title: "Buckets", tags: ["s3"]),
        article("a1", "ada", day: 1, date: "2026-11-12", title: "Stepping out", tags: []),
    ]

    static let articles =
        mine + [
            article("b87", "adalamarr", day: 87, date: "2026-11-20", title: "Frequency hopping", tags: ["radio"])
        ]

    static func entry(_ id: String, day: Int, title: String = "Queues with SQS", date: String = "2026-11-23") -> Entry {
        Entry(
            id: id, day: day, date: Sample.day(date), zone: "GMT", title: title, body: "What I learned.", tags: ["aws", "sqs"],
            link: "https://example.test/sqs")
    }

    static func outbox(_ id: String, _ state: EntryState, day: Int, title: String = "Queues with SQS") -> OutboxEntry {
        OutboxEntry(
            entry: entry(id, day: day, title: title), state: state, createdAt: ago(minutes: 30), updatedAt: ago(minutes: 30))
    }

    static var waiting: [OutboxEntry] {
        var queued = outbox("q", .queued, day: 23)
        (queued.attempts, queued.nextAttemptAt) = (2, now.addingTimeInterval(240))
        queued.lastError = "Could not reach dev: the connection was refused."
        var refused = outbox("r", .rejected, day: 19, title: "Too many tags")
        (refused.attempts, refused.lastError) = (1, "tags: at most 10 are allowed.")
        return [queued, refused, outbox("d", .draft, day: 24, title: "")]
    }

    static let routes = Route.allCases.map { route in
        let presence: RouteStatus.Presence =
            switch route {
            case .tags: .absent(status: 403, reason: "Missing Authentication Token")
            case .users, .articles: .present
            default: .unknown
            }
        return RouteStatus(route: route, presence: presence, checkedAt: presence == .unknown ? nil : ago(minutes: 12))
    }

    /// One check for each route, with every kind of verdict.
    static let checks = Route.allCases.enumerated().map { index, route in
        let verdict: RouteVerdict =
            switch route {
            case .userByPath, .userAmongUsers: .absent(status: 403, reason: "Missing Authentication Token")
            case .users: .drifted([.attribute("days_completed", expected: [.number], found: .text, wrong: 25, of: 25)])
            case .tags: .unanswered(TransportError(.interrupted, mayHaveArrived: true))
            case .postArticle: .drifted([.status(200, expected: [401], text: "\u{1B}[31mred")])
            default: .present
            }
        return RouteCheck(route: route, request: route.rawValue, verdict: verdict, took: .milliseconds(7 + index * 31))
    }

    /// The step of a sign-in that shows its address.
    static let signInAddress = SignInStep.address(
        url: "https://id.example.test/oauth2/authorize?client_id=client&state=abc", redirect: "http://localhost:8080/callback", port: 8080)

    static let signedIn = SessionStatus.signedIn(
        Identity(subject: "1", preferredUsername: "ada"), until: now.addingTimeInterval(3000), canRefresh: true)

    /// A model with all samples, which were cached so many minutes ago.
    static func model(minutes: Double = 3) -> ReadModel {
        var model = ReadModel()
        let at = ago(minutes: minutes)
        model.people = Snapshot(value: journeyers, fetchedAt: at, unreadable: 2)
        model.articles = Snapshot(value: articles, fetchedAt: at)
        model.mine = Snapshot(value: mine, fetchedAt: at)
        (model.outbox, model.routes) = (waiting, routes)
        (model.session, model.handle) = (signedIn, "ada")
        model.storage = StorageReport(cache: 412_000, outbox: 20_480)
        return model
    }

    static let refused = ClientError(
        .transport(TransportError(.refused, mayHaveArrived: false)), operation: .listUsers, request: "GET /users")

    static func state(
        _ model: ReadModel = model(), tab: Tab = .today, size: Size = Size(width: 80, height: 24),
        isOffline: Bool = false, stage: Stage = stage, glyphs: Glyphs = .unicode, otherStages: [String] = []
    ) -> AppState {
        let others = otherStages.map { Stage(name: $0, api: "https://\($0).example.test/Prod/") }
        var settings = Settings(stage: stage, zone: zone, glyphs: glyphs, isOffline: isOffline)
        settings.configured.stages = [stage] + others
        var state = AppState(settings: settings, now: now, size: size)
        state.tab = tab
        state.model = model
        state.rebuild()
        return state
    }

    /// A state in which every fetch has failed.
    static func failed(tab: Tab, size: Size) -> AppState {
        var state = state(model(minutes: 185), tab: tab, size: size)
        for resource in [Resource.journeyers, .articles(author: nil, tag: nil), .articles(author: "ada", tag: nil)] {
            state.activity[resource] = .failed(refused)
        }
        return state
    }
}

extension AppState {
    /// Presses keys one after the other, and returns all their effects.
    @discardableResult
    mutating func press(_ keys: Key...) -> [Effect] {
        keys.flatMap { Update.apply(.key($0), to: &self, at: now) }
    }

    mutating func type(_ text: String) {
        for character in text { press(.char(character)) }
    }

    @discardableResult
    mutating func receive(_ message: Message, at date: Date? = nil) -> [Effect] {
        Update.apply(message, to: &self, at: date ?? now)
    }

    /// The screen as text.
    var screen: String { View.frame(of: self, size: size).text }
    /// The last row of the screen.
    var foot: String { View.frame(of: self, size: size).lines.last ?? "" }
    /// The row above the last one. It shows the age of the data, progress and errors.
    var statusRow: String { View.frame(of: self, size: size).lines.dropLast().last ?? "" }
}
