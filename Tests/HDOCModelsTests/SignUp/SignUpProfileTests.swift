import HDOCModels
import Testing

@Suite("Sign-up profiles")
struct ProfileTests {
    private func profile(_ changes: [SignUpField: String]) -> SignUpProfile {
        var profile = SignUpProfile(handle: "ada")
        for (field, text) in changes { profile[field] = text }
        return profile
    }

    @Test func `a profile is sent with the contract's names, without empty fields, outer spaces and @ signs`() {
        let said = profile([.handle: " @ada ", .fullName: " Ada Okafor ", .bio: "", .twitterUsername: "@ada_cloud"])
        #expect(
            said.json
                == .object([
                    "github_username": .string("ada"), "full_name": .string("Ada Okafor"), "twitter_username": .string("ada_cloud"),
                ]))
        #expect(said.journeyer.handle == "ada" && said.journeyer.fullName == "Ada Okafor")
        #expect(
            SignUpField.allCases.map(\.rawValue) == [
                "github_username", "full_name", "bio", "twitter_username", "linkedin_profile", "github_journey_url", "personal_blog_url",
            ])
    }

    @Test func `a profile with only a handle and a complete profile are valid`() {
        #expect(SignUpProfileRules.problems(of: SignUpProfile(handle: "a-b1")).isEmpty)
        #expect(
            SignUpProfileRules.problems(
                of: profile([
                    .fullName: "李子涵", .bio: "Clouds & queues", .twitterUsername: "ada_1",
                    .linkedinProfile: "https://www.linkedin.com/in/ada/",
                    .githubJourneyURL: "https://github.com/ada/100DaysOfCloud", .personalBlogURL: "http://ada.example",
                ])
            ).isEmpty)
        #expect(SignUpProfileRules.problems(of: profile([.linkedinProfile: "ada-okafor"])).isEmpty)
    }

    @Test(arguments: [
        (SignUpField.handle, ""), (.handle, "-ada"), (.handle, "ada-"), (.handle, "a--b"), (.handle, "a b"), (.handle, "ädä"),
        (.handle, String(repeating: "a", count: 40)), (.fullName, "a\u{1B}[2Jb"), (.bio, "a\nb"),
        (.bio, String(repeating: "a", count: 1001)),
        (.twitterUsername, "too-many-hyphens"), (.twitterUsername, "sixteen_letters_"), (.linkedinProfile, "javascript:alert(1)"),
        (.linkedinProfile, "two words"), (.githubJourneyURL, "github.com/ada"), (.githubJourneyURL, "file:///etc/passwd"),
        (.personalBlogURL, "https://-x"), (.personalBlogURL, "ftp://a.example"),
    ])
    func `an invalid field is reported by its name`(field: SignUpField, text: String) {
        #expect(SignUpProfileRules.problems(of: profile([field: text])).map(\.field) == [field])
    }
}
