import Foundation

/// The tokens of a session that was signed in, to look for where none may be.
struct Canaries: Decodable {
    private struct Live: Decodable { let idToken, accessToken, refreshToken: String }
    private let live: Live

    init(of world: World) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(fileURLWithPath: world.path(Self.store))))
    }

    /// Where they are meant to be.
    static let store = "state/hdoc/dev.tokens.json"

    /// Whole tokens, and the parts of the signed ones: half a token in a log is one too many.
    var texts: [String] {
        [live.idToken, live.accessToken, live.refreshToken].flatMap { [$0] + $0.split(separator: ".").dropFirst().map(String.init) }
            .filter { $0.count >= 16 }
    }
}
