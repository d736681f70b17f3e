import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Words and numbers of the linear mode")
struct LinearWordsTests {
    /// The screens and their dialogs without a text field, in the states of the test of the bindings.
    private static func places(_ tab: Tab) -> [AppState] {
        let screens = BindingTests.states(tab)
        let dialogs = screens.flatMap { state in
            [Key.char("x"), .enter].map { key in
                var opened = state
                opened.press(key)
                return opened
            }
        }
        return screens + dialogs
    }

    @Test(arguments: Tab.allCases)
    func `each action of each screen and dialog has a word and a number, which do what its key does`(tab: Tab) throws {
        for state in Self.places(tab) {
            let bindings = LinearActions.here(state)
            #expect(Set(bindings.map(\.action)).count == bindings.count, "each action once")
            for (index, binding) in bindings.enumerated() where LinearTalk.move(of: binding.action) == nil {
                let word = LinearWords.word(of: binding.action)
                #expect(LinearWords.action(word.split(separator: " ").map(String.init)) == binding.action, "\(word)")
                var (byKey, byWord, byNumber) = (state, state, state)
                let expected = binding.press(&byKey)
                var (talk, other) = (LinearTalk(), LinearTalk())
                #expect(talk.take(word, &byWord).effects == expected, "\(word)")
                #expect(other.take("action \(index + 1)", &byNumber).effects == expected, "\(index + 1)")
                #expect(LinearPlace.id(byWord) == LinearPlace.id(byKey), "\(word)")
                #expect(byWord.toast?.text == byKey.toast?.text && byNumber.toast?.text == byKey.toast?.text, "\(word)")
                let sentence = LinearSentences.action(binding, state)
                #expect(sentence.contains("the word \(word)"), "\(sentence)")
                if let reason = binding.disabled { #expect(sentence.contains(reason), "\(sentence)") }
            }
        }
    }

    @Test func `each action has a word of its own`() {
        let words = Action.allCases.map(LinearWords.word)
        #expect(Set(words).count == words.count)
        for (action, word) in zip(Action.allCases, words) {
            #expect(LinearWords.action(word.split(separator: " ").map(String.init)) == action, "\(word)")
            #expect(LinearWords.action([action.rawValue]) == action)
        }
    }

    @Test(arguments: Tab.allCases)
    func `each key of the standard keymap is understood as a key`(tab: Tab) throws {
        let state = Sample.state(tab: tab)
        for binding in Bindings.all(state) where LinearTalk.move(of: binding.action) == nil {
            for key in Keymap.standard.keys[binding.action] ?? [] {
                var (byKey, byLine) = (state, state)
                var talk = LinearTalk()
                let expected = Keys.press(key, &byKey)
                #expect(talk.take(key.description, &byLine).effects == expected, "\(key)")
                #expect(LinearPlace.id(byLine) == LinearPlace.id(byKey), "\(key)")
            }
        }
    }

    @Test func `the number of a row means the row that was said, also after the list has changed`() throws {
        var state = Sample.state(tab: .journeyers)
        var talk = LinearTalk()
        let list = try #require(LinearList.of(state))
        let said = talk.say(0..<3, list)
        let first = list.id(0)
        state.press(.char("S"))
        #expect(LinearList.of(state)?.id(0) != first)
        let effects = talk.take("open 1", &state).effects
        #expect(state.screens.journeyers.selected?.handle == first && !said[0].isEmpty && !effects.isEmpty)
        #expect(talk.take("open 99", &state).said.first?.hasPrefix("There is no row 99") == true)
    }

    @Test(arguments: ["sort", "s", "4"])
    func `a word, a key and a number in the list of actions run the action of the place below`(line: String) {
        var state = Sample.state(tab: .journeyers)
        var talk = LinearTalk()
        let before = state.screens.journeyers.sort
        _ = talk.take("actions", &state)
        #expect(state.dialogs.count == 1)
        _ = talk.take(line, &state)
        #expect(state.dialogs.isEmpty && state.screens.journeyers.sort != before)
    }

    @Test func `a command of the configuration is in the list of actions, and runs by its number, its name and its key`() throws {
        var state = Sample.state(tab: .journeyers)
        let text = "[[commands]]\nname = \"Look up\"\nkey = \"L\"\nrun = [\"look\", \"--\", \"{handle}\"]\n"
        state.settings.configured.commands = try Configuration.parse(text, file: "config.toml").commands
        var (open, talk) = (state, LinearTalk())
        _ = talk.take("actions", &open)
        let list = try #require(LinearList.of(open))
        #expect(list.sentence(list.count - 1).hasPrefix("Look up. Your own command. Type key capital L, or its name."))
        let handle = try #require(state.screens.journeyers.selected?.handle)
        let run = CommandRun(name: "Look up", arguments: ["look", "--", handle], showsOutput: true)
        #expect(talk.take("\(list.count)", &open).effects == [.desktop(.run(run))])
        for line in ["look up", "L"] {
            var (typed, other) = (state, LinearTalk())
            #expect(other.take(line, &typed).effects == [.desktop(.run(run))], "\(line)")
        }
    }

    @Test func `a command of hdoc may have quotes, and a quote without an end is one sentence`() {
        var state = Sample.state(tab: .today)
        var talk = LinearTalk()
        #expect(talk.take("users --query 'days:>30 lambda'", &state).command == ["users", "--query", "days:>30 lambda"])
        let open = talk.take("users --query 'days", &state)
        #expect(open.command == nil && open.said == ["The line has a quote that is not closed. Close it, or put a backslash before it."])
    }

    @Test func `a bare number that is no screen opens nothing and says what to type`() {
        var state = Sample.state(tab: .journeyers)
        var talk = LinearTalk()
        #expect(talk.take("7", &state).said == ["7 is not the number of a screen. To open a row, type open 7."])
        #expect(state.dialogs.isEmpty)
    }

    @Test(arguments: [
        ("yes", Key.char("y")), ("Y", .char("y")), ("discard", .char("y")), ("no", .escape), ("cancel", .escape), ("back", .escape),
    ])
    func `a question is answered by a word`(line: String, key: Key) {
        #expect(LinearAnswers.key(line, ConfirmState(question: "Discard it?", verb: "discard", effects: [])) == key)
    }

    @Test func `what is no answer does not refuse`() {
        var state = Sample.state(tab: .outbox)
        state.press(.char("d"))
        var talk = LinearTalk()
        let reply = talk.take("perhaps", &state)
        #expect(!state.dialogs.isEmpty && reply.effects.isEmpty)
        #expect(reply.said == ["“perhaps” is not an answer here. Type yes (discard) or no (cancel)."])
    }

    @Test(arguments: [
        ("19 h ago", "19 hours ago"), ("1 h 5 min", "1 hour 5 minutes"), ("3 d ago.", "3 days ago."), ("5 mo ago, x", "5 months ago, x"),
        ("at 5 h", "at 5 hours"), ("Queues 5 hmm", "Queues 5 hmm"),
    ])
    func `short units become words`(short: String, spoken: String) { #expect(SpokenTime.words(short) == spoken) }

    @Test func `times are said as a person says them`() {
        let state = Sample.state()
        #expect(SpokenTime.ago(Sample.ago(minutes: 120), state) == "2 hours ago, 23 November")
        #expect(SpokenTime.ago(Sample.ago(minutes: 5), state) == "5 minutes ago")
        #expect(SpokenTime.date(Sample.day("2026-11-22"), state) == "yesterday, 22 November")
        #expect(SpokenTime.date(Sample.day("2025-05-02"), state) == "2 May 2025")
    }

    @Test func `progress is said after two seconds and then at most each five`() {
        var state = Sample.state(tab: .journeyers)
        var progress = LinearProgress()
        (state.work.isSyncing, state.work.syncingSince) = (true, state.now)
        var said: [Int] = []
        for second in 0...20 {
            state.work.syncing = SyncProgress(resource: .journeyers, done: second, total: 30)
            if progress.sentence(state, at: Sample.now.addingTimeInterval(Double(second))) != nil { said.append(second) }
        }
        #expect(said == [2, 7, 12, 17])
    }
}
