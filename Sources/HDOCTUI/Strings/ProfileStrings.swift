import HDOCClient
import HDOCModels

/// Texts about profiles and their problems.
package enum ProfileStrings {
    package static func label(_ field: SignUpField) -> String {
        switch field {
        case .handle: "GitHub username"
        case .fullName: "Full name"
        case .bio: "Bio"
        case .twitterUsername: "Twitter username"
        case .linkedinProfile: "LinkedIn profile"
        case .githubJourneyURL: "Journey repository"
        case .personalBlogURL: "Personal blog"
        }
    }

    package static func sentence(_ problem: SignUpProblem) -> String {
        let name = label(problem.field)
        return switch problem {
        case .missing: "\(name): required."
        case .tooLong(_, let limit): "\(name): at most \(limit) characters."
        case .notAHandle(let text): "\(name): “\(text)” is not a GitHub username (1 to 39 letters, digits and single hyphens)."
        case .notATwitterName(let text): "\(name): “\(text)” is not a Twitter username (1 to 15 letters, digits and underscores)."
        case .notALink(_, let text): "\(name): “\(text)” is not a web address (https://…)."
        case .notPlain: "\(name): must be one line of plain text."
        }
    }
}
