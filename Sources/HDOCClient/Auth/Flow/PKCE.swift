import Crypto
import FoundationEssentials

/// A proof key for code exchange (RFC 7636) with the method S256. Each sign-in attempt creates a new one.
struct PKCE: Sendable {
    /// The code verifier: 256 random bits as 43 characters.
    let verifier: Secret
    /// The code challenge: the SHA-256 hash of the verifier, in URL-safe Base64.
    let challenge: String

    init() { self.init(verifier: RandomText.make()) }

    init(verifier: String) {
        self.verifier = Secret(verifier)
        challenge = Data(SHA256.hash(data: Data(verifier.utf8))).base64URL
    }
}

/// The random values that bind the provider's response to one sign-in attempt.
struct SignInSecrets: Sendable {
    let pkce = PKCE()
    /// `state` and `nonce` have 256 random bits each.
    let state = RandomText.make()
    let nonce = RandomText.make()

    /// Compares two texts in constant time, by comparing their hashes.
    static func matches(_ left: String, _ right: String) -> Bool {
        SHA256.hash(data: Data(left.utf8)) == SHA256.hash(data: Data(right.utf8))
    }
}

/// Creates unpredictable texts.
enum RandomText {
    /// 32 bytes from the system's secure random generator, as 43 URL-safe characters.
    static func make() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64URL }
    }
}

extension Data {
    /// Base64 with the URL-safe alphabet and without padding (RFC 4648, section 5).
    var base64URL: String {
        let text = base64EncodedString().map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
        return String(text.prefix { $0 != "=" })
    }

    init?(base64URL text: some StringProtocol) {
        guard !text.contains(where: { $0 == "+" || $0 == "/" || $0 == "=" }) else { return nil }
        let standard = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        self.init(base64Encoded: String(standard) + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4))
    }
}
