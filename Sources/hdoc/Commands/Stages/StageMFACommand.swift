import ArgumentParser
import HDOCClient
import HDOCModels

extension StageCommand {
    struct MFA: HdocCommand {
        /// The profile that stores the session, as in the maintainers' guide.
        static let target = "mfa"

        static let configuration = CommandConfiguration(
            commandName: "mfa", abstract: "Start an AWS session with an MFA code and save it as the profile mfa.")

        @Option(help: ArgumentHelp("The MFA device: arn:aws:iam::123456789012:mfa/NAME.", valueName: "arn"))
        var serial: String

        @Option(help: ArgumentHelp("The current code (default: hdoc asks for it).", valueName: "123456"))
        var code: String?

        @OptionGroup var aws: AWSOptions
        @OptionGroup var format: JSONOptions

        func run(in context: CommandContext) async throws -> ExitStatus {
            if aws.profile == Self.target { throw AWSError.profileIsTarget(Self.target) }
            let client = try aws.client(context)
            let file = try AWSCredentialsFile(environment: context.environment)
            let session = try await client.session(serial: serial, code: try await enteredCode(context))
            try file.write(session, as: Self.target)
            let until = Timestamp.format(session.expiration)
            if format.json {
                context.console.json(
                    .object([
                        "profile": .string(Self.target), "file": .string(file.path), "expires_at": .string(until),
                    ]))
            }
            context.console.say("The AWS profile \(Self.target) is valid until \(until). Saved in \(file.path).")
            return .done
        }

        private func enteredCode(_ context: CommandContext) async throws -> String {
            if let code { return code }
            guard context.input.isTerminal else { throw AWSError.noCode }
            context.console.say("Enter the MFA code of \(serial):")
            guard let line = await context.input.readLine() else { throw CancellationError() }
            return String(line.filter { !$0.isWhitespace })
        }
    }
}
