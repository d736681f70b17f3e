import Foundation
import Testing

@testable import HDOCService

@Suite("JSON that keeps its spelling")
struct RawJSONTests {
    @Test(
        arguments: [
            #"{"b": 1E+2, "a": [5.0, 0.10, -0, 1e-7], "n": null, "t": true}"#, #"["\ud83d\ude00 \u00e9 \" \\ \n"]"#, "[]",
            "{}", #""""#,
        ])
    func `numbers keep their spelling, and keys keep their order`(text: String) throws {
        #expect(try JSONReader.read(text.utf8).text == text)
    }

    @Test(
        arguments: [
            "", "{", "[1,]", #"{"a" 1}"#, "01", "1.", "+1", "nul", #""\x""#, "\"\n\"", "1 2", #"{"a": 1,}"#, "NaN",
            String(repeating: "[", count: 100_000), "\"\\u12\"",
        ])
    func `text that is not JSON is rejected`(text: String) {
        #expect(throws: JSONReader.RawJSONError.self) { try JSONReader.read(text.utf8) }
    }

    @Test func `any two characters next to each other are written in ASCII as another reader expects them, and read back`() throws {
        let characters = (0..<0x80).compactMap(Unicode.Scalar.init) + ["\u{80}", "é", "\u{301}", "\u{2028}", "\u{FFFF}", "😀", "\u{10FFFF}"]
        let texts = characters.flatMap { first in characters.map { "\(first)\($0)" } }
        let written = RawJSON.array(texts.map(RawJSON.string)).bytes
        #expect(written.allSatisfy { (0x20..<0x7F).contains($0) })
        let read = try #require(try JSONSerialization.jsonObject(with: Data(written)) as? [String])
        #expect(read.elementsEqual(texts) { $0.utf8.elementsEqual($1.utf8) })
        #expect(try JSONReader.read(written).text.utf8.elementsEqual(written))
    }

    @Test func `bytes that are not UTF-8 are rejected, and a lone surrogate is replaced`() throws {
        #expect(throws: JSONReader.RawJSONError.self) { try JSONReader.read([0x22, 0xFF, 0x22]) }
        #expect(try JSONReader.read(#""\ud800x""#.utf8) == "\u{FFFD}x")
    }

    @Test(
        arguments: [
            ("5", 5), ("5.0", 5), ("1E+2", 100), ("-3", -3), ("0.10", nil), ("1E+400", nil), ("1.5", nil),
        ])
    func `whole numbers are recognised in every spelling`(text: String, number: Int?) {
        #expect(RawJSON.number(text).integer == number)
    }
}
