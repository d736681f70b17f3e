import Foundation
import Testing

@testable import HDOCBackend
@testable import HDOCService

@Suite("Signing up")
struct SignupTests {
    private func signUp(_ client: TestClient, _ fields: RawJSON, token: String, key: String = "k") async throws -> Answer {
        try await client.send(
            "POST", client.api + "/signup", headers: ["Authorization": "Bearer " + token, "Idempotency-Key": key],
            body: Data(fields.text.utf8))
    }

    /// Creates an account on the hosted page, signs in with it, and returns the ID token.
    private func newAccount(_ client: TestClient, _ username: String) async throws -> String {
        let signIn = SignIn(client)
        let form = try await signIn.openForm("/signup")
        let answer = try await client.form(
            form.action,
            ["_csrf": form.token, "username": username, "email": "new@example.org", "password": "long enough"],
            headers: ["Cookie": form.cookie])
        let tokens = try await signIn.redeem(try #require(answer.redirected("code")))
        return try #require(tokens.json["id_token"]?.string)
    }

    @Test func `a new account creates one user, and the same request again returns that user`() async throws {
        try await withBackend { client in
            let token = try await newAccount(client, "grace")
            let fields: RawJSON = [
                "github_username": "grace-h", "full_name": "Grace", "github_journey_url": "https://github.com/grace-h/j",
            ]
            let created = try await signUp(client, fields, token: token)
            #expect(created.status == 201)
            #expect(created.json["github_username"] == "grace-h" && created.json["days_completed"] == 0)
            #expect(created.json["date_joined"]?.string?.hasPrefix("2026-11-23T") == true)
            #expect(try await client.get("/users/grace-h").text == created.text)
            #expect(try await signUp(client, fields, token: token).status == 200, "the same request again")
            #expect(try await signUp(client, fields, token: token, key: "other").status == 409)
            let second = try await signUp(client, fields.setting("github_username", "grace-2"), token: token)
            #expect(second.status == 409)
        }
    }

    @Test func `an existing handle is a conflict in any case, and invalid fields are rejected`() async throws {
        try await withBackend { client in
            let token = try await newAccount(client, "grace")
            #expect(try await signUp(client, ["github_username": "ADA"], token: token).status == 409)
            for handle: RawJSON in ["", "-x", "x--y", "a b", "ü", nil, 5, "users", "Signup", "tags"] {
                let answer = try await signUp(client, ["github_username": handle], token: token)
                #expect(answer.status == 400 && answer.text.contains("github_username"))
            }
            let link = try await signUp(
                client, ["github_username": "grace", "personal_blog_url": "file:///etc/passwd"], token: token)
            #expect(link.status == 400 && link.text.contains("personal_blog_url"))
        }
    }

    @Test func `the hosted page names the problem, escapes the username, and never repeats the password`() async throws {
        try await withBackend { client in
            let signIn = SignIn(client)
            for (username, email, password, problem) in [
                ("ada", "a@b.example", "long enough", "User already exists."),
                ("new", "a@b.example", "short", "at least 8 characters"),
                ("new", "nowhere", "long enough", "not an email address"),
                ("<b>\"", "a@b.example", "long enough", "&lt;b&gt;&quot;"),
            ] {
                let form = try await signIn.openForm("/signup")
                let answer = try await client.form(
                    form.action, ["_csrf": form.token, "username": username, "email": email, "password": password],
                    headers: ["Cookie": form.cookie])
                #expect(answer.status == 200)
                #expect(answer.text.contains(problem), "\(answer.text)")
                #expect(!answer.text.contains(password))
            }
        }
    }
}
