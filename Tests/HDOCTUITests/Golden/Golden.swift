import Foundation
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

/// Screens as files under `Tests/Frames`, compared exactly. `HDOC_RECORD=1` writes them anew, and fails the run so that nobody forgets
/// to look at them.
///
/// Each picture has one file. Where several states look the same, `Tests/Frames/shared-pictures` names the file that the others use:
/// one line for each, with the name and the name of the file.
enum Golden {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Frames")

    /// The names that have no file of their own, and the names of the files that show their picture.
    static let shared: [String: String] = {
        let text = (try? String(contentsOf: folder.appending(path: "shared-pictures"), encoding: .utf8)) ?? ""
        let pairs = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }.filter { $0.count == 2 }
        return Dictionary(pairs.map { ($0[0], $0[1]) }) { first, _ in first }
    }()

    static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let isRecording = ProcessInfo.processInfo.environment["HDOC_RECORD"] == "1"
        // While files are recorded, each name gets one: the test of distinct pictures then says which lines are out of date.
        let file = folder.appending(path: (isRecording ? name : shared[name] ?? name) + ".txt")
        if isRecording {
            #expect(throws: Never.self) { try Data(text.utf8).write(to: file) }
            Issue.record("recorded \(name)", sourceLocation: sourceLocation)
            return
        }
        let known = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
        #expect(known == text, "\(name) differs from its file; HDOC_RECORD=1 records it", sourceLocation: sourceLocation)
    }

    /// The text of a screen, and where the cursor stands.
    static func expect(_ state: AppState, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let frame = View.frame(of: state, size: state.size)
        let cursor = frame.annotatedText.split(separator: "\n").last ?? ""
        expect(frame.text + "-- \(cursor)\n", "\(name)-\(state.size.width)x\(state.size.height)", sourceLocation: sourceLocation)
    }

    /// What a terminal without colours makes of it: every run by the attributes that the mono theme gives it.
    static func expect(mono state: AppState, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        expect(mono: View.frame(of: state, size: state.size), name, sourceLocation: sourceLocation)
    }

    static func expect(mono frame: Frame, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        var plain = Frame(size: frame.size)
        for y in 0..<frame.size.height {
            for (x, cell) in frame.row(y).enumerated() where cell.columns > 0 {
                let paint = Theme.mono.paint(cell.style)
                plain.put(cell.text, at: Point(x: x, y: y), style: Style(role: .normal, attributes: paint.attributes))
            }
        }
        (plain.cursor, plain.isCursorVisible) = (frame.cursor, frame.isCursorVisible)
        expect(plain.annotatedText, "\(name)-mono", sourceLocation: sourceLocation)
    }
}

extension Frame {
    /// As `annotatedText`, with what a terminal without colours shows of each style.
    var monoText: String {
        let names: [(Attributes, String)] = [(.bold, "bold"), (.dim, "dim"), (.underline, "underline"), (.reverse, "reverse")]
        let rows = (0..<size.height).map { y in
            var line = ""
            var rest = row(y)
            while let first = rest.first {
                let attributes = Theme.mono.paint(first.style).attributes
                let run = rest.prefix { Theme.mono.paint($0.style).attributes == attributes }
                rest = rest.dropFirst(run.count)
                let text = run.map(\.text).joined()
                let name = names.filter { attributes.contains($0.0) }.map(\.1).joined(separator: "+")
                line += name.isEmpty ? text : "«\(name) \(text)»"
            }
            return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
        }
        return rows.joined()
    }
}
