import Foundation
import HDOCClient
import HDOCModels
import TestKit
import Testing

@testable import HDOCTUI
@testable import TerminalKit
@testable import hdoc

/// Uses programs named systemctl, crontab and notify-send that record their calls and fail on calls that they do not expect.
@Suite("hdoc remind", .timeLimit(.hang))
final class RemindCommandTests {
    private let world: CommandWorld
    private let directory: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/hdoc-remind-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        directory = folder
        world = try CommandWorld(environment: ["PATH": folder + ":/usr/bin:/bin", "XDG_CONFIG_HOME": folder + "/config"])
        // The machine's own programs must not be found.
        for name in ["systemctl", "crontab", "notify-send"] { try program(name, "echo unavailable >&2; exit 1") }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    private func program(_ name: String, _ script: String) throws {
        let path = "\(directory)/\(name)"
        try Data("#!/bin/sh\ncd '\(directory)' || exit 9\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, 0o755)
    }

    private func systemctl() throws {
        try program(
            "systemctl",
            """
            echo "$*" >>calls
            case "$*" in
            '--user show-environment' | '--user daemon-reload') ;;
            '--user enable hdoc-remind-dev.timer')
                mkdir -p config/systemd/user/timers.target.wants
                ln -s ../hdoc-remind-dev.timer config/systemd/user/timers.target.wants/ ;;
            '--user restart hdoc-remind-dev.timer') test -f config/systemd/user/hdoc-remind-dev.service ;;
            '--user disable --now hdoc-remind-dev.timer') rm config/systemd/user/timers.target.wants/hdoc-remind-dev.timer ;;
            *) echo "unexpected: $*" >&2; exit 1 ;;
            esac
            """)
    }

    private func crontab() throws {
        try program(
            "crontab",
            """
            case "$*" in
            -l) if [ -f table ]; then cat table; else echo 'no crontab for ada' >&2; exit 1; fi ;;
            -) cat >table ;;
            -r) rm table ;;
            *) echo "unexpected: $*" >&2; exit 1 ;;
            esac
            """)
    }

    private func contents(_ name: String) -> String? { try? String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8) }

    @Test func `install writes a systemd user timer, and remove leaves nothing`() async throws {
        try systemctl()
        let run = try await world.run("remind", "install", "--at", "21:30", "--at", "9:05")
        #expect(run.status == .done && run.err.hasPrefix("hdoc reminds you at 09:05, 21:30"), "\(run)")
        let timer = try #require(contents("config/systemd/user/hdoc-remind-dev.timer"))
        #expect(timer.contains("OnCalendar=*-*-* 09:05:00\nOnCalendar=*-*-* 21:30:00\n") && timer.contains("WantedBy=timers.target"))
        let service = try #require(contents("config/systemd/user/hdoc-remind-dev.service"))
        #expect(
            service.contains(#""remind" "now" "--stage" "dev""#)
                && service.contains(#"Environment="HDOC_CONFIG=\#(world.directory)/config.toml""#))
        #expect(try await world.run("remind", "remove").err == "The reminder is removed.\n")
        #expect(!FileManager.default.fileExists(atPath: "\(directory)/config/systemd"))
        #expect(
            contents("calls") == """
                --user show-environment
                --user daemon-reload
                --user enable hdoc-remind-dev.timer
                --user restart hdoc-remind-dev.timer
                --user show-environment
                --user disable --now hdoc-remind-dev.timer
                --user daemon-reload

                """)
        #expect(try await world.run("remind", "remove").err == "There is no reminder for dev.\n")
    }

    @Test func `the units are valid for systemd`() async throws {
        guard FileInfo.isProgram("/usr/bin/systemd-analyze") else { return }
        try systemctl()
        _ = try await world.run("remind", "install")
        let units = "\(directory)/config/systemd/user"
        let run = try Program.run(
            URL(fileURLWithPath: "/usr/bin/systemd-analyze"), ["verify", "--user", "--man=no", "\(units)/hdoc-remind-dev.timer"],
            environment: ["HOME": directory, "XDG_RUNTIME_DIR": directory, "PATH": "/usr/bin:/bin"])
        #expect(!run.errors.contains("hdoc-remind"), "\(run.errors)")
    }

    @Test func `without a systemd user session, install adds a line to the crontab, and remove restores it`() async throws {
        try crontab()
        let before = "# mine\nMAILTO=ada\n\n0 1 * * * backup # hdoc remind other\n"
        try Data(before.utf8).write(to: URL(fileURLWithPath: "\(directory)/table"))
        #expect(try await world.run("remind", "install").err.hasSuffix("a line in your crontab.\n"))
        let line = try #require(contents("table")).dropFirst(before.count)
        #expect(line.hasPrefix("0 20 * * * HDOC_CONFIG=") && line.hasSuffix(" remind now --stage dev # hdoc remind dev\n"), "\(line)")
        _ = try await world.run("remind", "install", "--at", "22:00")
        #expect(contents("table")?.components(separatedBy: "# hdoc remind dev").count == 2, "installing again replaces the line")
        #expect(try await world.run("remind", "remove").err == "The reminder is removed.\n")
        #expect(contents("table") == before)
        try FileManager.default.removeItem(atPath: "\(directory)/table")
        _ = try await world.run("remind", "install")
        _ = try await world.run("remind", "remove")
        #expect(contents("table") == nil, "no empty crontab is left")
    }

    @Test func `a stage whose days end late reminds late`() async throws {
        try crontab()
        try world.configure(world.configuration + "day_ends = \"04:30\"\n")
        _ = try await world.run("remind", "install")
        #expect(contents("table")?.hasPrefix("30 0 * * * ") == true)
    }

    @Test func `failures of the programs are reported`() async throws {
        #expect(try await world.run("remind", "install").err == "hdoc: The program crontab failed: unavailable.\n")
        try program("systemctl", "case \"$*\" in *show*) ;; *) echo refused >&2; exit 1 ;; esac")
        #expect(try await world.run("remind", "install").err == "hdoc: The program systemctl failed: refused.\n")
        let bare = try CommandWorld(environment: ["PATH": "/nonexistent"])
        #expect(try await bare.run("remind", "install").err.hasPrefix("hdoc: The program crontab is not installed."))
        #expect(try await world.run("remind", "install", "--at", "25:00").status == .usage)
    }

    @Test func `now shows a notice with notify-send, and prints it where there is none`() async throws {
        try program("notify-send", #"for word; do printf '%s|' "$word"; done >notice"#)
        let run = try await world.run("remind", "now")
        #expect(run.status == .done && run.out == "" && run.err == "")
        #expect(contents("notice") == "--app-name=hdoc|--|Day 1 of #100DaysOfCloud is not written yet|11 h left.|")
        try program("notify-send", "exit 1")
        #expect(try await world.run("remind", "now").out == "Day 1 of #100DaysOfCloud is not written yet. 11 h left.\n")
    }

    @Test(arguments: [
        ("9", "\u{1B}]9;Day 1 of #100DaysOfCloud is not written yet. 11 h left.\u{1B}\\"),
        (
            "99",
            "\u{1B}]99;i=hdoc:d=0;Day 1 of #100DaysOfCloud is not written yet\u{1B}\\\u{1B}]99;i=hdoc:d=1:p=body;11 h left.\u{1B}\\"
        ),
        ("777", "\u{1B}]777;notify;Day 1 of #100DaysOfCloud is not written yet;11 h left.\u{1B}\\"),
    ])
    func `now can notify through the terminal`(number: String, sequence: String) async throws {
        #expect(try await world.run("remind", "now", "--osc", number).out == sequence)
        let tmux = try CommandWorld(environment: ["TMUX": "x"])
        #expect(
            try await tmux.run("remind", "now", "--osc", number).out
                == "\u{1B}Ptmux;" + sequence.replacing("\u{1B}", with: "\u{1B}\u{1B}") + "\u{1B}\\")
        #expect(try await world.run("remind", "now", "--osc", "8").status == .usage)
    }

    @Test func `now is silent once today is queued`() async throws {
        let machine = try await Machine(at: "2026-11-23T12:00:00Z", zone: "UTC")
        await machine.stopBackend()
        #expect(await machine.hdoc("remind", "now", "--osc", "9").out.contains("Day 1 of"))
        #expect(await machine.hdoc("log", "--draft", "Draft").status == .done)
        #expect(await machine.hdoc("remind", "now", "--osc", "9").out.contains("Day 1 of"), "a draft is no entry yet")
        #expect(await machine.hdoc("log", "Queued", "--offline", "--yes").status == .kept)
        let run = await machine.hdoc("remind", "now", "--osc", "9")
        #expect(run.status == .done && run.out == "" && run.err == "")
        machine.advance(12 * 3600)
        #expect(await machine.hdoc("remind", "now", "--osc", "9").out.contains("Your streak of 1 day is at risk."))
    }

    @Test func `words of units and crontabs are quoted`() {
        #expect(SystemdTimer.quoted(#"a "b" \ 50% $HOME"#, isCommand: true) == #""a \"b\" \\ 50%% $$HOME""#)
        #expect(SystemdTimer.quoted("$a\n", isCommand: false) == #""$a\x0a""#)
    }
}
