import Foundation
import HDOCModels
import Testing

@Suite("Timestamps")
struct TimestampTests {
    @Test func `every millisecond of a second is read and written unchanged`() throws {
        for base in ["1970-01-01T00:00:00", "2020-07-30T00:22:31", "2026-11-23T23:59:59", "1969-12-31T23:59:59", "2099-02-28T12:30:01"] {
            for millisecond in 0..<1_000 {
                let digits = String(millisecond)
                let text = "\(base).\(String(repeating: "0", count: 3 - digits.count))\(digits)Z"
                #expect(Timestamp.format(try #require(Timestamp.parse(text))) == text)
            }
        }
    }

    @Test(arguments: [
        ("2020-07-30T00:22:31Z", "2020-07-30T00:22:31.000Z"), ("2020-07-30T00:22:31.5Z", "2020-07-30T00:22:31.500Z"),
        ("2020-07-30T00:22:31.09Z", "2020-07-30T00:22:31.090Z"), ("2020-07-30T00:22:31.096123Z", "2020-07-30T00:22:31.096Z"),
        ("2020-07-30T00:22:31.999999999Z", "2020-07-30T00:22:31.999Z"), ("2020-07-30T00:22:31.123456789+02:00", "2020-07-29T22:22:31.123Z"),
        ("2020-07-30T00:22:31-0930", "2020-07-30T09:52:31.000Z"), ("2020-07-30T00:22:31+05", "2020-07-29T19:22:31.000Z"),
        ("2020-07-30T00:22:31.096000", "2020-07-30T00:22:31.096Z"), ("2020-07-30T00:22:31", "2020-07-30T00:22:31.000Z"),
        ("2020-07-30 00:22:31.096", "2020-07-30T00:22:31.096Z"), ("2020-07-30T00:22", "2020-07-30T00:22:00.000Z"),
        ("2020-07-30", "2020-07-30T00:00:00.000Z"), ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
        ("2020-02-29T00:00:00,25z", "2020-02-29T00:00:00.250Z"), ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
        ("9999-12-31T23:59:59.998Z", "9999-12-31T23:59:59.998Z"),
    ])
    func `a timestamp is read in each supported spelling`(text: String, instant: String) throws {
        #expect(Timestamp.format(try #require(Timestamp.parse(text))) == instant)
    }

    @Test(arguments: [
        "", "yesterday", "2020-02-30T00:00:00Z", "2021-02-29T00:00:00Z", "2020-07-30T24:00:00Z", "2020-07-30T00:60:00Z",
        "2020-07-30T00:22:31.Z", "2020-07-30T00:22:31+", "2020-07-30T00:22:31+99:00", "2020-07-30T00:22:31Z ", "2020-07-30T",
        "+020-07-30T00:22:31Z", "2020-07-30T00:22:31.0000000000000000000000Z", "٢٠٢٠-07-30T00:22:31Z",
    ])
    func `text that is not a timestamp is rejected`(text: String) { #expect(Timestamp.parse(text) == nil) }
}
