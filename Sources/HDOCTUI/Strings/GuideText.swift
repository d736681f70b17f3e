import HDOCClient

/// The texts of the guide that opens when no stage is configured.
package enum GuideText {
    package static let welcome =
        "hdoc shows the #100DaysOfCloud community in your terminal: your own journey, all journeyers and their articles."
    package static let nothing = "No stage (backend) is configured yet. How do you want to start?"

    package static let choices: [(title: String, what: String)] = [
        ("Try the demo", "A sample community on this machine. Nothing is sent to the network."),
        ("Add a stage", "Enter its address and, for sign-in, its issuer and client id."),
        ("Import a stage", "Read the output of the AWS command line for its stack."),
        ("Quit", "Change nothing."),
    ]

    package static let stageFields = ["Name", "Address of its API", "Issuer", "Client id", "Your GitHub username"]
    package static let stageHelp =
        "Issuer and client id are needed for sign-in. hdoc asks for the username later if you leave it empty. "
        + "The equivalent command: hdoc stage add NAME --api URL"

    package static let importFields = ["File"]
    package static let importHelp =
        "Create the file with: aws cloudformation describe-stacks >stacks.json. "
        + "Without a file: aws cloudformation describe-stacks | hdoc stage import"

    /// For `--linear`.
    package static let linear = [
        "demo: try hdoc with a sample community on this machine.",
        "add NAME URL: add a stage by the address of its API.",
        "import FILE: create a stage from the output of `aws cloudformation describe-stacks` in that file.",
        "quit, or q: quit hdoc.",
    ]
}
