import Crypto
import CryptoExtras
import FoundationEssentials

/// Makes, hashes and compares random values.
enum Secrets {
    /// 256 random bits in base64url, for codes, tokens and cookies.
    static func token() -> String { base64URL(randomBytes(32)) }

    static func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// A hash that is stored in place of a token, so that the database holds no usable token.
    static func fingerprint(_ token: String) -> String { base64URL(SHA256.hash(data: Array(token.utf8))) }

    static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
        String(
            Data(bytes).base64EncodedString().compactMap { character -> Character? in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }

    /// Compares in a time that depends only on the lengths.
    static func equal(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// A password that is easy to type: 40 bits, enough for a listener on loopback only.
    static func memorablePassword() -> String {
        let consonants = Array("bdfgklmnprstvz"), vowels = Array("aeiou")
        var generator = SystemRandomNumberGenerator()
        let words = (0..<3).map { _ in
            String((0..<4).compactMap { ($0.isMultiple(of: 2) ? consonants : vowels).randomElement(using: &generator) })
        }
        return words.joined(separator: "-") + "-\(Int.random(in: 10...99, using: &generator))"
    }
}

/// A salted scrypt hash of a password.
struct PasswordHash: Sendable, Equatable {
    let salt: [UInt8]
    let key: [UInt8]

    init(salt: [UInt8], key: [UInt8]) {
        self.salt = salt
        self.key = key
    }

    init(of password: String) throws {
        salt = Secrets.randomBytes(16)
        key = try Self.derive(password, salt: salt)
    }

    func matches(_ password: String) -> Bool {
        guard let other = try? Self.derive(password, salt: salt) else { return false }
        return Secrets.equal(key, other)
    }

    private static func derive(_ password: String, salt: [UInt8]) throws -> [UInt8] {
        try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << 14, blockSize: 8, parallelism: 1
        ).withUnsafeBytes { Array($0) }
    }
}

extension Secrets {
    private static let processKey = SymmetricKey(size: .bits256)

    /// A hash that only this process can make.
    static func keyedHash(_ text: String) -> String {
        base64URL(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: processKey))
    }
}

extension Secrets {
    /// A random identifier in the form of a UUID, for request ids, subjects and token ids.
    static func requestID() -> String {
        let digits = randomBytes(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let cuts = [0, 8, 12, 16, 20, 32]
        return zip(cuts, cuts.dropFirst()).map { start, end in
            String(digits.dropFirst(start).prefix(end - start))
        }.joined(separator: "-")
    }
}
