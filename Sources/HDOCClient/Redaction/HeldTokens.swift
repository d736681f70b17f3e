import FoundationEssentials
import Synchronization

/// The tokens that this process knows: those in the token store, and those that it sends or receives. It removes them from text of a
/// server, so that no token is shown, logged or saved because a server repeats it.
final class HeldTokens: Sendable {
    private struct KnownTokens {
        var tokens: Set<String> = []
        var runs = TokenRuns()
    }

    private let known = Mutex(KnownTokens())
    /// The token file as it was when its tokens were read last.
    private let file = Mutex<FileInfo?>(nil)
    private let path: String?
    private let load: @Sendable () -> LiveTokens?

    /// - Parameters:
    ///   - path: the token file. If it has changed, `load` is called again.
    ///   - load: reads the stored tokens; nil if there are none, or if they cannot be read.
    init(path: String? = nil, load: @escaping @Sendable () -> LiveTokens? = { nil }) { (self.path, self.load) = (path, load) }

    func add(_ token: Secret) {
        known.withLock { known in
            if known.tokens.insert(token.exposed).inserted { known.runs.add(token) }
        }
    }

    func add(_ live: LiveTokens) {
        for token in [live.idToken, live.accessToken, live.refreshToken].compactMap(\.self) { add(token) }
    }

    /// Whether there is anything to remove.
    var areKnown: Bool {
        readStore()
        return known.withLock { !$0.runs.isEmpty }
    }

    /// Whether a token contains this byte.
    func contain(_ byte: UInt8) -> Bool { known.withLock { $0.runs.contain(byte) } }

    /// The text without tokens: each token and each run of 16 characters of one becomes `(secret)`. JSON stays JSON.
    func redact(_ text: Data) -> Data {
        readStore()
        let runs = known.withLock(\.runs)
        guard !runs.isEmpty, text.count >= 6 else { return text }
        let ranges = text.withUnsafeBytes { runs.ranges(in: $0.bindMemory(to: UInt8.self)) }
        guard !ranges.isEmpty else { return text }
        var (clean, end) = (Data(), text.startIndex)
        for range in ranges {
            clean += text[end..<text.startIndex + range.lowerBound] + Data("(secret)".utf8)
            end = text.startIndex + range.upperBound
        }
        return clean + text[end...]
    }

    func redact(_ text: String) -> String {
        let bytes = Data(text.utf8)
        let clean = redact(bytes)
        return clean == bytes ? text : String(decoding: clean, as: UTF8.self)
    }

    /// Another process may have signed in or refreshed the session. Returns when the stored tokens are known: of several requests at the
    /// same time, one reads them, and the others must not go on without them.
    private func readStore() {
        guard let path, let file = FileInfo(path) else { return }
        self.file.withLock { last in
            if let last, last.isSame(as: file), last.changed == file.changed, last.size == file.size { return }
            if let live = load() { add(live) }
            last = file
        }
    }
}

/// Prints no tokens.
extension HeldTokens: CustomReflectable {
    var customMirror: Mirror { Mirror(self, children: []) }
}
