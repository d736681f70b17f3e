/// The community's three article templates. The raw value is the contract's name.
public enum ArticleTemplate: String, Sendable, CaseIterable {
    /// Cloud research and social proof only.
    case micro
    /// With an introduction and a use case.
    case short
    /// With all sections, among them steps to try.
    case long

    /// The headings of its sections, in order.
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

    /// The Markdown that a writer starts from.
    public var skeleton: String {
        headings.map { heading in
            heading == "Try yourself" ? "## \(heading)\n\n### Step 1\n\n### Step 2\n" : "## \(heading)\n\n"
        }.joined(separator: "\n")
    }
}
