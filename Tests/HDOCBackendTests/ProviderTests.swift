import Foundation
import JWTKit
import Testing

@testable import HDOCBackend
@testable import HDOCService

@Suite("The sign-in provider")
struct ProviderTests {
    @Test func `a sign-in at the hosted page gives tokens that verify with the published keys`() async throws {
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

    @Test func `a token of another backend is rejected, even with the same clock and names`() async throws {
        try await withBackend {
            $0.sharesKeys = false
        } _: { first in
            try await withBackend {
                $0.sharesKeys = false
            } _: { second in
                let foreign = try await SignIn(second).idToken()
                let answer = try await first.send(
                    "POST", first.api + "/ada/article", headers: ["Authorization": "Bearer " + foreign])
                #expect(answer.status == 401)
            }
        }
    }

    @Test func `a code with a wrong verifier is rejected and cannot be used again`() async throws {
        try await withBackend { client in
            let signIn = SignIn(client)
            for verifier in ["", "short", SignIn.verifier + "x", Secrets.fingerprint(SignIn.verifier)] {
                let code = try await signIn.code()
                let refused = try await signIn.redeem(code, verifier: verifier)
                #expect(refused.status == 400 && refused.json["error"] == "invalid_grant")
                #expect(try await signIn.redeem(code).json["error"] == "invalid_grant", "the failed attempt must use up the code")
            }
        }
    }

    @Test func `using a code twice revokes the tokens issued for it`() async throws {
        try await withBackend { client in
            let signIn = SignIn(client)
            let code = try await signIn.code()
            let tokens = try await signIn.redeem(code).json
            #expect(try await signIn.redeem(code).json["error"] == "invalid_grant")
            let refreshToken = try #require(tokens["refresh_token"]?.string)
            #expect(try await signIn.refresh(refreshToken).json["error"] == "invalid_grant")
        }
    }

    @Test func `a code expires after five minutes`() async throws {
        let clock = TestClock()
        try await withBackend {
            $0.clock = clock.read
        } _: { client in
            let signIn = SignIn(client)
            let (early, late) = (try await signIn.code(), try await signIn.code())
            clock.advance(by: 299)
            #expect(try await signIn.redeem(early).status == 200)
            clock.advance(by: 2)
            #expect(try await signIn.redeem(late).json["error"] == "invalid_grant")
        }
    }

    @Test func `an unregistered redirect address gets an error page and never a redirect`() async throws {
        try await withBackend { client in
            for uri in [
                "http://localhost:8081/callback", "http://127.0.0.1:8080/callback", "http://localhost:8080/callback/",
                "https://evil.example/", "http://localhost:8080/callback?x=1", "",
            ] {
                var signIn = SignIn(client)
                signIn.fields["redirect_uri"] = uri
                let answer = try await signIn.authorize()
                #expect(answer.status == 400 && answer.header("Location") == nil, "\(uri)")
                #expect(answer.text.contains("redirect_mismatch"), "\(uri)")
                #expect(answer.header("Content-Type")?.hasPrefix("text/html") == true)
            }
        }
    }

    @Test func `other errors of a sign-in request are redirected to the client with its state`() async throws {
        let cases: [(field: String, value: String?, error: String)] = [
            ("code_challenge", nil, "invalid_request"), ("code_challenge", "short", "invalid_request"),
            ("code_challenge_method", "plain", "invalid_request"), ("code_challenge_method", nil, "invalid_request"),
            ("response_type", "token", "unauthorized_client"), ("response_type", nil, "invalid_request"),
            ("scope", "openid admin", "invalid_scope"), ("scope", "email", "invalid_scope"),
        ]
        try await withBackend { client in
            for example in cases {
                var signIn = SignIn(client)
                signIn.fields[example.field] = example.value
                let answer = try await signIn.authorize()
                #expect(answer.status == 302, "\(example)")
                #expect(answer.header("Location")?.hasPrefix(SignIn.redirectURI + "?") == true, "\(example)")
                #expect(answer.redirected("error") == example.error, "\(example)")
                #expect(answer.redirected("state") == "the-state", "\(example)")
            }
        }
    }

    @Test func `the token endpoint reports each error with its OAuth error code`() async throws {
        try await withBackend { client in
            let id = client.backend.description.clientID
            let signIn = SignIn(client)
            let wrongRedirect = try await signIn.redeem(try await signIn.code(), redirectURI: "http://localhost:1/")
            #expect(wrongRedirect.json["error"] == "unauthorized_client")
            #expect(wrongRedirect.json["error_description"] == "invalid_redirect")
            let otherRedirect = try await signIn.redeem(
                try await signIn.code(), redirectURI: "http://localhost:8765/callback")
            #expect(otherRedirect.json["error"] == "unauthorized_client")
            #expect(try await signIn.redeem("unknown").json["error"] == "invalid_grant")
            #expect(try await client.form("/oauth2/token", ["client_id": id]).json["error"] == "invalid_request")
            #expect(
                try await client.form("/oauth2/token", ["client_id": id, "grant_type": "password"]).json["error"]
                    == "unsupported_grant_type")
            #expect(
                try await client.form("/oauth2/token", ["client_id": "x", "grant_type": "refresh_token"]).json["error"]
                    == "invalid_client")
            let basic = try await client.form(
                "/oauth2/token", ["client_id": id, "grant_type": "refresh_token", "refresh_token": "x"],
                headers: ["Authorization": "Basic eDp5"])
            #expect(basic.json["error"] == "invalid_client")
        }
    }

    @Test func `a refresh returns new tokens and keeps the refresh token valid`() async throws {
        try await withBackend { client in
            let signIn = SignIn(client)
            let token = try #require(try await signIn.tokens()["refresh_token"]?.string)
            for _ in 0..<2 {
                let answer = try await signIn.refresh(token)
                #expect(answer.status == 200)
                #expect(answer.json["id_token"] != nil && answer.json["access_token"] != nil)
                #expect(answer.json["refresh_token"] == nil)
            }
            #expect(try await signIn.refresh("unknown").json["error"] == "invalid_grant")
        }
    }

    @Test func `with rotation a refresh token can be used once`() async throws {
        try await withBackend {
            $0.rotatesRefreshTokens = true
        } _: { client in
            let signIn = SignIn(client)
            let first = try #require(try await signIn.tokens()["refresh_token"]?.string)
            let second = try #require(try await signIn.refresh(first).json["refresh_token"]?.string)
            #expect(second != first)
            #expect(try await signIn.refresh(first).json["error"] == "invalid_grant")
            #expect(try await signIn.refresh(second).status == 200)
        }
    }

    @Test func `revoking a refresh token ends its access token too, and unknown tokens get 200`() async throws {
        try await withBackend { client in
            let signIn = SignIn(client)
            let tokens = try await signIn.tokens()
            let token = try #require(tokens["refresh_token"]?.string)
            let bearer = ["Authorization": "Bearer " + (tokens["access_token"]?.string ?? "")]
            let before = try await client.send("GET", client.origin + "/oauth2/userInfo", headers: bearer)
            #expect(before.status == 200 && before.json["username"] == "ada")
            let id = client.backend.description.clientID
            for value in ["unknown", token, token] {
                let answer = try await client.form("/oauth2/revoke", ["token": value, "client_id": id])
                #expect(answer.status == 200 && answer.text.isEmpty)
            }
            #expect(try await signIn.refresh(token).json["error"] == "invalid_grant")
            #expect(try await client.send("GET", client.origin + "/oauth2/userInfo", headers: bearer).status == 401)
        }
    }

    @Test func `discovery lists this stage's endpoints and does not mention PKCE`() async throws {
        try await withBackend { client in
            let issuer = client.backend.description.issuer
            let document = try await client.send("GET", issuer + "/.well-known/openid-configuration").json
            #expect(document["issuer"]?.string == issuer)
            #expect(document["token_endpoint"]?.string == client.origin + "/oauth2/token")
            #expect(document["code_challenge_methods_supported"] == nil)
            let keys = try await client.send("GET", try #require(document["jwks_uri"]?.string))
            #expect(keys.text.components(separatedBy: "\"kid\"").count == 3, "two keys")
            #expect(!keys.text.contains("\"d\""))
        }
    }
}
