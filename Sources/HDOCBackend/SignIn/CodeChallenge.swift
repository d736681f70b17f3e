/// Checks challenges and verifiers of Proof Key for Code Exchange (RFC 7636). Only the method S256 is supported.
enum CodeChallenge {
    /// Whether a text has the form of a challenge: 32 bytes in base64url.
    static func isChallenge(_ text: String) -> Bool { text.utf8.count == 43 && text.utf8.allSatisfy(isUnreserved) }

    static func isVerifier(_ text: String) -> Bool {
        (43...128).contains(text.utf8.count) && text.utf8.allSatisfy(isUnreserved)
    }

    static func matches(verifier: String, challenge: String) -> Bool {
        isVerifier(verifier) && Secrets.equal(Secrets.fingerprint(verifier).utf8, challenge.utf8)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
