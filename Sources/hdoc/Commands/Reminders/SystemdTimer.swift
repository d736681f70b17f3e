import FoundationEssentials
import Glibc
import HDOCClient
import HDOCModels

/// A reminder as a timer of the systemd user session.
struct SystemdTimer {
    private let schedule: ReminderSchedule

    init(_ schedule: ReminderSchedule) { self.schedule = schedule }

    private var environment: [String: String] { schedule.context.environment }
    private var timer: String { schedule.name + ".timer" }

    /// The directory for units of this user.
    private var directory: String {
        let configuration = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (configuration ?? (Paths.home(environment) ?? "/") + "/.config") + "/systemd/user"
    }
    private var files: [String] { [".service", ".timer"].map { "\(directory)/\(schedule.name)\($0)" } }

    /// Installs and starts the timer. Returns false if there is no systemd user session.
    func install() async throws -> Bool {
        guard try await hasSession() else { return false }
        for (path, text) in zip(files, [service, timerUnit]) { try write(text, to: path) }
        try await systemctl("daemon-reload")
        try await systemctl("enable", timer)
        try await systemctl("restart", timer)
        return true
    }

    /// Stops the timer and removes its files. Returns false if there is none.
    func remove() async throws -> Bool {
        guard files.contains(where: { FileInfo($0) != nil }) else { return false }
        let isRunning = try await hasSession()
        if isRunning { try await systemctl("disable", "--now", timer) }
        for path in files where unlink(path) != 0 && errno != ENOENT { throw StoreError(FileError(path, errno: errno)) }
        if isRunning { try await systemctl("daemon-reload") }
        // Only directories that are empty now are removed.
        for path in [directory + "/timers.target.wants", directory, String(directory.dropLast("/user".count))] where rmdir(path) != 0 {
            break
        }
        return true
    }

    private func hasSession() async throws -> Bool {
        guard CapturedProgram.path(of: "systemctl", environment) != nil else { return false }
        return try await run("show-environment").status == 0
    }

    private func systemctl(_ arguments: String...) async throws {
        let outcome = try await run(arguments)
        guard outcome.status == 0 else { throw ProgramError.failed("systemctl", complaint: outcome.complaint) }
    }

    private func run(_ arguments: String...) async throws -> CapturedProgram.Outcome { try await run(arguments) }

    private func run(_ arguments: [String]) async throws -> CapturedProgram.Outcome {
        try await CapturedProgram.run(["systemctl", "--user"] + arguments, environment: environment)
    }

    private func write(_ text: String, to path: String) throws(StoreError) {
        // If the directory cannot be made, writing the file fails and names the reason.
        try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        do throws(FileError) {
            try FileReplacement.write(Array(text.utf8), to: path, mode: 0o644)
        } catch {
            throw StoreError(error)
        }
    }

    // MARK: Units

    var service: String {
        let variables = schedule.variables.map { "Environment=\(Self.quoted("\($0.name)=\($0.value)", isCommand: false))\n" }.joined()
        return """
            # Written by `hdoc remind install`; `hdoc remind remove` deletes it.
            [Unit]
            Description=Reminder of today's entry for #100DaysOfCloud

            [Service]
            Type=oneshot
            \(variables)ExecStart=\(schedule.arguments.map { Self.quoted($0, isCommand: true) }.joined(separator: " "))

            """
    }

    var timerUnit: String {
        """
        # Written by `hdoc remind install`; `hdoc remind remove` deletes it.
        [Unit]
        Description=Reminder of today's entry for #100DaysOfCloud

        [Timer]
        \(schedule.times.map { "OnCalendar=*-*-* \(ClockTime.text(minutes: $0)):00\n" }.joined())
        [Install]
        WantedBy=timers.target

        """
    }

    /// A word of a unit file. `%` begins a specifier everywhere, `$` a variable in commands.
    static func quoted(_ text: String, isCommand: Bool) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\"
            case "%": result += "%"
            case "$": if isCommand { result += "$" }
            default: break
            }
            if scalar.value < 0x20 || scalar.value == 0x7F {
                let digits = String(scalar.value, radix: 16)
                result += "\\x" + (digits.count == 1 ? "0" : "") + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
