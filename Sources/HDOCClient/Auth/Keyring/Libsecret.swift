import Dispatch
import Glibc
import Synchronization

/// The desktop's keyring through libsecret, which is looked for at run time: hdoc neither links to it nor needs it.
///
/// Each question has one second. A keyring that let it pass, as a locked one does that waits for its password, is not
/// asked again for a while, so that screens do not hang on it.
final class Libsecret: Keyring {
    private static let patience = DispatchTimeInterval.seconds(1)
    private static let pause = Duration.seconds(10)

    private let library: SecretLibrary
    private let silentUntil = Mutex<ContinuousClock.Instant?>(nil)

    init?() {
        guard let library = SecretLibrary() else { return nil }
        self.library = library
    }

    func secret(_ account: String) throws(KeyringError) -> Secret? {
        try ask { library.lookup(account, $0, &$1) }
    }

    func keep(_ secret: Secret, _ account: String) throws(KeyringError) {
        try ask { library.store(secret, account, $0, &$1) }
    }

    func forget(_ account: String) throws(KeyringError) {
        try ask { library.clear(account, $0, &$1) }
    }

    private func ask<Answer>(
        _ question: (_ cancellable: OpaquePointer?, _ failure: inout KeyringError?) -> Answer
    ) throws(KeyringError) -> Answer {
        if let until = silentUntil.withLock({ $0 }), ContinuousClock.now < until {
            throw KeyringError(detail: "it did not answer a moment ago")
        }
        let start = ContinuousClock.now
        let cancellable = library.cancellable(after: Self.patience)
        var failure: KeyringError?
        let answer = question(cancellable, &failure)
        library.release(cancellable)
        guard let failure else { return answer }
        if ContinuousClock.now - start >= .milliseconds(900) {
            silentUntil.withLock { $0 = .now + Self.pause }
            throw KeyringError(detail: "it did not answer within a second")
        }
        throw failure
    }
}

extension Libsecret {
    /// Nil without libsecret, or where nothing says that there is a session bus.
    static func ofDesktop(_ environment: [String: String]) -> (any Keyring)? {
        let hasBus =
            environment["DBUS_SESSION_BUS_ADDRESS"]?.isEmpty == false
            || environment["XDG_RUNTIME_DIR"].map { access("\($0)/bus", F_OK) == 0 } == true
        return hasBus ? loaded : nil
    }
}

/// Loaded once: it stays in memory until the process ends.
private let loaded = Libsecret()
