import Foundation
import Testing

/// The import rules that `Package.swift` cannot express, because a module sees everything that its dependencies link.
@Suite("Imports")
struct ImportTests {
    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources")

    /// The modules that each Swift file under `Sources` imports.
    private static func imports() throws -> [String: Set<String>] {
        let names = try #require(FileManager.default.enumerator(atPath: sources.path))
        let paths = names.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
        try #require(paths.count > 50, "the sources were not found")
        return try Dictionary(
            uniqueKeysWithValues: paths.map { path in
                let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
                let modules = text.split(separator: "\n").compactMap { line -> String? in
                    let words = line.split(separator: " ")
                    guard let index = words.firstIndex(of: "import"), index <= 2, !line.hasPrefix("//") else { return nil }
                    return words.last.map(String.init)
                }
                return (path, Set(modules))
            })
    }

    @Test(arguments: [
        ("CNCurses", "TerminalKit/Terminal/"), ("CMD4C", "TerminalKit/Markdown/"), ("CCurl", "HTTPTransport/"),
        ("CSecret", "HDOCClient/Auth/"),
    ])
    func `a C library is imported only in the folder that wraps it`(module: String, folder: String) throws {
        let users = try Self.imports().filter { $0.value.contains(module) }.keys
        #expect(!users.isEmpty)
        for path in users where !path.hasPrefix(folder) { Issue.record("\(path) imports \(module)") }
    }

    @Test(arguments: [
        ("HDOCModels/", ["HDOCModels", "FoundationEssentials", "SafeText", "Glibc"]),
        ("SafeText/", ["Foundation", "FoundationEssentials"]),
    ])
    func `a module imports nothing outside its list`(folder: String, allowed: [String]) throws {
        for (path, modules) in try Self.imports() where path.hasPrefix(folder) {
            let wrong = modules.subtracting(allowed)
            #expect(wrong.isEmpty, "\(path) imports \(wrong.sorted())")
        }
    }

    @Test(arguments: [
        ("TerminalKit/", ["HDOCModels", "HDOCClient", "HDOCTUI", "HDOCBackend", "HDOCService"]),
        ("HDOCService/", ["FlyingFox", "FlyingSocks", "GRDB", "HDOCBackend", "HDOCClient"]),
        ("HDOCTUI/", ["GRDB", "FlyingFox", "FlyingSocks", "HDOCBackend", "HDOCService"]),
    ])
    func `a module imports none of the modules that are forbidden for it`(folder: String, forbidden: [String]) throws {
        for (path, modules) in try Self.imports() where path.hasPrefix(folder) {
            let wrong = modules.intersection(forbidden)
            #expect(wrong.isEmpty, "\(path) imports \(wrong.sorted())")
        }
    }
}
