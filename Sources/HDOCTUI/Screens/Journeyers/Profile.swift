import FoundationEssentials
import HDOCClient
import HDOCModels

/// Everything known of a journeyer, as lines and links.
enum ProfileText {
    struct Link: Sendable, Equatable {
        var name: String
        var url: String
    }

    static func links(_ journeyer: Journeyer) -> [Link] {
        let handle = PercentEncoding.component(journeyer.handle)
        let candidates: [(String, String?)] = [
            ("GitHub", "https://github.com/\(handle)"), ("Journey", journeyer.githubJourneyURL),
            ("Blog", journeyer.personalBlogURL), ("Twitter", account(journeyer.twitterUsername, at: "https://twitter.com/")),
            ("LinkedIn", account(journeyer.linkedinProfile, at: "https://www.linkedin.com/in/")),
        ]
        // What is no web address is shown nowhere as one.
        return candidates.compactMap { name, url in
            url.flatMap { EntryRules.isWebLink($0) ? Link(name: name, url: $0) : nil }
        }
    }

    static func lines(_ journeyer: Journeyer, _ state: AppState) -> [Span] {
        func fact(_ name: String, _ value: String?) -> Span? {
            value.map { Span(TextWidth.padRight(name, to: 13) + $0) }
        }
        func date(_ instant: Date?) -> String? {
            instant.map { "\(state.age($0)) (\(CalendarDay($0, in: state.setting.zone)))" }
        }
        return [
            journeyer.fullName.map { Span($0, .title) }, fact("Days", journeyer.daysCompleted.map { "\($0) of 100" }),
            fact("Score", score(journeyer)), fact("Streaks", streaks(journeyer)),
            fact("Last entry", date(journeyer.lastEntryAt)), fact("Joined", date(journeyer.dateJoined)),
            fact("Status", journeyer.status),
        ].compactMap { $0 }
    }

    /// Attributes that hdoc does not know, as they came.
    static func extras(_ journeyer: Journeyer) -> [Span] {
        journeyer.extra.sorted { $0.key < $1.key }.map { name, value in
            Span("\(name): \(value.text ?? "…")", .dim)
        }
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

enum ProfileView {
    static func draw(_ journeyer: Journeyer, _ state: AppState, in area: Rect, isBeside: Bool, of frame: inout Frame) {
        if isBeside {
            for row in 0..<area.height { frame.put(String(state.glyphs.verticalRule), in: area, row: row, style: .dim) }
        }
        let inner = isBeside ? area.inset(left: 2, right: 1) : Chrome.inset(area)
        frame.put("@\(journeyer.handle)", in: inner, style: .accent.bold)
        let text = textLines(journeyer, state, width: inner.width)
        let links = ProfileText.links(journeyer)
        // The links are what keys act on here: they keep their rows, and the text gives way.
        let parts = inner.inset(top: 1).split(rows: [.share(1), .fixed(min(links.count + 1, max(0, inner.height - 1)))])
        let textHeight = min(parts[0].height, text.count)
        for (row, line) in text.prefix(textHeight).enumerated() { frame.put([line], in: parts[0], row: row) }
        let place = Rect(
            x: area.minX + (isBeside ? 1 : 0), y: inner.minY + 1 + textHeight, width: max(0, area.width - (isBeside ? 1 : 0)),
            height: parts[1].height)
        drawLinks(links, state, in: place.inset(top: place.height > links.count ? 1 : 0), of: &frame)
    }

    private static func textLines(_ journeyer: Journeyer, _ state: AppState, width: Int) -> [Span] {
        let bio = journeyer.bio.map { TextWrap.lines(of: $0, width: width).prefix(6).map { Span($0) } } ?? []
        let extras = ProfileText.extras(journeyer)
        return ProfileText.lines(journeyer, state) + (bio.isEmpty ? [] : [Span("")] + bio)
            + (extras.isEmpty ? [] : [Span("")] + extras)
    }

    private static func drawLinks(_ links: [ProfileText.Link], _ state: AppState, in area: Rect, of frame: inout Frame) {
        guard let list = state.journeyersScreen.profile else { return }
        for (row, index) in list.window(height: area.height).enumerated() where index < links.count {
            let line = area.row(row)
            frame.put(TextWidth.padRight(links[index].name, to: 9) + links[index].url, in: line.inset(left: Chrome.margin))
            if index == list.selected {
                frame.put(String(state.glyphs.pointer), in: line)
                frame.restyle(line, .selected)
                frame.cursor = line.origin
            }
        }
    }
}
