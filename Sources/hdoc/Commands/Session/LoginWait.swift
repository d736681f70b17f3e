import FoundationEssentials
import HDOCClient
import HDOCTUI
import Synchronization

/// A sign-in at the terminal. It prints the address and how to finish, passes pasted addresses to the client, and shows the
/// remaining time in a status line while it waits for the browser.
struct LoginWait: Sendable {
    let session: ClientSession
    let opensBrowser: Bool
    private let progress = WaitProgress()

    init(session: ClientSession, opensBrowser: Bool) { (self.session, self.opensBrowser) = (session, opensBrowser) }

    private final class WaitProgress: Sendable {
        let state = Mutex((until: Date?.none, typed: 0))
    }

    /// Signs in and returns the identity. Restores the terminal before it returns or throws.
    func run() async throws -> Identity {
        let console = session.context.console
        defer { console.show("") }
        return try await withThrowingTaskGroup(of: Identity?.self) { group in
            group.addTask { try await session.client.signIn(SignInOptions(opensBrowser: opensBrowser), report: report) }
            group.addTask {
                await session.context.input.takePastes(typed: typed, take)
                return nil
            }
            group.addTask {
                await countDown()
                return nil
            }
            defer { group.cancelAll() }
            for try await identity in group { if let identity { return identity } }
            throw CancellationError()
        }
    }

    @Sendable private func report(_ step: SignInStep) {
        let console = session.context.console
        switch step {
        case .waiting(let until) where console.showsStatus:
            progress.state.withLock { $0.until = until }
            show()
            return
        case .exchanging:
            progress.state.withLock { $0.until = nil }
            console.show("")
        default: break
        }
        let target = SSHTarget.of(session.context.environment, hostName: session.context.hostName)
        SignInStrings.lines(step, now: session.context.now(), canPaste: session.context.input.isTerminal, target: target)
            .forEach(console.say)
    }

    @Sendable private func typed(_ count: Int) {
        progress.state.withLock { $0.typed = count }
        show()
    }

    @Sendable private func take(_ text: String) async {
        progress.state.withLock { $0.typed = 0 }
        if await !session.client.pasteBack(text) {
            session.context.console.say(
                "This is not the final address of this sign-in. It begins with http://localhost: and contains code= and state=.")
        }
        show()
    }

    private func countDown() async {
        guard session.context.console.showsStatus else { return }
        while (try? await Task.sleep(for: .seconds(1))) != nil { show() }
    }

    private func show() {
        progress.state.withLock { state in
            guard let until = state.until else { return }
            session.context.console.show(SignInStrings.status(until: until, now: session.context.now(), typed: state.typed))
        }
    }
}
