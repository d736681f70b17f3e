import FoundationEssentials
import HDOCModels
import Synchronization

// MARK: - Session and handle

extension Client {
    public func session() -> SessionStatus { keeper.status() }

    public func tokenPlace() -> TokenPlace { store.place }

    public func handle() -> String? {
        if let handle = chosenHandle.withLock({ $0 }) ?? stage.handle { return handle }
        guard case .signedIn(let identity, _, _) = keeper.status() else { return nil }
        // A claim is only a candidate. It is used if the cache has a user with that handle.
        return [identity.preferredUsername, identity.username].compactMap { $0 }.lazy
            .compactMap { try? self.cache.journeyer($0).value?.handle }.first
    }

    public func setHandle(_ handle: String) throws(ConfigurationWriteError) {
        do {
            try settings.rememberHandle(handle)
        } catch {
            let failure = ConfigurationWriteError(error, path: settings.paths.configurationFile)
            if case .refused(.invalid) = failure { throw failure }
            choose(handle)
            throw .keptInMemory(failure, wanted: ConfigurationEditor.handleLines(handle, stage: stage.name))
        }
        choose(handle)
    }

    private func choose(_ handle: String) {
        chosenHandle.withLock { $0 = handle }
        hub.fire(.session)
    }

    public func signIn(
        _ options: SignInOptions, report: @escaping @Sendable (SignInStep) -> Void
    ) async throws(ClientError) -> Identity {
        let identity = try await keeper.signIn(options, report: report)
        for name in [identity.preferredUsername, identity.username].compactMap({ $0 }) where handle() == nil {
            // The person is signed in already. If this look-up of the handle fails, they stay signed in.
            _ = try? await refresh(.journeyer(name))
        }
        hub.fire(.session)
        return identity
    }

    public func pasteBack(_ text: String) async -> Bool { await keeper.pasteBack(text) }

    public func signOut() async throws(ClientError) -> SignOutReport {
        let report = try await keeper.signOut()
        hub.fire(.session)
        return report
    }
}
