import Foundation
import Testing

@testable import HDOCBackend
@testable import HDOCService

@Suite("The hosted pages")
struct HostedPageTests {
    @Test func `an unknown username and a wrong password get the same error and no code`() async throws {
        try await withBackend { client in
            for name in ["ada", "nobody"] {
                let answer = try await SignIn(client).submit(username: name, password: "wrong")
                #expect(answer.status == 200 && answer.header("Location") == nil)
                #expect(answer.text.contains("Incorrect username or password."))
            }
        }
    }

    @Test func `a sign-in form without its own CSRF token is rejected`() async throws {
        try await withBackend { client in
            let form = try await SignIn(client).openForm()
            let other = try await SignIn(client).openForm()
            for (token, cookie) in [("", form.cookie), (form.token, ""), (other.token, form.cookie)] {
                let answer = try await client.form(
                    form.action,
                    ["_csrf": token, "username": "ada", "password": client.backend.description.password],
                    headers: cookie.isEmpty ? [:] : ["Cookie": cookie])
                #expect(answer.status == 400 && answer.text.contains("invalid_form_token"))
            }
        }
    }

    @Test func `a form is accepted once, and not from a page of another origin`() async throws {
        try await withBackend { client in
            for (origin, isAccepted) in [
                ("http://evil.example", false), ("null", false), (client.origin + "0", false), (client.origin, true), (nil, true),
            ] {
                let form = try await SignIn(client).openForm()
                let send = {
                    try await client.form(
                        form.action,
                        ["_csrf": form.token, "username": "ada", "password": client.backend.description.password],
                        headers: ["Cookie": form.cookie].merging(origin.map { ["Origin": $0] } ?? [:]) { $1 })
                }
                #expect(try await send().status == (isAccepted ? 302 : 400), "\(origin ?? "no origin")")
                if isAccepted { #expect(try await send().text.contains("invalid_form_token"), "the second time") }
            }
        }
    }

    @Test func `text in a page is escaped by code point, whatever follows`() {
        for scalar in ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20DD}", "\r", "\u{E0100}", ""] {
            #expect(
                HostedPage.escape("<\(scalar)&\(scalar)\"\(scalar)'\(scalar)>").unicodeScalars.allSatisfy {
                    !"<\"'>".unicodeScalars.contains($0)
                })
        }
    }

    @Test func `a signed-in browser gets a code without a password until it signs out`() async throws {
        try await withBackend { client in
            let signIn = SignIn(client)
            let cookies = try #require(try await signIn.submit().header("Set-Cookie"))
            let cookie = try #require(cookies.split(separator: ";").first.map(String.init))
            #expect(cookie.hasPrefix("cognito="))
            #expect(try await signIn.authorize(cookie: cookie).redirected("code") != nil)
            let id = client.backend.description.clientID
            let bad = try await client.send(
                "GET", client.origin + "/logout?client_id=\(id)&logout_uri=https://evil.example/",
                headers: ["Cookie": cookie])
            #expect(bad.status == 400 && bad.header("Location") == nil)
            let out = try await client.send(
                "GET", client.origin + "/logout?client_id=\(id)", headers: ["Cookie": cookie])
            #expect(out.status == 200)
            #expect(try await signIn.authorize(cookie: cookie).header("Location")?.hasPrefix("/login?") == true)
        }
    }

    @Test func `pages are not cached, run no scripts, restrict where forms are sent, and escape the query`() async throws {
        try await withBackend { client in
            var signIn = SignIn(client)
            signIn.fields["login_hint"] = "\"><script>alert(1)</script>"
            let location = try #require(try await signIn.authorize().header("Location"))
            let page = try await client.send("GET", client.origin + location)
            #expect(page.header("Cache-Control") == "no-store")
            #expect(page.header("Referrer-Policy") == "same-origin")
            let policy = try #require(page.header("Content-Security-Policy"))
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("form-action 'self' http://localhost:8080;"))
            #expect(!page.text.contains("<script"))
            #expect(page.text.contains("&quot;&gt;&lt;script&gt;"))
            for name in ["username", "password"] {
                #expect(page.text.contains("<label for=\"\(name)\">") && page.text.contains("id=\"\(name)\""))
            }
        }
    }

    @Test func `passwords are stored as salted hashes`() throws {
        let (first, second) = (try PasswordHash(of: "secret"), try PasswordHash(of: "secret"))
        #expect(first.key != second.key)
        #expect(first.matches("secret") && !first.matches("secret ") && !HostedPage.nobody.matches(""))
    }
}
