import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct DoctorCommand: HdocCommand {
    static let configuration = CommandConfiguration.hdoc(
        .doctor, abstract: "Check network, clock, sign-in, files and terminal, and say what to do.",
        discussion: """
            Exits with 1 if a check is bad, which means that something needs doing. The output contains no secrets, so you can paste
            it into a report.
            """)

    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let findings = await Doctor(context: context, options: options).examine()
        let bad = findings.filter { $0.state == .bad }
        if format.json {
            context.console.json(.object(["version": .string(Version.current), "checks": .array(findings.map(\.json))]))
        } else {
            context.console.table(Self.table(findings, forPeople: context.console.outputIsTerminal))
        }
        guard !bad.isEmpty else { return .done }
        context.console.say("\(Amounts.count(bad.count, "check")) failed: \(bad.map(\.name).joined(separator: ", ")).")
        return .failed
    }

    /// For people, the fix is on the line below its finding. For programs, it is the last column.
    private static func table(_ findings: [DoctorFinding], forPeople: Bool) -> TextTable {
        let columns = [TextTable.Column.fixed("CHECK"), .fixed("STATE"), .fixed("DETAIL")]
        guard forPeople else {
            return TextTable(columns + [.fixed("FIX")], rows: findings.map { [$0.name, $0.state.rawValue, $0.detail, $0.fix ?? "-"] })
        }
        return TextTable(
            columns,
            rows: findings.flatMap { finding in
                [[finding.name, finding.state.rawValue, finding.detail]] + (finding.fix.map { [["", "", "→ \($0)"]] } ?? [])
            })
    }
}
