import Foundation
import HDOCModels
import Testing

@testable import hdoc

@Suite("Journeyers as JSON")
struct JourneyerJSONTests {
    private static var journeyers: [Journeyer] {
        var full = Journeyer(handle: "ada\u{1B}[2J\"\\")
        (full.fullName, full.bio) = ("Bjo\u{308}rk\u{301}\u{302}\u{303}\u{304}\u{305}", "tab\there, 高橋, \u{202E}reversed, 👍🏽")
        (full.githubScore, full.twitterScore, full.daysCompleted, full.githubStreak) = (.max, 3, -7, 0)
        full.lastEntryAt = Date(timeIntervalSince1970: 1_606_089_600.096)
        full.dateJoined = Date(timeIntervalSince1970: -62_135_596_801)
        full.extra = ["mood": .array([.string("fine\u{7}"), .object(["a": .null])]), "empty": .object([:])]
        return [full, Journeyer(handle: "b")]
    }

    @Test func `the rows are the same text as one JSON document of all`() {
        let writer = JourneyerJSON()
        var text = "["
        for (index, journeyer) in Self.journeyers.enumerated() {
            var bytes: [UInt8] = []
            writer.write(journeyer, to: &bytes)
            text += (index == 0 ? "\n  " : ",\n  ") + String(decoding: bytes, as: UTF8.self)
        }
        #expect(text + "\n]" == JSONOutput.document(.array(Self.journeyers.map(\.json))))
    }

    @Test func `every common character is printable and no mark`() {
        for scalar in (0...0x10_FFFF).lazy.compactMap(Unicode.Scalar.init) where JSONOutput.isCommon(scalar) {
            let isMark = scalar.properties.generalCategory == .nonspacingMark
            if !JSONOutput.isPrintable(scalar) || isMark { Issue.record("\(scalar.value)") }
        }
    }

    @Test func `added numbers are among the members by name`() {
        for journeyer in Self.journeyers {
            var bytes: [UInt8] = []
            JourneyerJSON(adding: ["rank", "movement"]).write(journeyer, adding: [4, nil], to: &bytes)
            guard case .object(var members) = journeyer.json else { return }
            (members["rank"], members["movement"]) = (.number(4), .null)
            #expect(String(decoding: bytes, as: UTF8.self) == JSONOutput.part(.object(members), level: 1))
        }
    }
}
