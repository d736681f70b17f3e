import TerminalKit
import HDOCClient

extension ErrorDescriber {
    package func describe(_ error: AWSError) -> ErrorDescription {
        switch error {
        case .noCredentials(let file):
            ErrorDescription(
                "There are no AWS keys, neither in the environment nor under [default] in \(file)",
                "Choose a profile with --profile, or make one with `aws configure`.")
        case .noSuchProfile(let name, let nearest, let known):
            ErrorDescription(
                "There is no AWS profile “\(name)”",
                nearest.map { "Did you mean \($0)?" }
                    ?? (known.isEmpty ? "Make one with `aws configure --profile \(name)`." : "There are: \(known.joined(separator: ", ")).")
            )
        case .unsupportedProfile(let name, let key):
            ErrorDescription(
                "The AWS profile \(name) signs in by `\(key)`, and hdoc reads access keys only",
                "Export them first: `eval \"$(aws configure export-credentials --profile \(name) --format env)\"`.")
        case .incompleteProfile(let name, let missing):
            ErrorDescription("The AWS profile \(name) has no `\(missing)`", "Complete it with `aws configure --profile \(name)`.")
        case .badRegion(let region): ErrorDescription("“\(region)” is no AWS region", "Name one such as us-east-1 with --region.")
        case .badEndpoint(let text):
            ErrorDescription("AWS_ENDPOINT_URL: “\(text)” cannot be used", "It must be https, or http on this machine.")
        case .badCredentials(let profile):
            ErrorDescription("The AWS keys \(source(profile)) hold characters that no key has", "Copy them again.")
        case .profileIsTarget(let name):
            ErrorDescription("The profile \(name) is the one that is written", "Name the profile of your long-lived keys with --profile.")
        case .badSerial(let serial):
            ErrorDescription("“\(serial)” is no MFA device", "Its serial looks like arn:aws:iam::123456789012:mfa/NAME.")
        case .badCode: ErrorDescription("An MFA code has six digits", "Enter the one that your device shows now.")
        case .noCode: ErrorDescription("There is no terminal to ask for the code at", "Give it with --code.")
        case .file(let error): describe(error)
        case .store(let error): describe(error)
        case .fileChangedMeanwhile(let file):
            ErrorDescription("\(file) was changed by somebody else just now, and left alone", "Try again.")
        case .transport(let error): ErrorDescriber(stage: "AWS", remedies: remedies).describe(error)
        case .expired(let profile):
            ErrorDescription("The AWS session \(source(profile)) has expired", "Begin a new one with `hdoc stage mfa`.")
        case .unknownKey(let profile):
            ErrorDescription(
                "AWS does not know the key id or session token \(source(profile))",
                "Check the keys, or begin a new session with `hdoc stage mfa`.")
        case .wrongSecret(let profile):
            ErrorDescription("The AWS secret \(source(profile)) does not belong to its key id", "Copy both again.")
        case .clockSkew(let seconds):
            ErrorDescription("\(clock(seconds)), and AWS refuses that", "Set it, with `timedatectl set-ntp true` for example.")
        case .accessDenied(let message):
            ErrorDescription(
                "AWS does not allow this\(message.isEmpty ? "" : ": \(message)")", "Ask for that permission, or try the profile `mfa`.")
        case .wrongCode: ErrorDescription("AWS did not accept the MFA code", "Wait for the next one, and check --serial.")
        case .needsLongLivedKeys(let profile):
            ErrorDescription(
                "The AWS keys \(source(profile)) are of a session already", "Name the profile of your long-lived keys with --profile.")
        case .throttled: ErrorDescription("AWS asks for a pause", "Try again in a minute.")
        case .refused(let code, let message, let status):
            ErrorDescription("AWS refused (\(status) \(code)\(message.isEmpty ? "" : ": \(message)"))")
        case .unreadable(let status):
            ErrorDescription("AWS answered something hdoc cannot read (\(status))", "Check AWS_ENDPOINT_URL and --region.")
        case .endlessPages:
            ErrorDescription("AWS's list of stacks does not end", "Name one in `aws cloudformation describe-stacks` and import that.")
        }
    }

    private func source(_ profile: String?) -> String { profile.map { "of the profile \($0)" } ?? "from the environment" }

    private func clock(_ seconds: Int?) -> String {
        guard let seconds else { return "This machine's clock is wrong" }
        return "This machine's clock is \(Amounts.count((abs(seconds) + 30) / 60, "minute")) \(seconds > 0 ? "ahead" : "behind")"
    }

    package func describe(_ error: StackImportError) -> ErrorDescription {
        let how = "`aws cloudformation describe-stacks` prints what is read here."
        switch error {
        case .empty: return ErrorDescription("There is nothing to import", how)
        case .notJSON: return ErrorDescription("What was given is not JSON", "Leave out --output text or table: \(how)")
        case .truncated: return ErrorDescription("The JSON ends in the middle", "Save or pipe it again, whole.")
        case .noStacks: return ErrorDescription("The JSON holds no stacks", how)
        case .noStages(let region):
            return ErrorDescription("No stack in \(region) is named like hdoc-backend-STAGE", "Try another --region or --profile.")
        case .unknownNames(let names):
            return ErrorDescription(
                "The \(names.count == 1 ? "stack" : "stacks") \(list(names)) cannot be of a stage: none is named like hdoc-backend-STAGE",
                "Name the stage with --name.")
        case .severalStages(let names):
            return ErrorDescription("Several stages are described (\(names.joined(separator: ", ")))", "Choose one with --name.")
        case .noSuchStage(let name, let nearest, let known):
            let hint =
                nearest.map { "Did you mean \($0)?" }
                ?? (known.isEmpty ? "No stack is named like hdoc-backend-STAGE." : "There are: \(known.joined(separator: ", ")).")
            return ErrorDescription("No stack of a stage “\(name)” was found", hint)
        case .noOutputs(let stage, let stacks):
            return ErrorDescription(
                "The stacks of \(stage) (\(list(stacks))) have no outputs that hdoc knows",
                "Wait until they are deployed, or add their nested stacks.")
        case .noAPI(let stage):
            return ErrorDescription("\(stage) is not configured yet, and no stack gives its APIURL", "Import hdoc-backend-\(stage) too.")
        case .conflicting(let output, let stage):
            return ErrorDescription("Two stacks of \(stage) give a different \(output)", "Import one of them.")
        case .badPoolID(let text):
            return ErrorDescription("CognitoUserPoolID: “\(text)” is no user pool", "It looks like us-east-1_AbCdEf.")
        case .badClientID(let text):
            return ErrorDescription("CognitoUserPoolClientID: “\(text)” is no client id", "It holds letters and digits only.")
        case .edit(let error): return describe(error)
        case .invalid(_, let problem):
            let description = Self.describe(problem)
            return ErrorDescription(description.what, description.remedy ?? "Correct that output, or use `hdoc stage add`.")
        }
    }

    private func list(_ names: [String]) -> String {
        names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
    }
}
