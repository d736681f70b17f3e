/// The community's three article templates. The raw value is the name in the API contract.
public enum ArticleTemplate: String, Sendable, CaseIterable {
    /// Two sections: cloud research and social proof.
    case micro
    /// Four sections: those of `micro`, and before them an introduction and a use case.
    case short
    /// All eight sections, including steps for the reader to try.
    case long

    /// The headings of the template's sections, in order.
    public var headings: [String] {
        switch self {
        case .micro: ["Cloud Research", "Social Proof"]
        case .short: ["Introduction", "Use Case", "Cloud Research", "Social Proof"]
        case .long:
            [
                "Introduction", "Prerequisite", "Use Case", "Cloud Research", "Try yourself", "☁️ Cloud Outcome",
                "Next Steps", "Social Proof",
            ]
        }
    }

    /// The Markdown text that a new entry starts with: the headings, without text between them.
    public var skeleton: String {
        headings.map { heading in
            heading == "Try yourself" ? "## \(heading)\n\n### Step 1\n\n### Step 2\n" : "## \(heading)\n\n"
        }.joined(separator: "\n")
    }
}
