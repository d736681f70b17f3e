import HDOCModels
import StoreBehaviour
import Testing

@testable import HDOCService

@Suite("Checking a posted entry")
struct EntrySubmissionTests {
    @Test(
        arguments: [
            ("title", RawJSON.string("")), ("title", .string(String(repeating: "x", count: 121))), ("title", 7),
            ("body", .string(String(repeating: "x", count: 100_001))), ("tags", ["Upper"]), ("tags", ["with space"]),
            ("tags", .array((0..<11).map { .string("tag\($0)") })), ("tags", [.string(String(repeating: "t", count: 31))]),
            ("tags", 5), ("link", "ftp://example.org"), ("link", "javascript:alert(1)"), ("link", "https://"),
            ("day", 0), ("day", "11"), ("day", .number("1.5")), ("day", nil), ("date", "2026-02-30"), ("date", "yesterday"),
            ("day", 100_000), ("title", .string("e" + String(repeating: "\u{301}", count: 2_000))),
            ("subtitle", .string(String(repeating: "x", count: 1_001))),
            ("link", .string("https://a.example/" + String(repeating: "x", count: 2_048))), ("template", "epic"),
            ("id", "0198c0de-0000-4000-8000-000000000001"), ("id", "x"),
        ] as [(String, RawJSON)])
    func `an invalid value is rejected with the name of its field`(field: String, value: RawJSON) {
        let entry = Example.entry.setting(field, value)
        let error = #expect(throws: InvalidRequest.self, "\(field) = \(value.text.prefix(60))") {
            try EntrySubmission.read(entry, for: .post(idempotencyKey: entry["id"]?.string))
        }
        guard case .fields(let errors) = error else { return }
        #expect(errors.map(\.field) == [field])
    }

    @Test(
        arguments: [
            ("title", RawJSON.string(String(repeating: "é", count: 120))), ("day", 101), ("day", .number("1E+2")),
            ("day", .number("5.0")), ("tags", "c++"), ("tags", nil), ("link", nil), ("subtitle", nil), ("template", nil),
            ("body", .string(String(repeating: "x", count: 100_000))), ("tags", ["node.js", "c#", "ci-cd", "c++"]),
        ] as [(String, RawJSON)])
    func `values within the limits are accepted`(field: String, value: RawJSON) throws {
        let entry = Example.entry.setting(field, value)
        #expect(throws: Never.self) { try EntrySubmission.read(entry, for: .post(idempotencyKey: entry["id"]?.string)) }
    }

    @Test func `a correction needs the id in its address, in any form that older articles have, and no idempotency key`() throws {
        func read(_ id: RawJSON, address: String) throws -> EntrySubmission {
            try EntrySubmission.read(Example.entry.setting("id", id), for: .correction(id: address))
        }
        #expect(try read("old-id", address: "old-id").id == "old-id")
        #expect(try read(.number("1009"), address: "1009").id == "1009")
        #expect(throws: InvalidRequest("id", "must be the id in the address")) { try read("a", address: "b") }
        #expect(throws: InvalidRequest("id", "is required")) { try read(.null, address: "b") }
    }
}
