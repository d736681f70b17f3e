import Foundation
import Testing

/// ARCHITECTURE.md, section "Where texts live": only HDOCTUI and hdoc have texts for people.
@Suite("Modules that contain texts for people")
struct TextPlacementTests {
    private static let modules = [
        "HDOCClient", "HDOCDynamo", "HDOCLambda", "HDOCModels", "HDOCService", "HTTPTransport", "SafeText", "TerminalKit",
    ]

    /// Paths, or folders, that may contain sentences.
    private static let exceptions = [
        "HDOCClient/Auth/Flow/CallbackPage.swift",  // the page that the browser shows
        "HDOCModels/Journey/Chapter.swift",  // the titles of the chapters
        "HDOCService/Handlers/", "HDOCService/Rules/",  // messages in responses of the API
    ]

    @Test func `modules other than HDOCTUI and hdoc contain no sentences`() throws {
        var count = 0
        for module in Self.modules {
            for path in try Repository.files(in: "Sources/\(module)", withExtensions: ["swift"]) {
                count += 1
                let relative = String(path.dropFirst("Sources/".count))
                if Self.exceptions.contains(where: { relative.hasPrefix($0) }) { continue }
                for (number, line) in try Repository.lines(of: path) where !Self.isComment(line) {
                    #expect(!Self.hasSentence(line), "\(path):\(number) has a text for people: \(line)")
                }
            }
        }
        #expect(count > 50)
    }

    @Test(arguments: [
        (#"say("The file is empty.")"#, true), (#"say("The file \(path) is empty. Try again.")"#, true),
        (#"sql: "SELECT a FROM b""#, false), (#""Not found""#, false), (#""the file is empty.""#, false),
    ])
    func `a literal is a sentence if it has a capital letter, at least three words, and a full stop`(_ line: String, _ isSentence: Bool) {
        #expect(Self.hasSentence(line) == isSentence)
    }

    private static func isComment(_ line: String) -> Bool { line.drop { $0 == " " }.hasPrefix("//") }

    private static func hasSentence(_ line: String) -> Bool {
        line.contains(/"[A-Z][^"]* [^"]* [^"]*[a-z)][.?!]["\s]/)
    }
}
