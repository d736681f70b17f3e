import SafeText
import Synchronization
import TerminalKit

/// Wraps the lines of a command at words, so that they are as narrow as the sentences of the linear mode.
final class LinearSink: TextSink {
    private let base: any TextSink
    /// The beginning of a line whose end is not written yet.
    private let rest = Mutex<[UInt8]>([])

    init(_ base: any TextSink) { self.base = base }

    /// False: no colours, no cursor control, no progress.
    var isTerminal: Bool { false }
    var columns: Int? { nil }

    func write(_ bytes: [UInt8]) throws(SinkError) {
        let text = rest.withLock { rest -> [UInt8] in
            let all = rest + bytes
            let end = all.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            rest = Array(all[end...])
            return Array(all[..<end])
        }
        guard !text.isEmpty else { return }
        let lines = String(decoding: text.dropLast(), as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { LineTerminal.lines(of: String($0)) }
        try base.write(Array(lines.map { $0 + "\n" }.joined().utf8))
    }
}
