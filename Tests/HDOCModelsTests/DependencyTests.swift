import Foundation
import Testing

@Suite("Dependencies point one way")
struct DependencyTests {
    /// What each room may import of ours and of C; the most particular folder decides.
    private static let allowed: [(room: String, imports: Set<String>)] = [
        ("HDOCTUI/Terminal", ["CNCurses", "HDOCModels"]),
        ("HDOCTUI/Drawing", ["HDOCModels"]),
        ("HDOCTUI/Components", ["HDOCModels"]),
        ("HDOCTUI/Markdown/MarkdownParser.swift", ["CMD4C"]),
        ("HDOCTUI/Markdown", ["HDOCModels"]),
        ("HDOCTUI/Text", ["HDOCClient", "HDOCModels"]),
        ("HDOCTUI/Features", ["HDOCClient", "HDOCModels"]),
        ("HDOCTUI/Runtime", ["HDOCClient", "HDOCModels"]),
        ("HDOCTUI/Commands", ["HDOCBackend", "HDOCClient", "HDOCModels", "HDOCService"]),
        ("HDOCTUI", []),
        ("HDOCBackend", ["HDOCModels", "HDOCService"]),
        ("HDOCService", ["HDOCModels"]),
        ("HDOCClient/Transport/CurlExchange.swift", ["CCurl", "HDOCModels"]),
        ("HDOCClient/Transport/CurlTransport.swift", ["CCurl", "HDOCModels"]),
        ("HDOCClient/Auth/Keyring", ["CSecret", "HDOCModels"]),
        ("HDOCClient", ["HDOCModels"]),
        ("HDOCModels", []),
    ]
    private static let watched: Set<String> = [
        "CCurl", "CMD4C", "CNCurses", "CSecret", "HDOCBackend", "HDOCClient", "HDOCModels", "HDOCService", "HDOCTUI",
    ]

    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources")

    private static func files() throws -> [(path: String, imports: [String])] {
        let names = try #require(FileManager.default.enumerator(atPath: sources.path))
        return try names.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map { path in
            let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
            let imports = text.split(separator: "\n").compactMap { line -> String? in
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index <= 2, !line.hasPrefix("//") else { return nil }
                return words.last.map(String.init)
            }
            return (path, imports)
        }
    }

    @Test func `no room imports what lies above it`() throws {
        let files = try Self.files()
        #expect(files.count > 50, "the sources were found")
        for (path, imports) in files {
            guard let rule = Self.allowed.first(where: { path == $0.room || path.hasPrefix($0.room + "/") }) else {
                Issue.record("no rule for \(path)")
                continue
            }
            let wrong = Set(imports).intersection(Self.watched).subtracting(rule.imports)
            #expect(wrong.isEmpty, "\(path) imports \(wrong.sorted())")
        }
    }

    @Test func `the models know nothing but the essentials`() throws {
        for (path, imports) in try Self.files() where path.hasPrefix("HDOCModels/") {
            #expect(Set(imports).isSubset(of: ["FoundationEssentials"]), "\(path)")
        }
    }

    @Test func `the service knows no server and no database`() throws {
        for (path, imports) in try Self.files() where path.hasPrefix("HDOCService/") {
            #expect(Set(imports).isSubset(of: ["FoundationEssentials", "HDOCModels"]), "\(path)")
        }
    }
}
