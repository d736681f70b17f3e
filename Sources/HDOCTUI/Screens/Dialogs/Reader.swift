import HDOCClient
import TerminalKit
import HDOCModels

/// One article, entry or journeyer in full, over the screen. It follows what arrives.
struct ReaderState: Sendable {
    enum Subject: Sendable, Equatable {
        case article(String)
        case entry(String)
        case journeyer(String)
    }

    let subject: Subject
    var offset = 0
    /// The number of the link that keys act on.
    var link: Int?
    /// Made by `ReaderUpdate.settle`.
    var page: ReaderPage?

    init(subject: Subject) { self.subject = subject }

    var target: ReaderContent.Link? {
        guard let link, let page, 0 < link, link <= page.links.count else { return nil }
        return page.links[link - 1]
    }
}

enum ReaderUpdate {
    static func press(_ key: Key, _ reader: ReaderState, _ state: inout AppState) -> [Effect] {
        guard let page = reader.page else { return [] }
        var changed = reader
        defer { replace(changed, &state) }
        if case .char(let character) = key, let digit = character.wholeNumberValue, character.isASCII {
            choose(digit, &changed, height: height(state))
            return []
        }
        guard let command = state.setting.keymap.command(for: key) else { return [] }
        switch command {
        case .back where reader.link != nil: changed.link = nil
        case .back, .quit, .open:
            if command == .open, let effects = openLink(reader, page, &state), reader.link != nil { return effects }
            state.closeTop()
        case .openLink: return openLink(reader, page, &state) ?? []
        case .copy:
            if let target = reader.target { return [.copy(target.url, what: "the link")] }
            return page.content.copy.map { [.copy($0.text, what: $0.what)] } ?? []
        case .nextScreen, .nextMatch: step(1, &changed, page, height: height(state))
        case .previousScreen, .previousMatch: step(-1, &changed, page, height: height(state))
        default:
            guard let move = ListMove(command) else { return [] }
            changed.offset = scrolled(reader.offset, move, lines: page.lines.count, height: height(state))
        }
        return []
    }

    /// Lays out anew what changed under a reader, or the window around it.
    static func settle(_ state: inout AppState) {
        let layout = ReaderLayout(Rect(size: state.size))
        for index in state.dialogs.indices {
            guard case .reader(var reader) = state.dialogs[index] else { continue }
            let content = ReaderText.content(of: reader.subject, state)
            if reader.page?.content == content && reader.page?.width == layout.width { continue }
            let page = ReaderPage(content, width: layout.width, glyphs: state.glyphs)
            reader.page = page
            reader.offset = max(0, min(reader.offset, page.lines.count - layout.body.height))
            if let link = reader.link, link > page.links.count { reader.link = nil }
            state.dialogs[index] = .reader(reader)
        }
    }

    static func scrolled(_ offset: Int, _ move: ListMove, lines: Int, height: Int) -> Int {
        let wanted =
            switch move {
            case .up: offset - 1
            case .down: offset + 1
            case .pageUp: offset - max(1, height - 1)
            case .pageDown: offset + max(1, height - 1)
            case .first: 0
            case .last: lines
            case .to(let line): line
            }
        return max(0, min(wanted, lines - height))
    }

    private static func replace(_ reader: ReaderState, _ state: inout AppState) {
        // What was opened from here lies on top, and what was closed is gone.
        guard case .reader(let top)? = state.dialogs.last, top.subject == reader.subject else { return }
        state.setTop(.reader(reader))
    }

    private static func height(_ state: AppState) -> Int { max(1, ReaderLayout(Rect(size: state.size)).body.height) }

    private static func openLink(_ reader: ReaderState, _ page: ReaderPage, _ state: inout AppState) -> [Effect]? {
        guard let url = reader.target?.url ?? page.content.link else { return nil }
        guard WebLink(url) != nil else {
            state.say("“\(url)” is not a web address.", isWarning: true)
            return []
        }
        return [.openLink(url)]
    }

    /// A digit selects the link of that number, or goes on with a number that was begun.
    private static func choose(_ digit: Int, _ reader: inout ReaderState, height: Int) {
        guard let page = reader.page else { return }
        let longer = (reader.link ?? 0) * 10 + digit
        guard let number = [longer, digit].first(where: { 0 < $0 && $0 <= page.links.count }) else { return }
        select(number, &reader, page, height: height)
    }

    private static func step(_ step: Int, _ reader: inout ReaderState, _ page: ReaderPage, height: Int) {
        let count = page.links.count
        guard count > 0 else { return }
        let next = reader.link.map { ($0 - 1 + step + count) % count + 1 } ?? (step > 0 ? 1 : count)
        select(next, &reader, page, height: height)
    }

    private static func select(_ number: Int, _ reader: inout ReaderState, _ page: ReaderPage, height: Int) {
        reader.link = number
        guard let line = page.line(ofLink: number) else { return }
        if !(reader.offset..<reader.offset + height).contains(line) {
            reader.offset = scrolled(0, .to(line - height / 2), lines: page.lines.count, height: height)
        }
    }
}
