import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

struct DoctorCommand: HdocCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check configuration, network, sign-in and outbox. The output contains no secrets.")

    @OptionGroup var options: StageOptions
    @OptionGroup var format: JSONOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let findings = await Doctor(context: context, options: options).examine()
        if format.json {
            context.console.json(
                .object([
                    "version": .string(Version.current),
                    "checks": .array(
                        findings.map { finding in
                            .object([
                                "name": .string(finding.name), "state": .string(finding.state.rawValue),
                                "detail": .string(finding.detail),
                            ])
                        }),
                ]))
        } else {
            context.console.table(
                TextTable(
                    [.fixed("CHECK"), .fixed("STATE"), .fixed("DETAIL")],
                    rows: findings.map { [$0.name, $0.state.rawValue, $0.detail] }))
        }
        return findings.contains { $0.state == .bad } ? .failed : .done
    }
}
