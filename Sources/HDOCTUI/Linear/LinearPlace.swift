import HDOCClient
import HDOCModels
import SafeText
import TerminalKit

/// Where the person is, in sentences: the screen or dialog, what it shows, and what it asks.
enum LinearPlace {
    /// Changes when the person is somewhere else, or when the rows are other ones. The place is said again then.
    static func id(_ state: AppState) -> String {
        guard let dialog = state.dialogs.last else { return screenID(state) }
        let depth = state.dialogs.count
        return switch dialog {
        case .help: "\(depth) help"
        case .palette(let palette): "\(depth) palette \(palette.prompt.text)"
        case .requestInspector(let inspector):
            "\(depth) requests \(inspector.showsAll) \(RequestInspectorUpdate.subject(inspector, state)?.trace?.id ?? 0)"
        case .handle(let handle): "\(depth) handle \(handle.problem ?? "")"
        case .confirm(let confirm): "\(depth) confirm \(confirm.question)"
        case .signIn(let signIn): "\(depth) sign-in \(signInID(signIn))"
        case .form, .signUp: "\(depth) \(LinearForm.of(state)?.id ?? "")"
        case .reader(let reader): "\(depth) \(reader.subject) \(reader.page?.content.text.hashValue ?? 0)"
        case .choice(let choice): "\(depth) choice \(choice.title) \(choice.prompt.text)"
        case .export(let export): "\(depth) export \(export.problem ?? "")"
        case .text(let text): "\(depth) text \(text.title) \(text.lines.count)"
        }
    }

    private static func screenID(_ state: AppState) -> String {
        let screens = state.screens
        let name = state.tab.description
        if state.tab.screen.isTyping(state) { return "\(name) search" }
        return switch state.tab {
        case .today: "\(name) \(screens.today.items.map(\.id))"
        case .journeyers:
            screens.journeyers.profile == nil
                ? "\(name) \(screens.journeyers.sort) \(screens.journeyers.isReversed) \(screens.journeyers.filter)"
                    + " \(screens.journeyers.query)"
                    + " \(screens.journeyers.list.count > 0)"
                : "profile \(screens.journeyers.selected?.handle ?? "")"
        case .leaderboard: "\(name) \(screens.leaderboard.list.count > 0)"
        case .articles:
            "\(name) \(screens.articles.author ?? "") \(screens.articles.tag ?? "") \(screens.articles.query)"
                + " \(screens.articles.list.count > 0)"
        case .outbox: "\(name) \(screens.outbox.entries.map(\.id))"
        default: name
        }
    }

    private static func signInID(_ signIn: SignInState) -> String {
        switch signIn.phase {
        case .discovering: "discovering"
        case .waiting: "waiting \(signIn.browser ?? "") \(signIn.pasteProblem ?? "")"
        case .exchanging: "exchanging"
        case .failed(let sentence): sentence
        }
    }

    /// The place in sentences, without its rows.
    static func heading(_ state: AppState) -> [String] {
        guard let dialog = state.dialogs.last else { return LinearScreens.heading(state) }
        switch dialog {
        case .help:
            let hint = "Type a key, a word, or a number from this list. more says the next ones; back leaves."
            return ["Actions of \(title(below: state)). \(hint)"]
        case .palette(let palette):
            if palette.prompt.isEmpty { return ["Command palette. Type what you look for, or the number of a command. back leaves."] }
            return [found(palette.matches.count, palette.prompt.text)]
        case .choice(let choice):
            let note = choice.note.map { $0.contains("Esc") ? "" : " \(LinearSentences.capitalised($0))." } ?? ""
            guard !choice.prompt.isEmpty else {
                return ["\(LinearSentences.ended(choice.title))\(note) Type a number, or text to search. back leaves."]
            }
            return [found(choice.matches.count, choice.prompt.text)]
        case .requestInspector(let inspector): return requests(inspector, state)
        case .handle(let handle):
            return [handle.problem ?? "Your GitHub username on \(state.settings.stage.name)? hdoc asks once. back leaves."]
        case .export(let export):
            return [export.problem ?? "A file for \(export.content.amount)? Its name ends in .csv or .json. back leaves."]
        case .text(let text): return ["\(LinearSentences.ended(text.title)) back leaves."]
        case .confirm(let confirm): return [confirm.question, LinearAnswers.hint(confirm)]
        case .signIn(let signIn): return LinearSignIn.sentences(signIn, state)
        case .form, .signUp: return []
        case .reader(let reader): return LinearReader.heading(reader, state)
        }
    }

    private static func title(below state: AppState) -> String {
        if state.dialogs.count > 1, case .reader? = state.dialogs.dropLast().last { return "the reader" }
        return state.tab.screen.title
    }

    private static func found(_ count: Int, _ text: String) -> String {
        count == 0 ? "Nothing matches “\(text)”." : "\(Amounts.count(count, "match", "matches")) for “\(text)”."
    }

    private static func requests(_ inspector: RequestInspectorState, _ state: AppState) -> [String] {
        let title = state.tab.screen.title
        guard let subject = RequestInspectorUpdate.subject(inspector, state) else {
            return ["\(title) shows local data. No request was made for it in this run. back leaves."]
        }
        let facts = RequestInspectorView.facts(subject, state).map { SpokenTime.words($0.text).replacing(" · ", with: ", ") }
        let list = LinearList.of(state)
        let whose = inspector.showsAll ? "this run" : title
        let position = list.flatMap { list in list.selected.map { "Request \($0 + 1) of \(list.count)" } } ?? "A request"
        let place = "\(position) of \(whose)."
        return [place, subject.request.curl] + facts
    }
}

/// The answers to a question.
enum LinearAnswers {
    static func hint(_ confirm: ConfirmState) -> String {
        let answers = confirm.answers.map { "\(word($0, confirm)) (\($0.verb))" } + ["no (\(confirm.refusal))"]
        return "Type \(Amounts.choice(answers))."
    }

    /// The key for a typed answer. Escape refuses; nil means that the answer is not understood.
    static func key(_ line: String, _ confirm: ConfirmState) -> Key? {
        let text = line.lowercased().trimmed
        let refusals = ["n", "no", "cancel", "back", "esc", "q", "quit", confirm.refusal.lowercased()]
        if refusals.contains(String(text)) { return .escape }
        let answer =
            confirm.answers.first { String($0.key).lowercased() == text || word($0, confirm) == text || $0.verb.lowercased() == text }
            ?? confirm.answers.first { !text.isEmpty && $0.verb.lowercased().split(separator: " ").contains { $0 == text } }
        return answer.map { .char($0.key) }
    }

    private static func word(_ answer: ConfirmState.Answer, _ confirm: ConfirmState) -> String {
        answer.key == "y" ? "yes" : String(answer.key)
    }
}

/// The sign-in in sentences.
enum LinearSignIn {
    static func sentences(_ signIn: SignInState, _ state: AppState) -> [String] {
        let stage = state.settings.stage.name
        switch signIn.phase {
        case .discovering: return ["Looking up the sign-in page of \(stage)."]
        case .exchanging: return ["The browser has answered. hdoc verifies the sign-in."]
        case .failed(let sentence): return [sentence, "back leaves."]
        case .waiting(let until):
            if let problem = signIn.pasteProblem { return [problem] }
            let left = SpokenTime.words(RelativeTime.wait(until: until, now: state.now))
            let sample = state.settings.hasSampleAccount ? " An empty line signs the sample account in." : ""
            return [
                "Sign-in on \(stage). \(signIn.browser ?? "Open the sign-in page in a browser.") There are \(left) left.",
                "Type address to hear the address of the page, or paste the final address of the browser.\(sample) cancel leaves.",
            ]
        }
    }
}

/// A text that is read, in sentences and pages.
enum LinearReader {
    /// The lines that are said at once.
    static let page = 15

    static func heading(_ reader: ReaderState, _ state: AppState) -> [String] {
        let links = reader.page.map { $0.links.count } ?? 0
        let linked = links == 0 ? [] : ["\(Amounts.count(links, "link")); type links to hear them, or a number to choose one."]
        switch reader.subject {
        case .article(let id):
            let known = state.model.articles.value.first { $0.id == id } ?? state.model.mine.value.first { $0.id == id }
            return (known.map { [LinearSentences.article($0, state)] } ?? []) + linked
        case .entry(let id):
            guard let entry = state.model.outbox.first(where: { $0.id == id }) else { return [] }
            return [LinearSentences.entry(entry, state), LinearSentences.typed(OutboxText.explanation(entry, state))] + linked
        case .journeyer(let handle):
            return (state.model.journeyerIndex.journeyer(handle).map { LinearScreens.profile($0, state) } ?? []) + linked
        }
    }

    /// The lines of the text, without empty ones and without drawings.
    static func lines(_ reader: ReaderState, _ state: AppState) -> [String] {
        guard let page = reader.page else { return [] }
        let document = MarkdownParser.parse(String(page.content.text.prefix(ReaderPage.largestText)))
        return MarkdownLayout.lines(document, width: ReaderPage.widest, glyphs: .ascii)
            .map { $0.spans.map(\.text).joined().trimmed }
            .filter { line in line.contains { $0.isLetter || $0.isNumber } }.map(String.init)
    }
}
