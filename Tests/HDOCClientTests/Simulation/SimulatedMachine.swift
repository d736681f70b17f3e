import Foundation
import HDOCModels
import Synchronization

@testable import HDOCBackend
@testable import HDOCClient

/// One of a participant's machines: its files, its clock, its time zone and the running hdoc.
final class SimulatedMachine {
    let network: SimulatedNetwork
    private let directory: String
    private let clock: SkewedClock
    private(set) var client: Client
    var zone = LocalZone(.gmt)

    init(directory: String, stage: SimulatedStage, seed: UInt64, time: @escaping @Sendable () -> Date) throws {
        (self.directory, clock) = (directory, SkewedClock(time))
        network = SimulatedNetwork(stage, seed: seed)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        client = try Self.client(directory, network, clock)
        network.kill.withLock { $0 = { Self.save(directory) } }
        try signIn()
    }

    var now: Date { clock.now }

    func setClock(off seconds: TimeInterval) { clock.skew.withLock { $0 = seconds } }

    /// Ends hdoc and starts it again.
    func restart() throws { client = try Self.client(directory, network, clock) }

    /// If the process was killed, continues with the files that it left.
    func recoverFromKill() throws -> Bool {
        guard network.takeKill() else { return false }
        let files = FileManager.default
        for name in Self.parts {
            try? files.removeItem(atPath: "\(directory)/\(name)")
            if files.fileExists(atPath: "\(directory)/killed/\(name)") {
                try files.moveItem(atPath: "\(directory)/killed/\(name)", toPath: "\(directory)/\(name)")
            }
        }
        try restart()
        return true
    }

    func signIn() throws {
        let token = Secret(SimulatedStage.token)
        let live = LiveTokens(
            idToken: token, accessToken: token, refreshToken: nil, idExpires: .distantFuture, accessExpires: .distantFuture)
        try tokens.save(
            StoredTokens(
                issuer: "https://issuer.test", clientID: "client", identity: Identity(subject: "subject", username: "ada"), live: live))
    }

    func signOut() throws { try tokens.remove() }

    private var tokens: FileTokenStore { FileTokenStore(path: Self.paths(directory).tokens("dev")) }

    /// The directories with what must survive: outbox, cache and tokens.
    private static let parts = ["data", "cache", "state"]

    private static func save(_ directory: String) {
        let files = FileManager.default
        try? files.removeItem(atPath: "\(directory)/killed")
        try? files.createDirectory(atPath: "\(directory)/killed", withIntermediateDirectories: true)
        for name in parts { try? files.copyItem(atPath: "\(directory)/\(name)", toPath: "\(directory)/killed/\(name)") }
    }

    private static func paths(_ directory: String) -> Paths {
        Paths(environment: [
            "HOME": directory, "XDG_CONFIG_HOME": "\(directory)/config", "XDG_CACHE_HOME": "\(directory)/cache",
            "XDG_DATA_HOME": "\(directory)/data", "XDG_STATE_HOME": "\(directory)/state",
        ])
    }

    private static func client(_ directory: String, _ network: SimulatedNetwork, _ clock: SkewedClock) throws -> Client {
        var settings = ClientSettings(
            paths: paths(directory), environment: [:], clock: { clock.now }, words: { "\($0.kind)" }, rememberHandle: { _ in })
        settings.retryDelay = { TimeInterval(min(1 << min($0, 9), 600)) }
        return try Client(stage: SimulatedStage.stage, settings: settings, transport: network)
    }
}

/// A machine's clock, which may be wrong.
private final class SkewedClock: Sendable {
    private let time: @Sendable () -> Date
    /// In seconds: how far the clock is ahead of the time.
    let skew = Mutex<TimeInterval>(0)

    init(_ time: @escaping @Sendable () -> Date) { self.time = time }

    var now: Date { time().addingTimeInterval(skew.withLock { $0 }) }
}
