import HDOCTUI
import TerminalKit
import FoundationEssentials
import Glibc

/// Standard input: where a text, an answer or a pasted address comes from.
protocol InputSource: Sendable {
    var isTerminal: Bool { get }
    /// All of it, at most `limit` bytes.
    func readAll(limit: Int) throws(EditorError) -> [UInt8]
    /// The next line without its end; nil at the end.
    func readLine() async -> String?
    /// Hands over what is typed or pasted, text by text, until the task is cancelled or the input ends. `typed` hears how
    /// many bytes of the next text are there. On return the terminal is as it was.
    func takePastes(typed: @escaping @Sendable (Int) -> Void, _ take: @escaping @Sendable (String) async -> Void) async
}

struct StandardInput: InputSource {
    var isTerminal: Bool { isatty(0) == 1 }

    func readAll(limit: Int) throws(EditorError) -> [UInt8] { try DescriptorReader.all(0, name: "standard input", limit: limit) }

    /// Waits on a thread of its own: a read cannot be cancelled, and must not hold one of the few that run tasks.
    func readLine() async -> String? {
        await withCheckedContinuation { continuation in
            DetachedThread.start { continuation.resume(returning: Swift.readLine(strippingNewline: true)) }
        }
    }

    func takePastes(typed: @escaping @Sendable (Int) -> Void, _ take: @escaping @Sendable (String) async -> Void) async {
        guard let reader = PasteReader(descriptor: 0) else { return }
        let (texts, found) = AsyncStream<String>.makeStream()
        await withTaskCancellationHandler {
            async let taken: Void = { for await text in texts { await take(text) } }()
            await withCheckedContinuation { done in
                DetachedThread.start {
                    reader.run(typed: typed) { found.yield($0) }
                    found.finish()
                    done.resume()
                }
            }
            await taken
        } onCancel: {
            reader.stop()
        }
    }
}
