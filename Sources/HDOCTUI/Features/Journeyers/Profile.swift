import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// The texts and links of a journeyer's profile.
enum ProfileText {
    struct ProfileLink: Sendable, Equatable {
        var name: String
        var link: WebLink
    }

    static func links(_ journeyer: Journeyer) -> [ProfileLink] {
        let handle = PercentEncoding.component(journeyer.handle)
        let candidates: [(String, String?)] = [
            ("GitHub", "https://github.com/\(handle)"), ("Journey", journeyer.githubJourneyURL),
            ("Blog", journeyer.personalBlogURL), ("Twitter", account(journeyer.twitterUsername, at: "https://twitter.com/")),
            ("LinkedIn", account(journeyer.linkedinProfile, at: "https://www.linkedin.com/in/")),
            ("Picture", journeyer.avatarImage),
        ]
        // A text that is not a web address is never shown as a link.
        return candidates.compactMap { name, url in url.flatMap(WebLink.init).map { ProfileLink(name: name, link: $0) } }
    }

    /// The values for the placeholders of commands. The URL is that of the GitHub page.
    static func placeholders(_ journeyer: Journeyer) -> [CustomCommand.Placeholder: String] {
        var values: [CustomCommand.Placeholder: String] = [.handle: journeyer.handle, .id: journeyer.id]
        values[.url] = links(journeyer).first?.link.url
        return values
    }

    static func lines(_ journeyer: Journeyer, _ state: AppState) -> [[Span]] {
        func fact(_ name: String, _ value: String?) -> [Span]? {
            value.map { [Span(TextWidth.padRight(name, to: 12), .dim), Span($0)] }
        }
        func date(_ instant: Date?) -> String? {
            instant.map { "\(state.age($0)) (\(CalendarDay($0, in: state.settings.zone)))" }
        }
        let wrong = faults(journeyer, state).map { [Span(TextWidth.padRight("Malformed", to: 12), .dim), Span($0, .warning)] }
        return [
            journeyer.fullName.map { [Span($0, .title)] }, fact("Days", journeyer.daysCompleted.map { "\($0) of 100" }),
            fact("Score", score(journeyer)), fact("Streaks", streaks(journeyer)),
            fact("Last entry", date(journeyer.lastEntryAt)), fact("Joined", date(journeyer.dateJoined)),
            fact("Status", journeyer.status),
        ].compactMap { $0 } + wrong
    }

    /// The faults of a profile, which a maintainer can correct, as texts: `days_completed unreadable`.
    static func faults(_ journeyer: Journeyer, _ state: AppState) -> [String] {
        journeyer.faults(now: state.model.journeyers.fetchedAt ?? state.now).map { fault in
            switch fault {
            case .unreadable(let name): "\(name) unreadable"
            case .missing(let name): "no \(name)"
            case .implausible(let name): "\(name) is out of range"
            }
        }
    }

    /// Attributes that hdoc does not know, with the values that the stage sent.
    static func extras(_ journeyer: Journeyer) -> [[Span]] {
        journeyer.extra.sorted { $0.key < $1.key }.map { name, value in [Span("\(name): \(value.text ?? "…")", .dim)] }
    }

    private static func account(_ value: String?, at base: String) -> String? {
        guard let value, !value.isEmpty else { return nil }
        if value.contains("://") { return value }
        let name = value.hasPrefix("@") ? String(value.dropFirst()) : value
        return base + PercentEncoding.component(name)
    }

    private static func score(_ journeyer: Journeyer) -> String? {
        journeyer.totalScore.map { total in
            "\(total) = GitHub \(journeyer.githubScore ?? 0) + Twitter \(journeyer.twitterScore ?? 0)"
        }
    }

    private static func streaks(_ journeyer: Journeyer) -> String? {
        let parts = [
            journeyer.githubStreak.map { "GitHub \($0)" }, journeyer.twitterStreak.map { "Twitter \($0)" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

/// A line of the profile, and what the keys open on it.
struct ProfileRow {
    enum Destination: Sendable {
        case link(WebLink), article(Article)

        var url: String? {
            switch self {
            case .link(let link): link.url
            case .article(let article): article.link
            }
        }
    }

    var spans: [Span]
    var target: Destination?
}

/// The rows of a profile: facts, links, a map of the journey, articles, other attributes.
enum ProfileRows {
    private static let mostArticles = 100

    static func make(_ journeyer: Journeyer, _ state: AppState, width: Int) -> [ProfileRow] {
        func text(_ lines: [[Span]], after heading: String? = nil) -> [ProfileRow] {
            guard !lines.isEmpty else { return [] }
            let head = heading.map { [ProfileRow(spans: []), ProfileRow(spans: [Span($0, .header)])] } ?? []
            return head + lines.map { ProfileRow(spans: $0) }
        }
        let bio = journeyer.bio.map { TextWrap.lines(of: $0, width: max(1, width)).map { [Span($0)] } } ?? []
        return text([[Span("@\(journeyer.handle)", .accent.bold)]] + ProfileText.lines(journeyer, state))
            + (bio.isEmpty ? [] : [ProfileRow(spans: [])] + text(bio))
            + [ProfileRow(spans: [])] + links(journeyer)
            + text(JourneyMap.lines(journeyer, state, width: width))
            + articles(journeyer, state) + text(ProfileText.extras(journeyer), after: "Also")
    }

    private static func links(_ journeyer: Journeyer) -> [ProfileRow] {
        ProfileText.links(journeyer).map { link in
            ProfileRow(spans: [Span(TextWidth.padRight(link.name, to: 10), .dim)] + link.link.spans(), target: .link(link.link))
        }
    }

    private static func articles(_ journeyer: Journeyer, _ state: AppState) -> [ProfileRow] {
        let theirs = state.screens.articles.articles(by: journeyer.handle, state)
        let head = ProfileRow(spans: [Span("Articles", .header), Span("  \(theirs.count)", .dim)])
        let rows = theirs.prefix(mostArticles).map { article in
            let day = TextWidth.padLeft(article.day.map(String.init) ?? "–", to: 3)
            return ProfileRow(
                spans: [Span("\(day)  ", .dim), Span(article.title ?? "Untitled"), Span(article.date.map { "  \($0)" } ?? "", .dim)],
                target: .article(article))
        }
        let asking = notice(journeyer.handle, isEmpty: theirs.isEmpty, state).map { [ProfileRow(spans: [Span($0, .dim)])] } ?? []
        return [ProfileRow(spans: []), head] + rows + asking
    }

    private static func notice(_ handle: String, isEmpty: Bool, _ state: AppState) -> String? {
        let stage = state.settings.stage.name
        switch state.activity[.articles(author: handle, tag: nil)] {
        case .loading?: return "fetching from \(stage) …"
        case .failed(let error)? where !error.isAbsence: return state.describer.describe(error).what
        case .failed?, nil: break
        }
        if case .absent? = state.model.presence(of: .articles)?.presence { return "\(stage) has no articles route" }
        return isEmpty ? "none known" : nil
    }
}

/// A map of a journeyer's 100 days, made from the days of their articles and their number of days.
enum JourneyMap {
    static func lines(_ journeyer: Journeyer, _ state: AppState, width: Int) -> [[Span]] {
        let written = Set(state.screens.articles.articles(by: journeyer.handle, state).compactMap(\.day))
        let counted = journeyer.daysCompleted ?? 0
        guard counted > 0 || !written.isEmpty, width >= 24 else { return [] }
        let glyphs = state.glyphs
        func mark(_ day: Int) -> Character {
            written.contains(day) ? glyphs.dayPosted : day <= counted ? glyphs.dayCounted : glyphs.dayToCome
        }
        let rows = stride(from: 1, through: EntryRules.lastDay, by: 20).map { first -> [Span] in
            func half(_ start: Int) -> String { String((start..<start + 10).map(mark)) }
            return [Span(TextWidth.padLeft(String(first), to: 3) + " ", .dim), Span("\(half(first)) \(half(first + 10))", .accent)]
        }
        let legend = [Span("    \(glyphs.dayPosted) article  \(glyphs.dayCounted) counted", .dim)]
        return [[]] + rows + (width >= 26 ? [legend] : [])
    }
}
