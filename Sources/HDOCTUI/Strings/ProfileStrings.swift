import TerminalKit
import HDOCClient
import HDOCModels

/// Profiles and what is wrong with them, in words.
package enum ProfileStrings {
    package static func label(_ field: Profile.Field) -> String {
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

    package static func sentence(_ problem: ProfileRules.Problem) -> String {
        let name = label(problem.field)
        return switch problem {
        case .missing: "\(name): it is needed."
        case .tooLong(_, let limit): "\(name): at most \(limit) characters."
        case .notAHandle(let text): "\(name): “\(text)” is none; they have 1 to 39 letters, digits and single hyphens."
        case .notATwitterName(let text): "\(name): “\(text)” is none; they have 1 to 15 letters, digits and underscores."
        case .notALink(_, let text): "\(name): “\(text)” is not a web address (https://…)."
        case .notPlain: "\(name): one line of plain text."
        }
    }
}

extension ErrorDescriber {
    package func describe(_ error: ProfileError) -> ErrorDescription {
        switch error {
        case .invalid(let problems): ErrorDescription(problems.map { ProfileStrings.sentence($0) }.joined(separator: " "))
        }
    }
}
