import HDOCModels

extension Client {
    public func signUp(_ profile: SignUpProfile) async throws(ClientError) -> Journeyer {
        let problems = SignUpProfileRules.problems(of: profile)
        guard problems.isEmpty else { throw ClientError(.invalidProfile(problems), operation: .signUp) }
        let created = try await api.signUp(profile, key: UUIDv7.make(at: settings.clock()))
        do throws(ClientError) {
            _ = try keep(DecodedList(elements: [created]), as: .journeyer(created.handle))
        } catch {
            throw ClientError(error.kind, operation: .signUp)
        }
        do throws(ConfigurationWriteError) {
            try setHandle(created.handle)
        } catch {
            throw ClientError(.configuration(error), operation: .signUp)
        }
        return created
    }
}
