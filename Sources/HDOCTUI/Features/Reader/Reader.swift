import HDOCClient
import HDOCModels
import TerminalKit

/// An article, an entry or a journeyer in full, over the screen. The content is updated when new data arrives.
struct ReaderState: Sendable {
    enum Subject: Sendable, Hashable {
        case article(String)
        case entry(String)
        case journeyer(String)
    }

    let subject: Subject
    var offset = 0
    /// The number of the selected link, from 1; nil if no link is selected.
    var link: Int?
    /// The content laid out for the window. `ReaderUpdate.settle` sets it.
    var page: ReaderPage?
    /// The long text that is being laid out outside of the loop's thread.
    var order: PageOrder?

    init(subject: Subject) { self.subject = subject }

    var target: ReaderContent.ArticleLink? {
        guard let link, let page, 0 < link, link <= page.links.count else { return nil }
        return page.links[link - 1]
    }
}

enum ReaderUpdate {
    /// A digit selects a link by its number; other keys have bindings.
    static func press(_ key: Key, _ reader: ReaderState, _ state: inout AppState) -> [Effect] {
        if case .char(let character) = key, let digit = character.wholeNumberValue, character.isASCII {
            change(reader, &state) { choose(digit, &$0, height: $1) }
            return []
        }
        return Keys.press(key, among: bindings(reader, state), &state)
    }

    static func bindings(_ reader: ReaderState, _ state: AppState) -> [Binding] {
        guard let page = reader.page else { return [.closing(.back), .closing(.quit)] }
        let link = reader.target?.url ?? page.content.link
        let copied = reader.target.map { ReaderContent.Copy(text: $0.url, what: "the link") } ?? page.content.copy
        let unselect = Binding(.back) { state in
            change(reader, &state) { changed, _ in changed.link = nil }
            return []
        }
        return [
            reader.link == nil ? .closing(.back) : unselect, .closing(.quit),
            reader.link == nil ? .closing(.open) : Binding(.open) { open(link, &$0) },
            Binding(.openLink, disabled: link == nil ? "There is no link to open." : nil) { open(link, &$0) },
            .copy(copied?.text, what: copied?.what ?? "", missing: "There is no link to copy."),
        ] + changes(reader, state) + steps(reader, page)
            + Binding.moves { move, state in
                change(reader, &state) { changed, height in
                    changed.offset = scrolled(reader.offset, move, lines: page.lines.count, height: height)
                }
            }
    }

    /// The bindings for a day of the participant's own. They close the reader, so that the screen shows what happens.
    private static func changes(_ reader: ReaderState, _ state: AppState) -> [Binding] {
        var subject: Changing.Subject?
        switch reader.subject {
        case .journeyer: return []
        case .entry(let id):
            let row = state.model.outbox.first { $0.id == id }
            if let row, row.conflict != nil {
                let settle = Binding(.settle) { state in
                    state.closeTop()
                    return Changing.askAboutConflict(row, &state)
                }
                return [settle]
            }
            subject = row.map { Changing.Subject($0) }
        case .article(let id):
            let article = (state.model.mine.value + state.model.articles.value).first { $0.id == id }
            subject = article.map { Changing.Subject($0, isMine: $0.author.map(state.model.isMe) ?? false) }
        }
        return Changing.bindings(subject, state).map { binding in
            guard binding.disabled == nil else { return binding }
            return Binding(binding.action, hint: binding.hint) { state in
                state.closeTop()
                return binding.run(&state)
            }
        }
    }

    private static func steps(_ reader: ReaderState, _ page: ReaderPage) -> [Binding] {
        let directions: [(Action, Int)] = [(.nextScreen, 1), (.nextMatch, 1), (.previousScreen, -1), (.previousMatch, -1)]
        return directions.map { action, direction in
            Binding(action, disabled: page.links.isEmpty ? "This text has no links." : nil) { state in
                change(reader, &state) { step(direction, &$0, page, height: $1) }
                return []
            }
        }
    }

    private static func change(_ reader: ReaderState, _ state: inout AppState, _ body: (inout ReaderState, Int) -> Void) {
        var changed = reader
        body(&changed, height(state))
        state.setTop(.reader(changed))
    }

    /// Lays out each open reader again if its content or the width of the window has changed. A long text is laid out by an effect.
    static func settle(_ state: inout AppState) -> [Effect] {
        let width = ReaderLayout(Rect(size: state.size)).width
        var effects: [Effect] = []
        for index in state.dialogs.indices {
            guard case .reader(var reader) = state.dialogs[index] else { continue }
            let order = PageOrder(content: ReaderText.content(of: reader.subject, state), width: width, glyphs: state.glyphs)
            if reader.page?.content == order.content && reader.page?.width == width || reader.order == order { continue }
            if order.isLong {
                effects.append(.reader(.layOut(order, reader.subject)))
                reader.order = order
                if reader.page?.content != order.content { show(ReaderPage(placeholder(order)), &reader, state) }
            } else {
                reader.order = nil
                show(ReaderPage(order), &reader, state)
            }
            state.dialogs[index] = .reader(reader)
        }
        return effects
    }

    static func apply(_ message: ReaderMessage, to state: inout AppState) -> [Effect] {
        switch message {
        case .laidOut(let order, let page):
            for index in state.dialogs.indices {
                guard case .reader(var reader) = state.dialogs[index], reader.order == order else { continue }
                reader.order = nil
                show(page, &reader, state)
                state.dialogs[index] = .reader(reader)
            }
            return []
        }
    }

    /// What is shown until a long text is laid out.
    private static func placeholder(_ order: PageOrder) -> PageOrder {
        var order = order
        order.content.text = "Preparing the text …"
        return order
    }

    private static func show(_ page: ReaderPage, _ reader: inout ReaderState, _ state: AppState) {
        reader.page = page
        reader.offset = max(0, min(reader.offset, page.lines.count - height(state)))
        if let link = reader.link, link > page.links.count { reader.link = nil }
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

    private static func height(_ state: AppState) -> Int { max(1, ReaderLayout(Rect(size: state.size)).body.height) }

    private static func open(_ url: String?, _ state: inout AppState) -> [Effect] {
        guard let url else { return [] }
        guard WebLink(url) != nil else {
            state.say("“\(url)” is not a web address.", isWarning: true)
            return []
        }
        return LinkOpening.open(url, &state)
    }

    /// Selects a link by its number. If a link is selected and its number followed by the digit is a link too, selects that link.
    private static func choose(_ digit: Int, _ reader: inout ReaderState, height: Int) {
        guard let page = reader.page else { return }
        let longer = (reader.link ?? 0) * 10 + digit
        guard let number = [longer, digit].first(where: { 0 < $0 && $0 <= page.links.count }) else { return }
        select(number, &reader, page, height: height)
    }

    private static func step(_ step: Int, _ reader: inout ReaderState, _ page: ReaderPage, height: Int) {
        let count = page.links.count
        guard count > 0 else { return }
        let next = reader.link.map { ($0 - 1).stepped(by: step, count: count) + 1 } ?? (step > 0 ? 1 : count)
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
