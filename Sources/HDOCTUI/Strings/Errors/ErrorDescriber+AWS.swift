import HDOCClient

extension ErrorDescriber {
    package func describe(_ error: AWSError) -> ErrorDescription {
        switch error {
        case .noCredentials(let file):
            ErrorDescription(
                "No AWS keys found in the environment or under [default] in \(file)",
                "Choose a profile with --profile, or create one with `aws configure`.")
        case .noSuchProfile(let name, let nearest, let known):
            ErrorDescription(
                "Unknown AWS profile “\(name)”",
                nearest.map { "Did you mean \($0)?" }
                    ?? (known.isEmpty
                        ? "Create one with `aws configure --profile \(name)`." : "Available: \(known.joined(separator: ", ")).")
            )
        case .unsupportedProfile(let name, let key):
            ErrorDescription(
                "The AWS profile \(name) signs in by `\(key)`; hdoc supports access keys only",
                "Export temporary keys first: `eval \"$(aws configure export-credentials --profile \(name) --format env)\"`.")
        case .incompleteProfile(let name, let missing):
            ErrorDescription("The AWS profile \(name) has no `\(missing)`", "Complete it with `aws configure --profile \(name)`.")
        case .badRegion(let region): ErrorDescription("“\(region)” is not an AWS region", "Pass a region such as us-east-1 with --region.")
        case .badEndpoint(let text):
            ErrorDescription("AWS_ENDPOINT_URL: “\(text)” cannot be used", "It must be https, or http on this machine.")
        case .badCredentials(let profile):
            ErrorDescription("The AWS keys \(source(profile)) contain invalid characters", "Copy them again.")
        case .profileIsTarget(let name):
            ErrorDescription(
                "The profile \(name) is where hdoc stores the MFA session", "Pass the profile of your long-lived keys with --profile.")
        case .badSerial(let serial):
            ErrorDescription("“\(serial)” is not the serial of an MFA device", "A serial looks like arn:aws:iam::123456789012:mfa/NAME.")
        case .badCode: ErrorDescription("An MFA code has six digits", "Enter the code that your device shows now.")
        case .noCode: ErrorDescription("No MFA code was given, and there is no terminal to ask for one", "Pass it with --code.")
        case .file(let error): describe(error)
        case .store(let error): describe(error)
        case .fileChangedMeanwhile(let file):
            ErrorDescription("\(file) was changed by another program while hdoc edited it; hdoc left it unchanged", "Try again.")
        case .transport(let error): ErrorDescriber(stage: "AWS", remedies: remedies).describe(error)
        case .expired(let profile):
            ErrorDescription("The AWS session \(source(profile)) has expired", "Start a new session with `hdoc stage mfa`.")
        case .unknownKey(let profile):
            ErrorDescription(
                "AWS does not know the key id or session token \(source(profile))",
                "Check the keys, or start a new session with `hdoc stage mfa`.")
        case .wrongSecret(let profile):
            ErrorDescription("The AWS secret \(source(profile)) does not match its key id", "Copy the key id and the secret again.")
        case .clockSkew(let seconds):
            ErrorDescription(
                "\(clock(seconds)), so AWS rejects the request", "Correct the clock, for example with `timedatectl set-ntp true`.")
        case .accessDenied(let message):
            ErrorDescription(
                "AWS does not allow this\(message.isEmpty ? "" : ": \(message)")", "Ask for the permission, or use the profile `mfa`.")
        case .wrongCode: ErrorDescription("AWS did not accept the MFA code", "Wait for the next code, and check --serial.")
        case .needsLongLivedKeys(let profile):
            ErrorDescription(
                "The AWS keys \(source(profile)) already belong to a session", "Pass the profile of your long-lived keys with --profile.")
        case .noPipelineStack(let stack, let region):
            ErrorDescription(
                "No pipeline found: CloudFormation has no stack \(stack) in \(region)",
                "Create it from deploy/pipeline.yml, or name another pipeline with --name. Try another --region or --profile.")
        case .noPipelineOutput(let stack):
            ErrorDescription(
                "The stack \(stack) has no output Pipeline", "Update it from deploy/pipeline.yml, or name the pipeline with --name.")
        case .noSuchPipeline(let name, let region):
            ErrorDescription("CodePipeline has no pipeline “\(name)” in \(region)", "Check the name, --region and --profile.")
        case .noSuchCredentials(let arn, let region):
            ErrorDescription(
                "CodeBuild has no source credentials “\(arn)” in \(region)", "List them with `hdoc stage credentials list`.")
        case .throttled: ErrorDescription("AWS limits the request rate", "Try again in a minute.")
        case .refused(let code, let message, let status):
            ErrorDescription("AWS rejected the request (\(status) \(code)\(message.isEmpty ? "" : ": \(message)"))")
        case .unreadable(let status):
            ErrorDescription("The response of AWS could not be decoded (status \(status))", "Check AWS_ENDPOINT_URL and --region.")
        case .endlessPages:
            ErrorDescription(
                "The list of stacks from AWS did not end after the largest number of pages that hdoc reads",
                "Import one stack: `aws cloudformation describe-stacks --stack-name NAME | hdoc stage import`.")
        }
    }

    private func source(_ profile: String?) -> String { profile.map { "of the profile \($0)" } ?? "from the environment" }

    private func clock(_ seconds: Int?) -> String {
        guard let seconds else { return "This machine's clock is wrong" }
        return "This machine's clock is \(Amounts.count((abs(seconds) + 30) / 60, "minute")) \(seconds > 0 ? "ahead" : "behind")"
    }

    package func describe(_ error: StackImportError) -> ErrorDescription {
        let how = "Pipe in the output of `aws cloudformation describe-stacks`."
        switch error {
        case .empty: return ErrorDescription("The input is empty", how)
        case .notJSON: return ErrorDescription("The input is not JSON", "Do not use --output text or table. \(how)")
        case .truncated: return ErrorDescription("The JSON is incomplete", "Save or pipe the complete output.")
        case .noStacks: return ErrorDescription("The JSON contains no stacks", how)
        case .noStages(let region):
            return ErrorDescription("No stack in \(region) has a name like hdoc-backend-STAGE", "Try another --region or --profile.")
        case .unknownNames(let names):
            return ErrorDescription(
                "The \(names.count == 1 ? "stack" : "stacks") \(list(names)) cannot be assigned to a stage:"
                    + " none has a name like hdoc-backend-STAGE",
                "Name the stage with --name.")
        case .severalStages(let names):
            return ErrorDescription("The input describes several stages (\(names.joined(separator: ", ")))", "Choose one with --name.")
        case .noSuchStage(let name, let nearest, let known):
            let hint =
                nearest.map { "Did you mean \($0)?" }
                ?? (known.isEmpty ? "No stack has a name like hdoc-backend-STAGE." : "Available: \(known.joined(separator: ", ")).")
            return ErrorDescription("No stack of the stage “\(name)” was found", hint)
        case .noOutputs(let stage, let stacks):
            return ErrorDescription(
                "The stacks of \(stage) (\(list(stacks))) have no outputs that hdoc can use",
                "Wait until the stacks are deployed, or include their nested stacks.")
        case .noAPI(let stage):
            return ErrorDescription(
                "\(stage) is not configured yet, and no stack has the output APIURL", "Import hdoc-backend-\(stage) too.")
        case .conflicting(let output, let stage):
            return ErrorDescription("Two stacks of \(stage) have different values of \(output)", "Import one of them.")
        case .badPoolID(let text):
            return ErrorDescription("CognitoUserPoolID: “\(text)” is not a user pool id", "An id looks like us-east-1_AbCdEf.")
        case .badClientID(let text):
            return ErrorDescription("CognitoUserPoolClientID: “\(text)” is not a client id", "A client id has only letters and digits.")
        case .edit(let error): return describe(error)
        case .invalid(_, let problem):
            let description = Self.describe(problem)
            return ErrorDescription(description.what, description.remedy ?? "Correct the stack's output, or use `hdoc stage add`.")
        }
    }

    private func list(_ names: [String]) -> String {
        names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
    }
}
