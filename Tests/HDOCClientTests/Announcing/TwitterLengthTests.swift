import Foundation
import HDOCModels
import TestKit
import Testing

@testable import HDOCClient

@Suite("The length of an announcement")
struct TwitterLengthTests {
    @Test(
        arguments: [
            ("", nil, 25), ("Queues", nil, 31), ("Queues", "https://example.com/a-very-long-address/indeed?x=1", 55),
            ("雲", nil, 27), ("👍🏽", nil, 27), ("❤️", nil, 27), ("👩‍👩‍👧‍👦", nil, 27), ("é", nil, 26), ("“quoted”", nil, 33),
            ("read https://a.example.org now", nil, 57), ("read aws.amazon.com now", nil, 57), ("read a.example now", nil, 43),
        ] as [(String, String?, Int)])
    func `the length of an announcement is the length that Twitter counts`(title: String, link: String?, length: Int) {
        #expect(Announcement(day: 11, title: title, link: link).length == length)
    }

    @Test(
        arguments: [
            // A letter and its accent count as one character if Unicode has it as one.
            ("A\u{301}B", 2), ("e\u{301}e\u{301}", 2), ("A\u{5E9}\u{5BC}\u{5C1}", 4), ("q\u{301}", 2),
            // Emoji: a picture with a tone, a family, a flag, a key, a flag of tags; then the same parts without what joins them.
            ("H🐱☺️", 5), ("🙋🏽👨‍🎤", 4), ("🇩🇪🇫🇷", 4), ("1️⃣", 2), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("👨👩", 4), ("©", 1), ("©️", 2), ("12#*", 4),
            // Punctuation and spaces within the light ranges, and outside them.
            ("\u{2000}\u{200A}\u{200D}\u{2010}\u{201F}\u{2032}\u{2037}", 7), ("\u{2020}\u{2030}", 4),
            ("a\r\nb", 3),
            // Links: with and without a protocol, within other scripts, at the end of a sentence, and what is none.
            ("example.com", 23), ("(https://example.com/a_(b))", 25), ("see example.com.", 28), ("これはexample.com中国語", 35),
            ("é.example.com", 23), ("ELPAÍS.com", 23), ("https://t.co/abc's", 25), ("example.com:8080", 28), ("example.com/a?b=c", 23),
            ("a@example.com", 13), ("#example.com", 12), ("$example.com", 12), ("test.tar.bz2", 12), ("main.swift", 10), ("Node.js", 7),
            ("/example.com", 12), ("https://no-tld", 14), ("http://foobar.みんな/", 23), ("https://exa_mple.com", 20),
            ("\(String(repeating: "a", count: 64)).com", 68),
            ("https://\(String(repeating: "あ", count: 60)).com", 132),
        ] as [(String, Int)])
    func `marks, emoji and links count as in Twitter's own parser`(text: String, length: Int) {
        #expect(TwitterLength.of(text) == length, "\(text)")
    }

    @Test func `a text of 280 units fits, and one of 281 does not`() {
        let room = 280 - 25
        #expect(!Announcement(day: 11, title: String(repeating: "x", count: room), link: nil).isTooLong)
        #expect(Announcement(day: 11, title: String(repeating: "x", count: room + 1), link: nil).isTooLong)
    }

    @Test func `a long text without spaces is counted without a long search`() {
        #expect(TwitterLength.of(String(repeating: "雲.", count: 50_000)) == 150_000)
        #expect(TwitterLength.of(String(repeating: "a.", count: 2_400)) == 4_800)
        #expect(TwitterLength.of(String(repeating: "雲.a-", count: 1_200)) == 6_000)
        #expect(TwitterLength.of("example.com/" + String(repeating: "(a", count: 2_000)) == 23 + 4_000)
    }

    /// Texts that an independent program counts as well: a port of twitter-text 3 to Python.
    @Test func `six hundred texts have the length that another implementation of Twitter's rules counts`() throws {
        let parts = [
            "Queues", " ", " ", "é", "e\u{301}", "雲", "の", "👍🏽", "❤️", "👩‍👩‍👧‍👦", "🇩🇪", "1️⃣", "“", "”", "–", "…", "example.com",
            "https://example.com/a",
            "http://t.co/abc", "foo.co.jp/x(y)", "aws.amazon.com", ".", ",", "/", "-", "_", "@", "#", "$", "?", "(", ")", "'", ":", "\n",
            "https://", "www.", "中国", "みんな", "कॉम", "xn--p1ai", "Русский", "?q=1&r=2", "#top", "ß", "a.b.c.dev", "main.swift",
        ]
        var random = SplitMix64(seed: 2026)
        let texts = (0..<600).map { _ in
            (0..<Int.random(in: 1...12, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
        }
        let program = """
            import json, sys
            from twitter_text import parse_tweet
            print(json.dumps([parse_tweet(text).weightedLength for text in json.load(sys.stdin)]))
            """
        let input = String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
        let run = try Program.run(URL(fileURLWithPath: Checkout.python), ["-W", "ignore", "-c", program], input: input)
        try #require(run.status == 0, "\(run.errors)")
        let lengths = try JSONDecoder().decode([Int].self, from: Data(run.output.utf8))
        #expect(lengths.count == texts.count)
        for (text, length) in zip(texts, lengths) { #expect(TwitterLength.of(text) == length, "\(text.debugDescription)") }
    }

    @Test func `LinkedIn gets the subtitle and the tags as hashtags`() {
        let announcement = Announcement(
            day: 11, title: "Queues", link: "https://example.com/q", subtitle: "Why they wait", tags: ["aws", "static-site", "c++"],
            for: .linkedin)
        #expect(
            announcement.text == """
                [11/100] #100DaysOfCloud Queues

                Why they wait

                https://example.com/q

                #aws #staticsite
                """)
        #expect(announcement.length == announcement.text.count && !announcement.isTooLong)
        #expect(Announcement(day: 1, title: String(repeating: "x", count: 3_000), link: nil, for: .linkedin).isTooLong)
    }

    @Test func `the pages of the networks get the whole text`() throws {
        for network in SocialNetwork.allCases {
            let announcement = Announcement(day: 11, title: "A & B #c + é", link: "https://example.com/?a=b&c=d", for: network)
            let parts = try #require(URLComponents(string: announcement.composePage))
            #expect(parts.scheme == "https" && parts.queryItems?.first { $0.name == "text" }?.value == announcement.text)
        }
    }
}
