import HDOCClient
import HDOCModels

/// A reminder as lines in the user's crontab, one for each time. All other lines stay as they are.
struct CrontabLine {
    private let schedule: ReminderSchedule

    init(_ schedule: ReminderSchedule) { self.schedule = schedule }

    /// What the lines of this reminder end with. The shell ignores it.
    private var mark: String { " # hdoc remind \(schedule.stage)" }

    func install() async throws {
        let others = try await lines().filter { !$0.hasSuffix(mark) }
        try await store(others + schedule.times.map(line))
    }

    /// Returns false if there is no line, or no crontab that this user may read.
    func remove() async throws -> Bool {
        guard CapturedProgram.path(of: "crontab", schedule.context.environment) != nil else { return false }
        guard let all = try? await lines() else { return false }
        let others = all.filter { !$0.hasSuffix(mark) }
        guard others.count < all.count else { return false }
        try await store(others)
        return true
    }

    /// The lines of the crontab; none if there is no crontab.
    private func lines() async throws -> [String] {
        let outcome = try await crontab(["-l"])
        if outcome.status != 0 {
            guard outcome.complaint.lowercased().contains("no crontab") else {
                throw ProgramError.failed("crontab", complaint: outcome.complaint)
            }
            return []
        }
        guard let text = String(validating: outcome.output, as: UTF8.self) else {
            throw ProgramError.failed("crontab", complaint: "the crontab is not UTF-8 text")
        }
        var lines = text.split(atByte: "\n", keepingEmptyParts: true).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private func store(_ lines: [String]) async throws {
        let outcome =
            lines.isEmpty
            ? try await crontab(["-r"]) : try await crontab(["-"], input: lines.map { $0 + "\n" }.joined())
        guard outcome.status == 0 else { throw ProgramError.failed("crontab", complaint: outcome.complaint) }
    }

    private func crontab(_ arguments: [String], input: String = "") async throws -> CapturedProgram.Outcome {
        try await CapturedProgram.run(["crontab"] + arguments, input: Array(input.utf8), environment: schedule.context.environment)
    }

    func line(minutes: Int) -> String {
        let variables = schedule.variables.map { "\($0.name)=\(Self.quoted($0.value)) " }.joined()
        let command = variables + schedule.arguments.map(Self.quoted).joined(separator: " ")
        // A `%` is a line break in a crontab.
        return "\(minutes % 60) \(minutes / 60) * * * " + command.replacing("%", with: "\\%") + mark
    }

    /// A word for the shell.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { ASCII.isLetterOrDigit($0) || "/._-".utf8.contains($0) }
        return isPlain && !text.isEmpty ? text : ShellWord.quoted(text)
    }
}
