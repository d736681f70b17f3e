import CryptoExtras
import FoundationEssentials
import HDOCService
import JWTKit

/// The two RSA keys of a provider, generated when it starts. Like Cognito, it signs ID and access tokens with different keys
/// of one set.
struct SigningKeys: Sendable {
    let collection: JWTKeyCollection
    let idKey: JWKIdentifier
    let accessKey: JWKIdentifier
    /// The public halves as a JSON Web Key Set.
    let publicSet: RawJSON

    static let shared = Task { try await make() }

    static func make() async throws -> SigningKeys {
        let collection = JWTKeyCollection()
        async let first = makeKey()
        async let second = makeKey()
        let keys = try await [first, second]
        for key in keys {
            await collection.add(
                rsa: try Insecure.RSA.PrivateKey(pem: key.pem), digestAlgorithm: .sha256, kid: key.id)
        }
        return SigningKeys(
            collection: collection, idKey: keys[0].id, accessKey: keys[1].id,
            publicSet: ["keys": .array(keys.map(\.publicJWK))])
    }

    private struct NewKey: Sendable {
        let id: JWKIdentifier
        let pem: String
        let publicJWK: RawJSON
    }

    private static func makeKey() async throws -> NewKey {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let numbers = try key.publicKey.getKeyPrimitives()
        let id = Secrets.token()
        return NewKey(
            id: JWKIdentifier(string: id), pem: key.pemRepresentation,
            publicJWK: [
                "alg": "RS256", "e": .string(Secrets.base64URL(numbers.publicExponent)), "kid": .string(id),
                "kty": "RSA", "n": .string(Secrets.base64URL(numbers.modulus)), "use": "sig",
            ])
    }
}
