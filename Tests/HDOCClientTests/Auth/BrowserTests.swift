import Foundation
import TestKit
import Testing

@testable import HDOCClient

@Suite("Choosing the browser")
struct BrowserChoiceTests {
    private let url = "https://auth.example/oauth2/authorize?a=1&b=%s%20x"

    private func commands(_ environment: [String: String], installed: Set<String>) -> Result<[String], NoBrowserReason> {
        var environment = environment
        environment["PATH"] = "/usr/local/bin:/usr/bin"
        return BrowserChoice(environment: environment) { installed.contains($0) }.commands(for: url)
            .map { $0.map { ([$0.path] + $0.arguments).joined(separator: "|") } }
    }

    private let all: Set<String> = ["/usr/bin/xdg-open", "/usr/bin/wslview", "/usr/bin/firefox", "/usr/bin/lynx", "/opt/my browser"]

    @Test(arguments: [
        ("firefox", ["/usr/bin/firefox|URL"]),
        (
            "'/opt/my browser' --proxy 'http://p:1'; \"a:b\":firefox c\\:d",
            ["/opt/my browser|--proxy|http://p:1;|a:b|URL", "/usr/bin/firefox|c:d|URL"]
        ),
        ("firefox --new-window %s", ["/usr/bin/firefox|--new-window|URL"]),
        ("firefox --url=%s --note=100%%", ["/usr/bin/firefox|--url=URL|--note=100%"]),
        ("missing:firefox:xdg-open", ["/usr/bin/firefox|URL", "/usr/bin/xdg-open|URL"]),
        ("'/opt/my browser' \"two words\" %s", ["/opt/my browser|two words|URL"]),
        ("/opt/my\\ browser &", ["/opt/my browser|URL"]),
        ("lynx:firefox", ["/usr/bin/firefox|URL"]),
        ("firefox $(touch x) `id` ; rm", ["/usr/bin/firefox|$(touch|x)|`id`|;|rm|URL"]),
    ])
    func `BROWSER is a list of commands, split into words like in a shell, with the address at %s or at the end`(
        value: String, expected: [String]
    ) {
        // BROWSER is used even over SSH and without a display.
        let found = commands(["BROWSER": value, "SSH_TTY": "/dev/pts/1"], installed: all)
        #expect(found == .success(expected.map { $0.replacing("URL", with: url) }))
    }

    @Test(arguments: ["lynx", "/usr/bin/lynx %s", "missing:lynx"])
    func `a text browser is reported, not started`(value: String) {
        #expect(commands(["BROWSER": value, "DISPLAY": ":0"], installed: all) == .failure(.textBrowser("lynx")))
    }

    @Test(arguments: [
        (["SSH_CONNECTION": "1", "DISPLAY": ":0"], NoBrowserReason.remote), (["SSH_TTY": "/dev/pts/0"], .remote), ([:], .noDisplay),
        (["DISPLAY": ""], .noDisplay), (["BROWSER": ""], .noDisplay), (["BROWSER": "/nowhere/b %s"], .noSuchProgram("/nowhere/b")),
        (["BROWSER": "missing:none", "DISPLAY": ":0"], .noSuchProgram("missing")), (["BROWSER": "'open"], .openQuote("'open")),
    ])
    func `no browser is started over SSH or without a display`(environment: [String: String], reason: NoBrowserReason) {
        #expect(commands(environment, installed: all) == .failure(reason))
    }

    @Test(arguments: [["DISPLAY": ":0"], ["WAYLAND_DISPLAY": "w"], ["WSL_DISTRO_NAME": "Debian"]])
    func `without $BROWSER, the desktop's own browser is started`(environment: [String: String]) {
        #expect(
            commands(environment, installed: all)
                == .success(["/usr/bin/xdg-open|\(url)", "/usr/bin/wslview|\(url)"]))
        #expect(commands(environment, installed: []) == .failure(.noneFound))
    }
}

@Suite("Starting the browser")
struct BrowserOpenerTests {
    @Test
    func `the browser gets no terminal, files or secrets of hdoc, runs in its own session, and its failure is reported`() async throws {
        let scratch = try Scratch()
        let (program, output) = (scratch.path("browser"), scratch.path("output"))
        let script = """
            { echo "arguments:$#:$1"; env; readlink /proc/$$/fd/0 /proc/$$/fd/2; readlink /proc/$$/fd/*
              read -r _ _ _ _ _ session _ < /proc/$$/stat; test "$session" = $$ && echo own-session; } > '\(output)' 2>/dev/null
            exit 7
            """
        try script.write(toFile: program, atomically: true, encoding: .utf8)
        let listener = try CallbackListener.open(ports: [0])
        defer { listener.close() }
        let leaky = open("/dev/zero", O_RDONLY)  // no close-on-exec, like a file that a library opened
        defer { close(leaky) }

        let (failures, failed) = AsyncStream<String>.makeStream()
        let opener = BrowserOpener(environment: [
            "BROWSER": "/bin/sh '\(program)'", "PATH": "/usr/bin:/bin", "HDOC_TOKEN": "canary", "AWS_SECRET_ACCESS_KEY": "canary",
            "GITHUB_TOKEN": "canary", "DB_PASSWORD": "canary", "DISPLAY": ":7",
        ])
        let url = "https://auth.example/?x=$(touch%20x)&y=`id`;'"
        #expect(opener.openSignIn(url) { failed.yield($0) } == .success("sh"))
        for await name in failures {
            #expect(name == "sh")
            break
        }
        let text = try String(contentsOfFile: output, encoding: .utf8)
        #expect(text.contains("arguments:1:\(url)\n"))
        #expect(text.contains("DISPLAY=:7\n") && !text.contains("canary"))
        #expect(text.contains("/dev/null\n/dev/null\n"))
        #expect(text.contains("own-session"))
        #expect(!text.contains("/dev/zero") && !text.contains("socket:"))
    }

    @Test func `if one browser fails, the next one is started`() async throws {
        let (failures, failed) = AsyncStream<String>.makeStream()
        let opener = BrowserOpener(environment: ["BROWSER": "/bin/sh -c 'exit 3':/bin/false"])
        #expect(opener.openSignIn("https://auth.example/") { failed.yield($0) } == .success("sh"))
        for await name in failures {
            #expect(name == "false")
            break
        }
    }
}

@Suite("Signals of the browser", .ownThreads)
struct BrowserSignalTests {
    @Test func `the browser starts with no blocked and no ignored signal`() async throws {
        let scratch = try Scratch()
        let output = scratch.path("status")
        let script = scratch.path("browser")
        try "grep '^Sig[BI]' /proc/self/status > '\(output).new'; mv '\(output).new' '\(output)'; exit 7"
            .write(toFile: script, atomically: true, encoding: .utf8)
        // The state of hdoc's threads: most signals are blocked, and hdoc ignores SIGPIPE.
        var (most, before) = (sigset_t(), sigset_t())
        sigemptyset(&most)
        for number in [SIGINT, SIGTERM, SIGWINCH, SIGCHLD] { sigaddset(&most, number) }
        pthread_sigmask(SIG_BLOCK, &most, &before)
        let handler = signal(SIGPIPE, SIG_IGN)
        let (failures, failed) = AsyncStream<Void>.makeStream()
        let opened = BrowserOpener(environment: ["BROWSER": "/bin/sh '\(script)'"]).openSignIn("https://a.example/") { _ in failed.yield() }
        pthread_sigmask(SIG_SETMASK, &before, nil)
        signal(SIGPIPE, handler)
        #expect(opened == .success("sh"))
        for await _ in failures { break }
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        let masks = lines.compactMap { $0.split(whereSeparator: \.isWhitespace).last.flatMap { UInt64($0, radix: 16) } }
        // The C library keeps signals 32 and 33 for itself, and nobody can change them.
        #expect(masks.map { $0 & ~(3 << 31) } == [0, 0], "\(lines)")
    }
}

@Suite("Opening a link", .ownThreads)
struct LinkOpeningTests {
    @Test func `a program that fails at once is reported as failed, not as opened`() {
        let opener = BrowserOpener(environment: ["BROWSER": "/bin/false"])
        #expect(opener.openLink("https://a.example/", patience: .seconds(600)) == .failure(.failed("false failed")))
    }
}

@Suite struct OpenedURLTests {
    private let opener = BrowserOpener(environment: ["BROWSER": "/bin/true", "PATH": "/usr/bin:/bin"])

    @Test(arguments: ["https://auth.example/?a=1", "http://localhost:8080/", "http://127.0.0.1:9/x", "http://[::1]:9/"])
    func `the sign-in opens HTTPS addresses, and HTTP addresses on this machine`(_ url: String) {
        #expect(opener.openSignIn(url) { _ in } == .success("true"))
    }

    @Test(arguments: [
        "-flag", "--help", "file:///etc/passwd", "javascript:1", "http://evil.example", "http://localhost.evil.example", "",
        "https://user@auth.example", "https://auth.example\\@evil.example", "https://auth.example/ x", "https://auth.example/\n",
    ])
    func `the sign-in opens no other address`(_ url: String) {
        #expect(opener.openSignIn(url) { _ in } == .failure(.failed("the address is not HTTPS")))
    }

    @Test(arguments: ["http://example.com", "https://example.com/a?b=1#c", "HTTP://EXAMPLE.COM/", "http://bücher.example/"])
    func `a link in an article may be an HTTP or HTTPS address`(_ url: String) {
        #expect(LinkOpener.open(url, environment: opener.environment) == .success("true"))
    }

    @Test(arguments: [
        "-flag", "--help", "file:///etc/passwd", "javascript:1", "mailto:a@example.com", "example.com", "", "http://",
        "http://-flag.example", "http://example.com/\u{1B}[2J", "http://example.com/\u{7}", "http://example.com/\u{9B}2J",
        "http://example.com/a b", "http://example.com/\n", "http://example.com\\@evil.example", " http://example.com",
    ])
    func `a link that is not a web address is not opened`(_ url: String) {
        #expect(LinkOpener.open(url, environment: opener.environment) == .failure(.failed("it is no web address")))
    }

    @Test func `the browser gets the link unchanged, as one argument`() {
        let choice = BrowserChoice(environment: ["BROWSER": "/bin/browser"]) { _ in true }
        let expected = BrowserCommand(name: "browser", path: "/bin/browser", arguments: ["http://example.com/$(x)"])
        #expect(choice.commands(for: "http://example.com/$(x)") == .success([expected]))
    }
}

@Suite struct ShellWordsTests {
    @Test(arguments: [
        ("vi", ["vi"]), ("  a\tb\n", ["a", "b"]), ("'a b' \"c d\"e ''", ["a b", "c de", ""]),
        (#"a\ b "c\"d" 'e\'"#, ["a b", "c\"d", "e\\"]),
        ("$HOME `x` *", ["$HOME", "`x`", "*"]), ("", []), ("a=\u{301}'b c'", ["a=\u{301}b c"]),
    ])
    func `words are split as a shell splits them, and nothing is expanded`(_ text: String, _ words: [String]) {
        let split = ShellWords(text)
        #expect(split.words == words && !split.hasOpenQuote)
    }

    @Test func `an open quote is reported`() {
        #expect(ShellWords("vi 'x").hasOpenQuote && ShellWords("vi 'x").words == ["vi", "x"])
    }
}
