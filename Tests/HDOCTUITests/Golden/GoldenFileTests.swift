import Foundation
import Testing

@Suite("Golden files")
struct GoldenFileTests {
    private func names() throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(atPath: Golden.folder.path)
        return files.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }
    }

    @Test func `no two golden files are identical`() throws {
        var first: [Data: String] = [:]
        for name in try names().sorted() {
            let picture = try Data(contentsOf: Golden.folder.appending(path: name + ".txt"))
            if let other = first[picture] { Issue.record("delete \(name).txt and add the line “\(name) \(other)” to shared-pictures") }
            first[picture] = first[picture] ?? name
        }
    }

    @Test func `each name in shared-pictures uses the file of another name`() throws {
        let files = Set(try names())
        #expect(!Golden.shared.isEmpty)
        for (name, file) in Golden.shared {
            #expect(files.contains(file), "\(name) names a file that is missing: \(file)")
            #expect(!files.contains(name), "\(name) has a file of its own: delete the file or the line")
        }
    }
}
