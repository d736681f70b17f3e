import Foundation
import HDOCModels
import Testing

@Suite("The lenient JSON parser")
struct JSONParserTests {
    private func read(_ text: String) throws -> JSONValue { try JSONParser.read(text.utf8) }

    @Test func `values of every kind are read`() throws {
        #expect(
            try read(#" {"a":[null,true,false,-1.5e3,"x\"\\\/\b\f\n\r\tA"],"b":{}} "#)
                == .object([
                    "a": .array([
                        .null, .bool(true), .bool(false), .number(try #require(JSONNumber("-1.5e3"))), .string("x\"\\/\u{8}\u{C}\n\r\tA"),
                    ]),
                    "b": .object([:]),
                ]))
        #expect(try read("\u{FEFF}[]") == .array([]))
        #expect(try read(#""\ud83d\ude00""#) == .string("😀"))
    }

    @Test(arguments: [
        "", "{", "[1", "[1]x", "{\"a\"}", "tru", "01", "1.", "\"a", "\"\\x\"", "\"\\u12g4\"", "[1,]", "{,}", "'a'", "\u{FEFF}",
    ])
    func `text that is not JSON is rejected`(text: String) { #expect(throws: JSONParser.SyntaxError.self) { try read(text) } }

    /// Unusual and malformed elements, with the value that is read: nil if an element is unreadable.
    static let elements: [(String, [UInt8], JSONValue?)] = [
        ("a lone surrogate", Array(#"{"a":"x\ud800y"}"#.utf8), .object(["a": .string("x\u{FFFD}y")])),
        ("a lone low surrogate", Array(#""\udc00""#.utf8), .string("\u{FFFD}")),
        ("two high surrogates", Array(#""\ud800\ud800""#.utf8), .string("\u{FFFD}\u{FFFD}")),
        ("a surrogate before text", Array(#""\ud800\n""#.utf8), .string("\u{FFFD}\n")),
        ("invalid UTF-8", [0x22, 0x61, 0xFF, 0x62, 0x22], .string("a\u{FFFD}b")),
        ("a cut character", [0x22, 0xE2, 0x82, 0x22], .string("\u{FFFD}")),
        ("a surrogate in UTF-8", [0x22, 0xED, 0xA0, 0x80, 0x22], .string("\u{FFFD}\u{FFFD}\u{FFFD}")),
        ("1e400", Array(#"{"a":1e400}"#.utf8), JSONNumber("1e400").map { .object(["a": .number($0)]) }),
        ("NaN", Array(#"{"a":NaN,"b":-Infinity}"#.utf8), .object(["a": .string("NaN"), "b": .string("-Infinity")])),
        ("control characters", [0x22, 0x61, 0x0A, 0x00, 0x22], .string("a\n\0")),
        ("10,000 levels", Array((String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)).utf8), nil),
        ("10,000 objects", Array((String(repeating: #"{"a":"#, count: 10_000) + "1" + String(repeating: "}", count: 10_000)).utf8), nil),
        ("a bracket in a string", Array(#"{"a":tru,"b":"]}\"],"}"#.utf8), nil),
        ("a bad escape", Array(#"{"a":"\x41"}"#.utf8), nil),
        ("a bad number", Array(#"{"a":01}"#.utf8), nil),
        ("a number of 2,000 digits", Array(repeating: UInt8(ascii: "9"), count: 2_000), nil),
        ("a bare word", Array("undefined".utf8), nil),
        ("a name without a value", Array(#"{"a"}"#.utf8), nil),
    ]

    @Test(arguments: elements)
    func `a malformed element does not affect the elements around it`(name: String, bytes: [UInt8], value: JSONValue?) throws {
        let text = Array(#"[{"n":1}, "#.utf8) + bytes + Array(#" ,{"n":2}]"#.utf8)
        #expect(try JSONParser.readList(text) == [.object(["n": .number(1)]), value, .object(["n": .number(2)])])
    }

    @Test func `a text that is not a complete list is rejected as a whole`() {
        for text in [#"[{"n":1},{"n":"#, #"[1,2"#, "{}", "", #"[1]]"#, #"["a"#] {
            #expect(throws: JSONParser.SyntaxError.self) { try JSONParser.readList(text.utf8) }
        }
    }

    @Test func `32 levels of nesting are read, and 33 are rejected`() throws {
        func nested(_ levels: Int) -> String { String(repeating: "[", count: levels) + String(repeating: "]", count: levels) }
        _ = try read(nested(32))
        #expect(throws: JSONParser.SyntaxError.self) { try read(nested(33)) }
        // The list itself is the first level.
        #expect(try JSONParser.readList("[\(nested(31)),\(nested(32))]".utf8).map { $0 != nil } == [true, false])
    }

    @Test func `ten users with 505 nested lists each, and 4 MB of brackets, are parsed within 10 seconds`() throws {
        let deep = String(repeating: "[", count: 505) + String(repeating: "]", count: 505)
        let users = "[" + (0..<10).map { #"{"github_username":"u\#($0)","x":\#(deep)}"# }.joined(separator: ",") + "]"
        let brackets = "[" + String(repeating: "[", count: 2_000_000) + String(repeating: "]", count: 2_000_000) + ",1]"
        let start = ContinuousClock.now
        #expect(try JSONParser.readList(users.utf8) == Array(repeating: nil, count: 10))
        #expect(try JSONParser.readList(brackets.utf8) == [nil, .number(1)])
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func `JSON that hdoc writes is read back unchanged`() throws {
        let value = JSONValue.object([
            "text": .string("\0\u{1}\u{1F}\"\\/é😀\u{FFFD}\u{2028}"), "list": .array([.null, .bool(true), .array([])]),
            "empty": .object([:]),
            "number": .number(try #require(JSONNumber("1.10"))),
        ])
        for isIndented in [false, true] { #expect(try read(JSONWriter.text(value, isIndented: isIndented)) == value) }
        #expect(
            JSONWriter.text(.object(["b": .number(1), "a": .array([.null])]), isIndented: true)
                == "{\n  \"a\" : [\n    null\n  ],\n  \"b\" : 1\n}")
    }
}
