import Foundation
import HDOCClient
import HDOCModels
import HDOCTestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite struct SignUpCommandTests {
    @Test func `signup asks for missing fields, and asks again after an invalid answer`() async throws {
        let dialogue = CommandWorld.Dialogue([
            ("GitHub username:", "not a handle"), ("single hyphens", "@octocat"), ("Bio (press Enter", ""), ("Twitter username", "octo"),
            ("LinkedIn profile", ""), ("Journey repository", "nope"), ("not a web address", "https://github.com/octocat/100"),
            ("Personal blog", ""),
        ])
        let world = try CommandWorld(input: .init(isTerminal: true, dialogue: dialogue)) { script in
            script.session = Samples.signedIn
            script.signUp = { Journeyer(handle: $0.handle) }
        }
        let run = try await world.run("signup", "--full-name", "Octo Cat")
        #expect(run.status == .done && run.out == "You are octocat on dev.\n", "\(run.err)")
        #expect(world.client.log == [#"sign up ["octocat", "Octo Cat", "", "octo", "", "https://github.com/octocat/100", ""]"#])
    }

    @Test func `without a terminal, signup uses the options and the known handle`() async throws {
        let world = try CommandWorld { script in
            (script.session, script.handle) = (Samples.signedIn, "octocat")
            script.signUp = { Journeyer(handle: $0.handle) }
        }
        let run = try await world.run("signup", "--bio", "Hello", "--json")
        #expect(run.status == .done)
        #expect(try JSONProbe(run.out).object?["github_username"] == .string("octocat"))
        #expect(world.client.log == [#"sign up ["octocat", "", "Hello", "", "", "", ""]"#])
    }

    @Test func `an invalid option is a usage error that names the field`() async throws {
        let run = try await CommandWorld().run("signup", "--personal-blog-url", "nope")
        #expect(run.status == .usage && run.err.contains("Personal blog: “nope” is not a web address"))
    }

    @Test func `the exit status is 4 without a session, 1 for a taken handle, and 7 if the route is absent`() async throws {
        #expect(try await CommandWorld(input: .init(isTerminal: true)).run("signup").status == .signInNeeded)
        func run(_ kind: ClientError.Kind) async throws -> CommandWorld.Run {
            try await CommandWorld { script in
                script.session = Samples.signedIn
                script.signUp = { _ throws(ClientError) in throw ClientError(kind, operation: .signUp, status: 409) }
            }.run("signup", "--github-username", "ada")
        }
        let taken = try await run(.conflict(existing: nil))
        #expect(taken.status == .failed && taken.err.contains("The handle is taken on dev (409)."))
        #expect(try await run(.routeAbsent(.signUp)).status == .routeAbsent)
    }
}

@Suite struct PasteParserTests {
    private let address = "http://localhost:8080/callback?code=abc&state=xyz"

    private func texts(_ input: String, pausing: Bool = true) -> [String] {
        var parser = PasteParser()
        parser.take(Array(input.utf8))
        if pausing { parser.pause() }
        return parser.takeFinished()
    }

    @Test func `a bracketed paste needs no Enter, and its line breaks become spaces`() {
        #expect(texts("\u{1B}[200~\(address)\u{1B}[201~", pausing: false) == [address])
        #expect(
            texts("\u{1B}[200~http://localhost:8080/\ncallback?code=abc&\r\nstate=xyz\u{1B}[201~", pausing: false)
                == ["http://localhost:8080/ callback?code=abc& state=xyz"])
    }

    @Test func `a pause anywhere within a paste does not change the paste`() {
        let bytes = Array("\u{1B}[200~\(address)&name=日é🙂\u{1B}[201~".utf8)
        for cut in 1..<bytes.count {
            var parser = PasteParser()
            parser.take(bytes[..<cut])
            parser.pause()
            parser.take(bytes[cut...])
            #expect(parser.takeFinished() == ["\(address)&name=日é🙂"], "cut after \(cut) bytes")
        }
    }

    @Test func `the Esc key does not affect the characters after it`() {
        #expect(texts("\u{1B}http://x/?state=1\n") == ["http://x/?state=1 "])
    }

    @Test func `without brackets, a line break ends a text only if a pause follows`() {
        #expect(texts("http://localhost:8080/callback?code=abc\n&state=xyz\n") == ["http://localhost:8080/callback?code=abc &state=xyz "])
        #expect(texts(address).isEmpty, "Enter is missing")
        #expect(texts("\n\n").isEmpty)
    }

    @Test func `an address longer than a terminal's line is read whole, up to the limit`() {
        let long = address + "&x=" + String(repeating: "a", count: 20_000)
        #expect(texts("\u{1B}[200~\(long)\u{1B}[201~") == [long])
        #expect(texts(String(repeating: "a", count: 200_000) + "\n").map(\.utf8.count) == [PasteParser.limit])
    }

    @Test func `Backspace and Ctrl-U edit the text, and arrow keys are ignored`() {
        #expect(texts("ab\u{7F}c\u{1B}[D\u{1B}OA\n") == ["ac "])
        #expect(texts("é\u{7F}x\n") == ["x "])
        #expect(texts("wrong\u{15}right\n") == ["right "])
    }
}
