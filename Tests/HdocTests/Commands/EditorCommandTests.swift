import Glibc
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

@Suite struct EditorCommandTests {
    @Test(arguments: [
        ("vi", ["vi"]), ("code --wait", ["code", "--wait"]), ("'/a b/ed' -x \"c d\"e", ["/a b/ed", "-x", "c de"]),
        ("ed $(touch x); `y`", ["ed", "$(touch", "x);", "`y`"]), ("e ''", ["e", ""]), ("  ", []),
    ])
    func `an editor command is split at spaces outside quotes, and nothing in it is expanded`(_ text: String, _ words: [String]) throws {
        #expect(try EditorCommand.arguments(["EDITOR": text]) == (words.isEmpty ? nil : words))
    }

    @Test func `a command with an open quote is invalid, and VISUAL takes precedence over EDITOR`() throws {
        #expect(throws: EditorError.openQuote(variable: "EDITOR", value: "vi 'x")) { try EditorCommand.arguments(["EDITOR": "vi 'x"]) }
        #expect(throws: EditorError.openQuote(variable: "VISUAL", value: "\"v")) {
            try EditorCommand.arguments(["VISUAL": "\"v", "EDITOR": "e"])
        }
        #expect(try EditorCommand.arguments(["VISUAL": "v", "EDITOR": "e"]) == ["v"])
        #expect(try EditorCommand.arguments(["VISUAL": " ", "EDITOR": "e -f"]) == ["e", "-f"])
        #expect(try EditorCommand.arguments([:]) == nil)
    }

    @Test func `a program starts with no blocked or ignored signal, and inherits descriptors 0 to 2 only`() async throws {
        let inherited = open("/dev/null", O_RDONLY)
        defer { close(inherited) }
        signal(SIGPIPE, SIG_IGN)
        // The C library's posix_spawn ignores the signals 32 and 33, which the library uses for threads.
        let check = """
            grep -E '^Sig(Blk|Ign):' /proc/self/status | grep -qvE '0000000(000000000|180000000)$' && exit 1
            [ -e /proc/$$/fd/\(inherited) ] && exit 2
            exit 0
            """
        #expect(try await ForegroundProgram.run(["sh", "-c", check]) == 0)
    }

    @Test func `a program runs with its arguments, and its exit status is returned`() async throws {
        #expect(try await ForegroundProgram.run(["true"]) == 0)
        #expect(try await ForegroundProgram.run(["sh", "-c", "exit 7"]) == 7)
        #expect(try await ForegroundProgram.run(["sh", "-c", "kill -9 $$"]) == 137)
        await #expect(throws: EditorError.self) { try await ForegroundProgram.run(["/nonexistent/editor"]) }
    }
}
