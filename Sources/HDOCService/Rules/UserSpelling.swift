import HDOCModels

/// One of the two spellings of a user's attributes: the contract's, or the older one.
package enum UserSpelling: Sendable {
    case current, older

    /// The name of the attribute that identifies a user.
    package var handle: String { self == .older ? "githubProfile" : "github_username" }

    /// The name of another attribute in this spelling. An attribute without an older name has the same name in both.
    package subscript(_ contractName: String) -> String {
        guard self == .older else { return contractName }
        return Journeyer.attributes.first { $0.name == contractName }?.olderName ?? contractName
    }
}
