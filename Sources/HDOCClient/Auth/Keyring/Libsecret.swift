import CSecret
import Glibc
import SafeText
import Synchronization

/// The desktop's keyring, used through libsecret. `CSecret` loads libsecret at run time, so hdoc does not link to it and runs
/// without it.
///
/// A request times out after one second. After a timeout, for example because the keyring is locked and waits for its password,
/// no request is made for ten seconds, so that screens do not freeze repeatedly.
final class Libsecret: Keyring {
    private static let timeLimit: Int32 = 1_000
    private static let pauseAfterTimeout = Duration.seconds(10)

    private let silentUntil = Mutex<ContinuousClock.Instant?>(nil)

    /// Nil if libsecret is not installed.
    init?() {
        guard hdoc_secret_available() else { return nil }
    }

    func secret(_ account: String) throws(StoreError) -> Secret? {
        var secret: UnsafeMutablePointer<CChar>?
        defer { hdoc_secret_free(secret) }
        let status = try ask { hdoc_secret_lookup(account, &secret, Self.timeLimit, &$0) }
        return status == HDOC_SECRET_OK ? secret.map { Secret(String(cString: $0)) } : nil
    }

    func keep(_ secret: Secret, _ account: String) throws(StoreError) {
        _ = try ask { hdoc_secret_store(account, "hdoc: \(account)", secret.exposed, Self.timeLimit, &$0) }
    }

    func forget(_ account: String) throws(StoreError) {
        _ = try ask { hdoc_secret_clear(account, Self.timeLimit, &$0) }
    }

    /// Makes a request, unless an earlier one timed out within the last ten seconds. Throws if the request fails; otherwise
    /// returns its status.
    private func ask(
        _ request: (inout UnsafeMutablePointer<CChar>?) -> hdoc_secret_status
    ) throws(StoreError) -> hdoc_secret_status {
        if let until = silentUntil.withLock({ $0 }), ContinuousClock.now < until {
            throw .keyring("it did not answer a moment ago")
        }
        var message: UnsafeMutablePointer<CChar>?
        defer { hdoc_secret_free_message(message) }
        let status = request(&message)
        switch status {
        case HDOC_SECRET_TIMED_OUT:
            silentUntil.withLock { $0 = .now + Self.pauseAfterTimeout }
            throw .keyring("it did not answer within a second")
        case HDOC_SECRET_FAILED:
            throw .keyring(TerminalText.line(message.map { String(cString: $0) } ?? "", limit: 200))
        default: return status
        }
    }
}

extension Libsecret {
    /// The keyring of this desktop session. Nil without libsecret, or if there is no session bus.
    static func ofDesktop(_ environment: [String: String]) -> (any Keyring)? {
        let hasBus =
            environment["DBUS_SESSION_BUS_ADDRESS"]?.isEmpty == false
            || environment["XDG_RUNTIME_DIR"].map { access("\($0)/bus", F_OK) == 0 } == true
        return hasBus ? shared : nil
    }

    /// One instance for the whole process, so that all clients respect the pause after a timeout.
    private static let shared = Libsecret()
}
