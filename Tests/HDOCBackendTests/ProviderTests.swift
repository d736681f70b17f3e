import Foundation
import JWTKit
import Testing

@testable import HDOCBackend

@Suite("The sign-in provider")
struct ProviderTests {
    @Test("a sign-in at the hosted page gives tokens that verify with the published keys")
    func wholeSignIn() async throws {
        try await withBackend { client in
            let answer = try await SignIn(client).submit()
            #expect(answer.status == 302)
            #expect(answer.header("Location")?.hasPrefix(SignIn.redirectURI + "?code=") == true)
            #expect(answer.redirected("state") == "the-state")
            let tokens = try await SignIn(client).redeem(try #require(answer.redirected("code")))
            #expect(tokens.status == 200)
            #expect(tokens.json["token_type"] == "Bearer")
            #expect(tokens.json["expires_in"] == 3600)
            #expect(tokens.json["refresh_token"]?.string?.isEmpty == false)

            let published = try await client.send("GET", client.backend.description.issuer + "/.well-known/jwks.json")
            let keys = try await JWTKeyCollection().add(jwksJSON: published.text)
            let id = try await keys.verify(try #require(tokens.json["id_token"]?.string), as: IDTokenClaims.self)
            let access = try await keys.verify(
                try #require(tokens.json["access_token"]?.string), as: AccessTokenClaims.self)
            #expect(id.iss == client.backend.description.issuer)
            #expect(id.aud == client.backend.description.clientID)
            #expect(id.nonce == "the-nonce")
            #expect(id.tokenUse == "id" && access.tokenUse == "access")
            #expect(id.username == "ada" && id.preferredUsername == "ada")
            #expect(id.exp - id.iat == 3600)
            #expect(access.clientID == client.backend.description.clientID)
            #expect(access.scope == "openid email profile")
        }
    }
}
