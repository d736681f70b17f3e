import HDOCModels

/// A profile that was not sent, and why.
public enum ProfileError: Error, Sendable, Equatable {
    case invalid([ProfileRules.Problem])
}

extension Client {
    public func tokenPlace() -> TokenPlace { store.place }

    public func signUp(_ profile: Profile) async throws -> Journeyer {
        let problems = ProfileRules.problems(of: profile)
        guard problems.isEmpty else { throw ProfileError.invalid(problems) }
        let created = try await api.signUp(profile, key: UUIDv7.make(at: settings.clock()))
        _ = try keep(DecodedList(elements: [created]), as: .journeyer(created.handle)) { try cache.store($0, as: $1, at: $2) }
        try setHandle(created.handle)
        return created
    }
}
