/// The texts of the sample community: bios, titles, tags and bodies.
enum SampleTexts {
    static let bios = [
        "Ex-librarian learning the cloud, one day at a time.",
        "Network engineer. Currently lost in VPC peering.",
        "Backend developer → platform engineer, hopefully.",
        "Studying for the Solutions Architect exam between night shifts.",
        "I break IAM policies so you don't have to 🔐",
        "Coffee, Terraform, trains. ☕️🚆",
        "Après le frontend, l'infrastructure.",
        "Von der Schreinerei in die Cloud.",
        "クラウドを毎日少しずつ。",
        "每天学一点云计算 🌱",
        "매일 한 걸음씩 ☁️",
        "Aprendiendo serverless con café y paciencia.",
        "أتعلم السحابة يوما بعد يوم",
        "Mother of two, day 1 was the hardest. 👩‍👧‍👦",
        "Kubernetes at work, Raspberry Pi at home.",
        "Data person. S3 is my desk drawer.",
        "Returning after a break; the streak starts again.",
        "SRE in training. Pager-friendly.",
        "Azure by day, AWS by night, GCP on weekends.",
        "Security first, then everything else.",
        "Teacher. My pupils test my Lambda functions.",
        "Former pilot, still above the clouds ✈️",
        "I write about cost optimisation and forget to turn off instances.",
        "Linux since 2003, cloud since last Tuesday.",
    ]

    struct SampleTopic: Sendable {
        let service: String
        let tags: [String]
        let useCase: String
        let finding: String
    }

    static let topics: [SampleTopic] = [
        SampleTopic(
            service: "SQS", tags: ["aws", "sqs"], useCase: "a checkout that must not lose orders when the warehouse is down",
            finding: "A message becomes visible again when its visibility time-out ends, so the consumer has to be idempotent."),
        SampleTopic(
            service: "Lambda", tags: ["aws", "lambda", "serverless"], useCase: "thumbnails for every uploaded picture",
            finding: "Memory and CPU grow together: 1,024 MB was both faster and cheaper than 256 MB."),
        SampleTopic(
            service: "IAM", tags: ["aws", "iam", "security"], useCase: "giving an auditor read access and nothing else",
            finding: "An explicit deny always wins, whatever else allows it."),
        SampleTopic(
            service: "S3", tags: ["aws", "s3"], useCase: "keeping ten years of invoices cheaply",
            finding: "Lifecycle rules move objects to colder classes, but every move of a small object costs more than it saves."),
        SampleTopic(
            service: "DynamoDB", tags: ["aws", "dynamodb"], useCase: "a leaderboard that is read far more than it is written",
            finding: "A scan stops after 1 MB and hands over a key to go on with; forgetting that key loses data silently."),
        SampleTopic(
            service: "Cognito", tags: ["aws", "cognito", "security"], useCase: "sign-in for a small web shop",
            finding: "The hosted page saves a lot of work, and its redirect addresses are compared as whole strings."),
        SampleTopic(
            service: "CloudFormation", tags: ["aws", "cloudformation", "iac"], useCase: "three stages that must not drift apart",
            finding: "Change sets show what would be replaced before it is gone."),
        SampleTopic(
            service: "Terraform", tags: ["terraform", "iac"], useCase: "one network definition for two clouds",
            finding: "Remote state with a lock is the first thing to set up, not the last."),
        SampleTopic(
            service: "Azure Functions", tags: ["azure", "serverless"], useCase: "a nightly report by mail",
            finding: "The consumption plan sleeps; the first call of the morning pays for it."),
        SampleTopic(
            service: "Cloud Run", tags: ["gcp", "containers"], useCase: "a container that is needed twice a day",
            finding: "It scales to zero, and the bill does as well."),
        SampleTopic(
            service: "Kubernetes", tags: ["kubernetes", "containers"], useCase: "a deployment that nobody notices",
            finding: "Readiness and liveness are different questions, and mixing them up restarts healthy pods."),
        SampleTopic(
            service: "VPC", tags: ["aws", "vpc", "networking"], useCase: "a database without a way in from outside",
            finding: "Security groups remember connections; network ACLs do not."),
        SampleTopic(
            service: "GitHub Actions", tags: ["ci-cd", "github"], useCase: "deploying without long-lived keys",
            finding: "OpenID Connect trades a job's identity for credentials that live for minutes."),
        SampleTopic(
            service: "Route 53", tags: ["aws", "dns", "networking"], useCase: "moving a domain without an outage",
            finding: "Lower the TTL the day before, not the minute before."),
        SampleTopic(
            service: "CloudWatch", tags: ["aws", "monitoring"], useCase: "hearing of a fault before the users do",
            finding: "An alarm on the absence of data found more than any threshold."),
        SampleTopic(
            service: "systemd", tags: ["linux"], useCase: "a job that runs every night and says so when it did not",
            finding: "A timer with `Persistent=true` makes up for the runs a sleeping machine missed."),
        SampleTopic(
            service: "Step Functions", tags: ["aws", "serverless"], useCase: "an approval that takes days",
            finding: "Waiting costs nothing here, which makes people part of a workflow."),
    ]

    static let titles = [
        "First steps with {}", "{} in twenty minutes", "What I got wrong about {}", "{}: from console to code",
        "Cleaning up after {}", "{} and least privilege", "A small project with {}", "Debugging {}",
        "{} costs, explained to myself", "Teaching {} to a friend",
    ]

    /// A body by one of the three templates of the challenge.
    static func body(_ template: String, _ topic: SampleTopic, day: Int) -> String {
        let proof = "## Social Proof\n\n[Tweet](https://social.example/100daysofcloud/\(day))\n"
        let research = "## Cloud Research\n\n\(topic.finding)\n"
        let useCase = "## Use Case\n\nThe case in hand: \(topic.useCase).\n"
        switch template {
        case "short":
            return "## Introduction\n\nDay \(day): \(topic.service).\n\n\(useCase)\n\(research)\n\(proof)"
        case "long":
            return """
                ## Introduction

                Day \(day): **\(topic.service)**, by hand first and then as code.

                ## Prerequisite

                An account, the command line client, and an hour.

                \(useCase)
                \(research)
                ## Try yourself

                ### Step 1 — Look around

                Find `\(topic.service)` in the console and read its quotas.

                ### Step 2 — Build it

                ```sh
                hdoc log --template long --day \(day)
                ```

                ## ☁️ Cloud Outcome

                It works, and I know what it costs.

                ## Next Steps

                Do it again without looking.

                \(proof)
                """
        default: return research + "\n" + proof
        }
    }
}
