import Foundation
import Testing

/// Searches for phrases that readers did not understand, and names the plain expression to use instead.
@Suite("Documents, texts and comments use plain English")
struct PlainLanguageTests {
    private static let discouraged: [(phrase: String, instead: String)] = [
        ("does not know you yet", "create your account on a stage"),
        ("is not told which routes", "hdoc detects the routes that a stage supports"),
        ("cannot be taken back", "destructive commands ask for confirmation"),
        ("held against the contract", "compared with the API contract"),
        ("hold a stage against", "compare a stage with the API contract"),
        ("holds the stage against", "compares the stage with the API contract"),
        ("a stage of any age", "emulates older versions of the API"),
        ("what is no success", "a non-2xx response"),
        ("what a reply lacks", "users missing from a response stay in the cache"),
        ("what it comes to", "the benchmark"),
        ("the issuer tells", "discovered from the issuer"),
        ("was not believed", "state mismatch"),
        ("perhaps sent", "unknown"), ("in doubt", "unknown"),
        ("behavior", "behaviour"), ("sanitiz", "sanitise"), ("organiz", "organise"),
    ]

    @Test func `no file contains a discouraged phrase`() throws {
        let documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        let sources = try Repository.files(in: "Sources", withExtensions: ["swift", "md", "c", "h"])
        for path in documents + sources + (try Repository.files(in: "script", withExtensions: [""])) {
            // The compiler's options and features have its own spelling.
            for (number, line) in try Repository.lines(of: path) where !line.contains("__has_feature(") {
                let lowered = line.replacing("-sanitize", with: "").lowercased()
                for (phrase, instead) in Self.discouraged where lowered.contains(phrase) {
                    Issue.record("\(path):\(number) says “\(phrase)”; write “\(instead)”.")
                }
            }
        }
    }
}

/// The files of this repository.
enum Repository {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Paths relative to the root. An empty extension means a name without one.
    static func files(in folder: String, withExtensions extensions: Set<String>) throws -> [String] {
        let names = try #require(FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path))
        return names.compactMap { $0 as? String }
            .filter { name in
                var isDirectory: ObjCBool = false
                let path = root.appendingPathComponent("\(folder)/\(name)").path
                return extensions.contains((name as NSString).pathExtension)
                    && FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory.boolValue
            }
            .map { "\(folder)/\($0)" }.sorted()
    }

    /// The lines of a file, numbered from 1.
    static func lines(of path: String) throws -> [(Int, String)] {
        let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { ($0.offset + 1, String($0.element)) }
    }
}
