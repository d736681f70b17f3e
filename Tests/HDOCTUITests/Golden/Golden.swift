import Foundation
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit

/// Compares screens exactly with the files in `Tests/Frames`. `HDOC_RECORD=1` records the files again and fails the run, so that nobody
/// commits them without looking.
///
/// Each picture has one file. If several states look the same, only one of them has a file. For each of the others,
/// `Tests/Frames/shared-pictures` has a line with its name and the name of that file.
enum Golden {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Frames")

    /// Maps each name that has no file of its own to the name of the file with its picture.
    static let shared: [String: String] = {
        let text = (try? String(contentsOf: folder.appending(path: "shared-pictures"), encoding: .utf8)) ?? ""
        let pairs = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }.filter { $0.count == 2 }
        return Dictionary(pairs.map { ($0[0], $0[1]) }) { first, _ in first }
    }()

    static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let isRecording = ProcessInfo.processInfo.environment["HDOC_RECORD"] == "1"
        // Recording writes a file for each name. `GoldenFileTests` then reports the lines of `shared-pictures` that are out of date.
        let file = folder.appending(path: (isRecording ? name : shared[name] ?? name) + ".txt")
        if isRecording {
            #expect(throws: Never.self) { try Data(text.utf8).write(to: file) }
            Issue.record("recorded \(name)", sourceLocation: sourceLocation)
            return
        }
        let known = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
        #expect(known == text, "\(name) differs from its file; HDOC_RECORD=1 records it", sourceLocation: sourceLocation)
    }

    /// Compares the text of a screen and the position of its cursor.
    static func expect(_ state: AppState, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let frame = View.frame(of: state, size: state.size)
        let cursor = frame.annotatedText.split(separator: "\n").last ?? ""
        expect(frame.text + "-- \(cursor)\n", "\(name)-\(state.size.width)x\(state.size.height)", sourceLocation: sourceLocation)
    }

    /// Compares a screen as a terminal without colours shows it, with the attributes of the mono theme.
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
        plain.cursor = frame.cursor
        expect(plain.annotatedText, "\(name)-mono", sourceLocation: sourceLocation)
    }
}

extension Frame {
    /// Like `annotatedText`, with the attributes of the mono theme instead of the styles.
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
