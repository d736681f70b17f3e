import HDOCTestKit
import Synchronization
import Testing

@testable import TerminalKit

/// A program whose text consists of the keys pressed, the answers of effects, and a dot for each tick.
private struct Counter: Program, Sendable {
    struct State: Sendable {
        var text = ""
        var ticksWanted = 0
        var isDone = false
    }

    enum Message: Sendable {
        case key(Key)
        case answer(String)
        case tick
    }

    enum Effect: Sendable {
        case ask(String)
        case suspend
    }

    func message(for event: TerminalEvent, in state: State) -> Message? {
        if case .key(let key) = event { .key(key) } else { nil }
    }

    func tick(_ state: State) -> Message? { .tick }

    func update(_ state: inout State, _ message: Message) -> [Effect] {
        switch message {
        case .key(.char("q")): state.isDone = true
        case .key(.char("a")): return [.ask("a"), .ask("b")]
        case .key(.ctrl("z")): return [.suspend]
        case .key(let key): state.text += key.description
        case .answer(let text): state.text += "<\(text)>"
        case .tick:
            state.ticksWanted -= 1
            state.text += "."
        }
        return []
    }

    func view(_ state: State, size: Size) -> Frame {
        var frame = Frame(size: size)
        frame.put(state.text, in: frame.bounds)
        return frame
    }

    func nextTick(_ state: State) -> ContinuousClock.Instant? {
        state.ticksWanted > 0 ? .now : nil
    }

    func isFinished(_ state: State) -> Bool { state.isDone }
}

@Suite("The event loop")
struct EventLoopTests {
    private func run(_ script: [TerminalEvent], from state: Counter.State = .init(), effects: [Counter.Effect] = [])
        async -> Performance<Counter.State>
    {
        await play(Counter(), from: state, effects: effects, script: script, size: Size(width: 20, height: 2)) {
            effect, mailbox, terminal in
            switch effect {
            case .ask(let text):
                mailbox.start { mailbox in
                    await Task.yield()
                    mailbox.post(.answer(text))
                }
            case .suspend: terminal.suspend()
            }
        }
    }

    @Test func `the loop shows the state after each key, and ends when the program is finished`() async {
        let result = await run([.key(.char("x")), .key(.enter), .key(.char("q")), .key(.char("y"))])
        #expect(result.idleFrames.map { $0.lines[0] } == ["", "x", "xEnter"])
        #expect(result.state.text == "xEnter")
    }

    @Test func `messages from effects are handled before the next key of the script`() async {
        let result = await run([.key(.char("a")), .key(.char("z"))])
        #expect(["<a><b>z", "<b><a>z"].contains(result.state.text))
        #expect(result.idleFrames.count == 3)
    }

    @Test func `the loop shows the first frame before it starts the first effect`() async {
        let result = await run([], effects: [.ask("early")])
        #expect(result.frames.first?.lines[0] == "")
        #expect(result.idleFrames.map { $0.lines[0] } == ["<early>"])
    }

    @Test func `an effect can use the terminal`() async {
        #expect(await run([.key(.ctrl("z"))]).calls == ["suspend"])
    }

    @Test func `the loop draws at the new size after a resize`() async {
        let result = await run([.key(.char("x")), .resize(Size(width: 1, height: 1)), .resize(.zero)])
        #expect(result.frames.map(\.size.width) == [20, 20, 1, 0])
    }

    @Test func `the loop ticks as long as the state asks for ticks`() async {
        let result = await run([.key(.char("x"))], from: .init(ticksWanted: 3))
        #expect(result.state.text == "...x")
    }

    @Test func `a wake-up without a message draws no frame`() async {
        let result = await run([.wake, .wake, .key(.char("q"))])
        #expect(result.frames.count == 1)
    }

    @Test func `a mailbox keeps every message that many threads post, and wakes the loop for each`() async {
        let count = WakeCount()
        let mailbox = Mailbox<Int> { count.add() }
        await withTaskGroup(of: Void.self) { group in
            for value in 0..<500 { group.addTask { mailbox.post(value) } }
        }
        #expect(mailbox.drain().sorted() == Array(0..<500))
        #expect(mailbox.drain().isEmpty && mailbox.isIdle)
        #expect(count.value == 500)
    }
}

private final class WakeCount: Sendable {
    private let count = Atomic(0)
    var value: Int { count.load(ordering: .acquiring) }
    func add() { count.add(1, ordering: .acquiringAndReleasing) }
}
