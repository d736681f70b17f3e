import TerminalKit
import HDOCClient

/// What the first run says.
package enum GuideText {
    package static let welcome =
        "hdoc is the #100DaysOfCloud community in your terminal: your journey, everybody's days, and what they wrote."
    package static let nothing = "No stage is configured yet: hdoc does not know which backend to ask. How do you want to begin?"

    package static let choices: [(title: String, what: String)] = [
        ("Try the demo", "A sample community on this machine; nothing leaves it."),
        ("Add a stage", "Its address, and what signing in there needs."),
        ("Import a stage", "From what the AWS command line prints about its stack."),
        ("Leave", "Nothing is changed."),
    ]

    package static let stageFields = ["Name", "Address of its API", "Issuer", "Client id", "Your GitHub username"]
    package static let stageHelp =
        "Issuer and client id are for signing in, the username is asked later if you leave it out. "
        + "The same by command: hdoc stage add NAME --api URL"

    package static let importFields = ["File"]
    package static let importHelp =
        "Make the file with: aws cloudformation describe-stacks >stacks.json. "
        + "Or without a file: aws cloudformation describe-stacks | hdoc stage import"

    /// For `--linear`.
    package static let linear = [
        "demo: try hdoc on a sample community on this machine.",
        "add NAME URL: add a stage by the address of its API.",
        "import FILE: make a stage from what `aws cloudformation describe-stacks` printed into that file.",
        "quit, or q: leave.",
    ]
}
