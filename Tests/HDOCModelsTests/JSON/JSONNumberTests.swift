import HDOCModels
import Testing

@Suite("JSON numbers")
struct JSONNumberTests {
    @Test(arguments: [
        ("9007199254740993", "9007199254740993"), ("12345678901234567890", "12345678901234567890"), ("5.0", "5"), ("1E+2", "100"),
        ("-0", "0"), ("0.0e9", "0"), ("12.50e1", "125"), ("-9223372036854775809", "-9223372036854775809"), ("1e400", nil), ("5.5", nil),
    ])
    func `a whole number keeps all its digits`(text: String, digits: String?) throws {
        let number = try #require(JSONNumber(text))
        #expect(number.wholeText == digits && number.text == text)
    }

    @Test(arguments: [
        ("5", 5), ("5.0", 5), ("1E+2", 100), ("5.5", 5), ("-5.5", -6), ("0.999", 0), ("-0.001", -1),
        ("9007199254740992", 9_007_199_254_740_992),
        ("9007199254740993", nil), ("-9007199254740992", -9_007_199_254_740_992), ("1e400", nil), ("1e-400", 0), ("-1e-400", -1), ("+7", 7),
        ("007", 7),
        ("1e99999999999999999999", nil), ("123456789e-3", 123_456),
    ])
    func `an integer is rounded down, and is nil beyond 2^53`(text: String, integer: Int?) throws {
        #expect(try #require(JSONNumber(text)).integer == integer)
        #expect(JSONValue.string(text).integer == integer)
    }

    @Test(arguments: ["", "-", "x", "1.", ".5", "1e", "1e+", "0x10", "nan", "inf", "1 ", " 1", "1_000", "٣"])
    func `text that is not a number is rejected`(text: String) { #expect(JSONNumber(text) == nil) }

    @Test func `article ids above 2^53 stay distinct`() throws {
        let ids = try ["9007199254740992", "9007199254740993", "90071992547409930"].map { id in
            try #require(Article(json: try JSONParser.read(#"{"id":\#(id)}"#.utf8))).id
        }
        #expect(ids == ["9007199254740992", "9007199254740993", "90071992547409930"])
    }

    @Test func `a large integer in an unknown attribute is written unchanged`() throws {
        let text = #"{"github_username":"ada","token_count":12345678901234567890,"ratio":1.10}"#
        let ada = try #require(Journeyer(json: try JSONParser.read(text.utf8)))
        #expect(JSONWriter.text(.object(ada.extra)) == #"{"ratio":1.10,"token_count":12345678901234567890}"#)
    }
}
