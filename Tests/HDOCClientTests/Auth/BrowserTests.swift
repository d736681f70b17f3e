import Foundation
import Testing

@testable import HDOCClient

@Suite("Which browser is started")
struct BrowserChoiceTests {
    private let url = "https://auth.example/oauth2/authorize?a=1&b=%s%20x"

    private func commands(_ environment: [String: String], installed: Set<String>) -> Result<[String], BrowserChoice.Reason> {
        var environment = environment
        environment["PATH"] = "/usr/local/bin:/usr/bin"
        return BrowserChoice(environment: environment) { installed.contains($0) }.commands(for: url)
            .map { $0.map { ([$0.path] + $0.arguments).joined(separator: "|") } }
    }

    private let all: Set<String> = ["/usr/bin/xdg-open", "/usr/bin/wslview", "/usr/bin/firefox", "/usr/bin/lynx", "/opt/my browser"]

    @Test(
        "$BROWSER first: a list, with %s for the address or the address at the end, and words as a shell has them",
        arguments: [
            ("firefox", ["/usr/bin/firefox|URL"]),
            ("firefox --new-window %s", ["/usr/bin/firefox|--new-window|URL"]),
            ("firefox --url=%s --note=100%%", ["/usr/bin/firefox|--url=URL|--note=100%"]),
            ("missing:firefox:xdg-open", ["/usr/bin/firefox|URL", "/usr/bin/xdg-open|URL"]),
            ("'/opt/my browser' \"two words\" %s", ["/opt/my browser|two words|URL"]),
            ("/opt/my\\ browser &", ["/opt/my browser|URL"]),
            ("lynx:firefox", ["/usr/bin/firefox|URL"]),
            ("firefox $(touch x) `id` ; rm", ["/usr/bin/firefox|$(touch|x)|`id`|;|rm|URL"]),
        ])
    func fromEnvironment(value: String, expected: [String]) {
        // Over SSH and without a display: who sets it means it.
        let found = commands(["BROWSER": value, "SSH_TTY": "/dev/pts/1"], installed: all)
        #expect(found == .success(expected.map { $0.replacing("URL", with: url) }))
    }

    @Test("a text browser is named, not started", arguments: ["lynx", "/usr/bin/lynx %s", "missing:lynx"])
    func textBrowser(value: String) {
        #expect(commands(["BROWSER": value, "DISPLAY": ":0"], installed: all) == .failure(.init(.textBrowser("lynx"))))
    }

    @Test(
        "none over SSH or without a display",
        arguments: [
            (["SSH_CONNECTION": "1", "DISPLAY": ":0"], NoBrowserReason.remote), (["SSH_TTY": "/dev/pts/0"], .remote), ([:], .noDisplay),
            (["DISPLAY": ""], .noDisplay), (["BROWSER": ""], .noDisplay), (["BROWSER": "missing"], .noDisplay),
        ])
    func none(environment: [String: String], reason: NoBrowserReason) {
        #expect(commands(environment, installed: all) == .failure(.init(reason)))
    }

    @Test("else the desktop's own", arguments: [["DISPLAY": ":0"], ["WAYLAND_DISPLAY": "w"], ["WSL_DISTRO_NAME": "Debian"]])
    func desktop(environment: [String: String]) {
        #expect(
            commands(environment, installed: all)
                == .success(["/usr/bin/xdg-open|\(url)", "/usr/bin/wslview|\(url)"]))
        #expect(commands(environment, installed: []) == .failure(.init(.noneFound)))
    }

    @Test(
        "only a web address is ever handed to a program",
        arguments: ["-flag", "file:///etc/passwd", "javascript:1", "http://evil.example", ""])
    func addresses(url: String) {
        let choice = BrowserChoice(environment: ["BROWSER": "firefox"]) { _ in true }
        #expect(choice.commands(for: url) == .failure(.init(.failed("address"))))
    }
}

@Suite("How a browser is started")
struct BrowserOpenerTests {
    @Test("without our terminal, files and secrets, in a session of its own; and its failure is told")
    func isolation() async throws {
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
        let leaky = open("/dev/zero", O_RDONLY)  // without close-on-exec, as a library may have opened it
        defer { close(leaky) }

        let (failures, failed) = AsyncStream<String>.makeStream()
        let opener = BrowserOpener(environment: [
            "BROWSER": "/bin/sh '\(program)'", "PATH": "/usr/bin:/bin", "HDOC_TOKEN": "canary", "AWS_SECRET_ACCESS_KEY": "canary",
            "GITHUB_TOKEN": "canary", "DB_PASSWORD": "canary", "DISPLAY": ":7",
        ])
        let url = "https://auth.example/?x=$(touch%20x)&y=`id`;'"
        #expect(opener.open(url) { failed.yield($0) } == .success("sh"))
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

    @Test("the next candidate is started where one fails")
    func nextCandidate() async throws {
        let (failures, failed) = AsyncStream<String>.makeStream()
        let opener = BrowserOpener(environment: ["BROWSER": "/bin/sh -c 'exit 3':/bin/false"])
        #expect(opener.open("https://auth.example/") { failed.yield($0) } == .success("sh"))
        for await name in failures {
            #expect(name == "false")
            break
        }
    }
}
