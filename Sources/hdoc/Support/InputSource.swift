import FoundationEssentials
import Glibc
import HDOCTUI
import TerminalKit

/// Standard input, for texts, answers and pasted addresses.
protocol InputSource: Sendable {
    var isTerminal: Bool { get }
    /// Reads the whole input. Throws an `EditorError` if it cannot be read or has more than `limit` bytes.
    func readAll(limit: Int) throws(EditorError) -> [UInt8]
    /// The next line without its line break; nil at the end of the input.
    func readLine() async -> String?
    /// Passes each typed or pasted text to `take`, until the task is cancelled or the input ends. `typed` is called with the
    /// number of bytes received of the next text. Restores the terminal before it returns.
    func takePastes(typed: @escaping @Sendable (Int) -> Void, _ take: @escaping @Sendable (String) async -> Void) async
}

struct StandardInput: InputSource {
    var isTerminal: Bool { isatty(0) == 1 }

    func readAll(limit: Int) throws(EditorError) -> [UInt8] { try DescriptorReader.all(0, name: "standard input", limit: limit) }

    /// Reads on a separate thread, because the read blocks, cannot be cancelled, and must not block a thread of the task pool.
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
