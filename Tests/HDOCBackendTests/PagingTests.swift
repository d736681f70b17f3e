import Foundation
import Testing

@testable import HDOCBackend
@testable import HDOCService

@Suite("Pages and corrections over HTTP")
struct PagingTests {
    private func link(_ answer: Answer, _ relation: String) -> String? {
        guard let link = answer.header("Link"), link.hasSuffix(">; rel=\"\(relation)\"") else { return nil }
        return "/" + link.dropFirst().prefix { $0 != ">" }
    }

    @Test func `links lead through all users and to the changes`() async throws {
        try await withBackend {
            $0.users = 700
        } _: { client in
            var (path, handles, pages) = ("/users", [String](), 0)
            var changes: String?
            while true {
                let answer = try await client.get(path)
                #expect(answer.status == 200)
                handles += answer.array.compactMap { $0["github_username"]?.string ?? $0["githubProfile"]?.string }
                pages += 1
                guard let next = link(answer, "next") else {
                    changes = link(answer, "changes")
                    break
                }
                path = next
            }
            #expect(pages == 2 && handles.count == 700 && Set(handles).count == 700)
            #expect(handles != handles.sorted())
            let token = try #require(changes)
            let none = try await client.get(token)
            #expect(none.array.isEmpty && link(none, "changes") != nil)
            let tag = try #require(none.header("ETag"))
            let again = try await client.get(token, headers: ["If-None-Match": tag])
            #expect(again.status == 304 && again.text.isEmpty)
        }
    }

    @Test func `an entry is corrected and removed by its version, and the user counts as changed`() async throws {
        try await withBackend { client in
            let token = try await SignIn(client).idToken()
            let list = try await client.get("/users")
            let changes = try #require(link(list, "changes"))
            let id = try #require(PostingTests.entry["id"]?.string)
            func send(_ method: String, _ version: String?, _ entry: RawJSON = PostingTests.entry) async throws -> Answer {
                var headers = ["Authorization": "Bearer " + token, "Content-Type": "application/json"]
                headers["If-Match"] = version
                headers["Idempotency-Key"] = method == "POST" ? id : nil
                let path = method == "POST" ? "/ada/article" : "/ada/article/\(id)"
                return try await client.send(
                    method, client.api + path, headers: headers, body: method == "DELETE" ? nil : Data(entry.text.utf8))
            }
            #expect(try await send("POST", nil).json["version"] == 1)
            let corrected = try await send("PUT", "\"1\"", PostingTests.entry.setting("title", "Corrected"))
            #expect(corrected.status == 200 && corrected.header("ETag") == "\"2\"" && corrected.json["title"] == "Corrected")
            let outdated = try await send("PUT", "\"1\"", PostingTests.entry.setting("title", "Late"))
            #expect(outdated.status == 412 && outdated.text == corrected.text)
            #expect(try await send("PUT", nil).status == 428)
            #expect(try await client.get("/articles/\(id)").header("ETag") == "\"2\"")
            #expect(try await client.get("/users/ada").json["days_completed"] == 24)
            #expect(try await client.get(changes).array.compactMap { $0["github_username"] } == ["ada"])

            #expect(try await send("DELETE", "\"1\"").status == 412)
            for _ in 1...2 { #expect(try await send("DELETE", "\"2\"").status == 204) }
            #expect(try await client.get("/articles/\(id)").status == 404)
            #expect(try await client.get("/users/ada").json["days_completed"] == 23)
        }
    }

    @Test func `correction routes need a token, and older layers lack them`() async throws {
        try await withBackend { client in
            for method in ["PUT", "DELETE"] {
                let answer = try await client.send(method, client.api + "/ada/article/x", body: Data("{}".utf8))
                #expect(answer.status == 401)
            }
        }
        try await withBackend {
            $0.layer = .dev
        } _: { client in
            let answer = try await client.send("DELETE", client.api + "/ada/article/x")
            #expect(answer.header("x-amzn-ErrorType") == "MissingAuthenticationTokenException")
        }
    }

    @Test func `a planned stage answers preflight requests, and its errors can be read by other origins`() async throws {
        try await withBackend { client in
            let preflight = try await client.send("OPTIONS", client.api + "/ada/article/x")
            #expect(preflight.status == 200)
            #expect(preflight.header("Access-Control-Allow-Methods") == "GET,POST,PUT,DELETE,OPTIONS")
            #expect(preflight.header("Access-Control-Allow-Headers")?.contains("If-Match") == true)
            #expect(try await client.send("OPTIONS", client.api + "/nowhere").status == 403)
            for path in ["/nowhere", "/users/ada", "/users/nobody"] {
                let answer = try await client.get(path)
                #expect(answer.header("Access-Control-Allow-Origin") == "*")
                #expect(answer.header("Access-Control-Expose-Headers")?.contains("Link") == true)
            }
        }
        try await withBackend {
            $0.layer = .dev
        } _: { client in
            let answer = try await client.send("OPTIONS", client.api + "/users")
            #expect(answer.status == 403)
        }
    }
}
