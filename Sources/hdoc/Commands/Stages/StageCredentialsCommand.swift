import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

extension StageCommand {
    struct Credentials: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List and delete the source credentials that CodeBuild keeps.",
            discussion: "The credentials belong to an AWS account and a region. Their secrets are never shown.",
            subcommands: [ListCredentials.self, DeleteCredentials.self], defaultSubcommand: ListCredentials.self)
    }

    struct ListCredentials: HdocCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the source credentials.")

        @OptionGroup var aws: AWSOptions
        @OptionGroup var format: JSONOptions

        func run(in context: CommandContext) async throws -> ExitStatus {
            let client = try aws.client(context)
            let all = try await client.sourceCredentials()
            if format.json {
                context.console.json(.array(all.map(CredentialsOutput.json)))
            } else if all.isEmpty {
                context.console.say("CodeBuild has no source credentials in \(client.access.region).")
            } else {
                context.console.table(CredentialsOutput.table(all))
            }
            return .done
        }
    }

    struct DeleteCredentials: HdocCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Delete source credentials. Builds that use them can no longer read their source.")

        @Argument(help: "The ARN, as `hdoc stage credentials list` shows it.") var arn: String

        @Flag(help: "Do not ask for confirmation.")
        var yes = false

        @OptionGroup var aws: AWSOptions
        @OptionGroup var format: JSONOptions

        func run(in context: CommandContext) async throws -> ExitStatus {
            let client = try aws.client(context)
            guard let credentials = try await client.sourceCredentials().first(where: { $0.arn == arn }) else {
                throw AWSError.noSuchCredentials(arn, region: client.access.region)
            }
            try await confirm(credentials, context)
            try await client.deleteSourceCredentials(arn)
            if format.json { context.console.json(CredentialsOutput.json(credentials)) }
            context.console.say("Deleted \(arn).")
            return .done
        }

        /// Throws `CancellationError` if the answer is not yes.
        private func confirm(_ credentials: SourceCredentials, _ context: CommandContext) async throws {
            guard !yes else { return }
            let action = "delete the source credentials \(credentials.arn)"
            guard context.input.isTerminal else { throw CommandError.needsConfirmation(action: action) }
            let kinds = [credentials.serverType, credentials.authType].compactMap { $0 }.joined(separator: ", ")
            context.console.say("To \(action)\(kinds.isEmpty ? "" : " (\(kinds))"), type yes:")
            guard await context.input.confirms() else { throw CancellationError() }
        }
    }
}

/// Source credentials as text and JSON.
private enum CredentialsOutput {
    static func table(_ all: [SourceCredentials]) -> TextTable {
        TextTable(
            [.fixed("ARN"), .fixed("SERVER"), .fixed("AUTH"), .text("RESOURCE")],
            rows: all.map { [$0.arn, $0.serverType ?? "-", $0.authType ?? "-", $0.resource ?? "-"] })
    }

    static func json(_ credentials: SourceCredentials) -> JSONValue {
        .object([
            "arn": .string(credentials.arn), "server_type": .optional(credentials.serverType),
            "auth_type": .optional(credentials.authType), "resource": .optional(credentials.resource),
        ])
    }
}
