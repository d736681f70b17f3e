import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

@Suite("Random keys at random sizes")
struct RandomKeyTests {
    private static let keys: [Key] =
        "123456jkgGqnNsSrReEoyiXpd:?/ aüß高".map { Key.char($0) } + [
            .enter, .enter, .escape, .tab, .backTab, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .backspace, .delete,
            .ctrl("f"), .ctrl("b"), .ctrl("s"), .ctrl("l"), .ctrl("u"), .ctrl("k"), .ctrl("w"), .paste("pasted\ntext \u{202E}"),
        ]

    @Test(arguments: 1...12)
    func `random keys do not crash the screens, and every frame has the size of the terminal`(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let libraries = [Sample.model(), Hostile.model, ReadModel()]
        var state = Sample.state(libraries[seed % libraries.count])
        for step in 0..<150 {
            if step % 5 == 0 {
                let size = Size(width: .random(in: 1...130, using: &random), height: .random(in: 1...45, using: &random))
                state.receive(.resize(size))
            }
            let effects = Self.keys.randomElement(using: &random).map { state.press($0) } ?? []
            answer(effects, &state)
            state.isFinished = false
            let frame = View.frame(of: state, size: state.size)
            #expect(frame.size == state.size)
            if let cursor = frame.cursor { #expect(frame.bounds.contains(cursor), "the cursor lies in the frame") }
        }
    }

    /// Answers the effects, so that the dialogs that follow an effect are tested as well.
    private func answer(_ effects: [Effect], _ state: inout AppState) {
        for effect in effects {
            switch effect {
            case .writing(.startEntry(let seed, let tool)):
                state.receive(
                    .writing(
                        .entryStarted(
                            OutboxEntry(entry: seed.entry(id: "x"), state: .draft, createdAt: Sample.now, updatedAt: Sample.now), tool)))
            case .writing(.edit(let entry, _)): state.receive(.writing(.edited(entry, .success("A title\n\nA body\n"))))
            case .session(.signIn):
                state.receive(.session(.signInStep(.address(url: "https://id.example.test/a", redirect: "http://localhost:1/c", port: 1))))
                state.receive(.session(.signInStep(.waiting(until: Sample.now.addingTimeInterval(60)))))
            case .network(.refresh(let resource)): state.receive(.network(.refreshed(resource, .failure(Sample.refused))))
            default: break
            }
        }
        state.receive(.tick, at: state.now.addingTimeInterval(1))
    }
}
