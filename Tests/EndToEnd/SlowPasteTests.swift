import Foundation
import TestKit
import Testing

/// Text that arrives over a slow line, with several locale settings.
@Suite("Text that arrives in pieces", .ownThreads, .timeLimit(.hang))
struct SlowPasteTests {
    private static let planes = "Aé\u{301}ß“日本”\u{FFFD}🙂👩🏽\u{200D}💻\u{20BB7}\u{2FA1D}\u{30000}\u{10FFFF}z"

    @Test(
        arguments: [["LANG": "C"], ["LC_CTYPE": "UTF-8"], ["LANG": "xx_YY.UTF-8"], ["LC_ALL": "C.UTF-8"], [:]],
        ["bracketed", "unbracketed"])
    func `text of all Unicode planes stays whole, and an invalid byte becomes U+FFFD`(locale: [String: String], paste: String) throws {
        let world = try World()
        try world.configure(api: "http://127.0.0.1:9/", more: "handle = \"ada\"")
        var environment = world.environment.merging(["TERM": "xterm-256color"]) { $1 }
        environment["LC_ALL"] = nil
        environment.merge(locale) { $1 }
        let run = try Program.run(
            World.support.appendingPathComponent("slow-paste"), [World.hdoc.path, paste], environment: environment)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.hasPrefix("one\ntwo \(Self.planes) caf\u{FFFD} end"), "\(run.output)")
    }
}
