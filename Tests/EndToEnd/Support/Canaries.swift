import Foundation

/// The tokens of a signed-in session. Tests search for them in every place that must not contain a token.
struct Canaries: Decodable {
    private struct Live: Decodable { let idToken, accessToken, refreshToken: String }
    private let live: Live

    init(of world: World) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: world.path(Self.store))))
    }

    /// The token store, the only file that may contain tokens.
    static let store = "state/hdoc/dev.tokens.json"

    /// The whole tokens, and the payloads and signatures of the signed ones: a log must not contain a part of a token either.
    var texts: [String] {
        [live.idToken, live.accessToken, live.refreshToken].flatMap { [$0] + $0.split(separator: ".").dropFirst().map(String.init) }
            .filter { $0.count >= 16 }
    }
}
