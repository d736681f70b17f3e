import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("Calling a stage and detecting its routes")
struct StageAPITests {
    private let stage: FakeStage
    private var scratch: Scratch { stage.scratch }
    private var cache: Cache { stage.cache }
    private var transport: FakeTransport { stage.transport }
    private static let missing = #"{"message":"Missing Authentication Token"}"#

    init() throws { stage = try FakeStage() }

    @Test func `looking up a user tries one route after the other and remembers the absent ones`() async throws {
        transport.expect("GET users/ada", 403, Self.missing)
        transport.expect("GET user?username=ada", 200, #"{"github_username":"ada"}"#)
        #expect(try await stage.api().user("ada").handle == "ada")
        transport.expect("GET user?username=bob", 404, "ERROR: user not found!")
        await #expect(throws: ClientError.self) { try await stage.api().user("bob") }
        transport.expectNothingLeft()
    }

    @Test func `an absent route is requested again after a while`() async throws {
        transport.expect("GET tags?limit=200", 403, Self.missing)
        for _ in 0..<3 {
            await #expect { try await stage.api().list(.tags, Tag.init(json:)) } throws: {
                ($0 as? ClientError)?.kind == .routeAbsent(.tags)
            }
        }
        scratch.advance(RouteStatus.absenceLifetime + 1)
        transport.expect("GET tags?limit=200", 200, #"[{"tag":"aws","count":"1E+1"}]"#)
        #expect(try await stage.api().list(.tags, Tag.init(json:)).elements == [Tag(tag: "aws", count: 10)])
        transport.expectNothingLeft()
    }

    @Test func `if a look-up returns a list of users, the user is taken from the list`() async throws {
        transport.expect("GET users/ada", 403, Self.missing)
        transport.expect("GET user?username=ada", 403, Self.missing)
        transport.expect("GET users?username=ada", 200, #"[{"github_username":"bob"},{"github_username":"Ada"}]"#)
        #expect(try await stage.api().user("ada").handle == "Ada")
    }

    @Test func `elements without a key are skipped and counted`() async throws {
        transport.expect("GET users", 200, #"[{"github_username":"a"},{},{"bio":1},{"github_username":"b","days_completed":1E+2}]"#)
        let report = try await stage.fetchUsers()
        #expect(report.received == 2 && report.unreadable == 2 && !report.mayBePartial)
        #expect(try stage.handles() == ["a", "b"] && cache.journeyer("b").value?.daysCompleted == 100)
    }

    @Test(arguments: ["", "<html>", "{}", "[", "null"])
    func `a 200 response that is not a list is unreadable, not an empty list`(body: String) async throws {
        transport.expect("GET users", 200, body)
        await #expect { try await stage.fetchUsers() } throws: { ($0 as? ClientError)?.kind == .unreadable }
    }

    @Test func `a list near the size of one DynamoDB scan is marked as possibly partial`() async throws {
        let bio = String(repeating: "x", count: 1000)
        let users = (0..<900).map { #"{"github_username":"u\#($0)","bio":"\#(bio)"}"# }.joined(separator: ",")
        transport.expect("GET users", 200, "[\(users)]")
        #expect(try await stage.fetchUsers().mayBePartial)
    }

    @Test func `a post contains the entry's id, and renews a refused token once`() async throws {
        let entry = Samples.entry()
        transport.expect("POST ada/article", 401, #"{"message":"Unauthorized"}"#)
        transport.expect("POST ada/article", 201, Samples.articleJSON(entry))
        let article = try await stage.api { refused throws(ClientError) in Secret(refused == nil ? "old" : "new") }.post(entry, as: "ada")
        #expect(article.id == entry.id && article.author == "ada")
        let sent = transport.received
        #expect(sent.map(\.authorization?.exposed) == ["Bearer old", "Bearer new"])
        #expect(sent.allSatisfy { $0.headers.contains(Header("Idempotency-Key", entry.id)) })
    }

    @Test func `a 502 for the list means an absent route if only the oldest route can look up a user`() async throws {
        transport.expect("GET users", 502, #"{"message": "Internal server error"}"#)
        transport.expect("GET users/-", 403, Self.missing)
        transport.expect("GET user?username=-", 403, Self.missing)
        transport.expect("GET users?username=-", 404, "ERROR: user not found!")
        for _ in 0..<3 {
            await #expect { try await stage.fetchUsers() } throws: {
                guard let error = $0 as? ClientError else { return false }
                return error.kind == .routeAbsent(.users) && error.status == 502 && error.serverText == "Internal server error"
            }
        }
        transport.expectNothingLeft()
        scratch.advance(RouteStatus.absenceLifetime + 1)
        transport.expect("GET users", 200, #"[{"github_username":"ada"}]"#)
        #expect(try await stage.fetchUsers().received == 1, "hdoc detects that the stage has the list now")
        #expect(try cache.routes().first { $0.route == .users }?.presence == .present)
    }

    @Test(arguments: ["users/-", "user?username=-"])
    func `a 502 for the list is a server error if a newer route can look up a user`(lookUp: String) async throws {
        transport.expect("GET users", 502, #"{"message": "Internal server error"}"#)
        if lookUp != "users/-" { transport.expect("GET users/-", 403, Self.missing) }
        transport.expect("GET \(lookUp)", 404, "ERROR: user not found!")
        await #expect { try await stage.fetchUsers() } throws: { ($0 as? ClientError)?.kind == .serverFailed }
        #expect(try cache.absence(of: .users, at: scratch.clock()) == nil)
        transport.expectNothingLeft()
    }

    @Test func `a route that was absent is requested again after the absences are forgotten`() async throws {
        transport.expect("GET tags?limit=200", 403, Self.missing)
        await #expect(throws: ClientError.self) { try await stage.api().list(.tags, Tag.init(json:)) }
        transport.expect("GET users", 200, "[]")
        _ = try await stage.fetchUsers()
        try cache.forgetAbsences()
        #expect(try cache.routes().first { $0.route == .users }?.presence == .present, "present routes are not forgotten")
        transport.expect("GET tags?limit=200", 200, "[]")
        #expect(try await stage.api().list(.tags, Tag.init(json:)).elements.isEmpty)
        transport.expectNothingLeft()
    }

    @Test func `a request whose headers exceed API Gateway's limit is not sent`() async throws {
        let api = stage.api { _ throws(ClientError) in Secret(String(repeating: "t", count: 10_000)) }
        await #expect {
            try await api.post(Samples.entry(), as: "ada")
        } throws: {
            guard case .headersTooLarge(limit: 10_240, is: let size)? = ($0 as? ClientError)?.kind else { return false }
            return size > 10_240 && size < 11_000
        }
        #expect(transport.received.isEmpty)
    }

    @Test func `a handle with slashes is encoded as one path segment`() async throws {
        transport.expect("GET users/..%2Fsignup%3Fx%3D1", 404, "ERROR: user not found!")
        await #expect(throws: ClientError.self) { try await stage.api().user("../signup?x=1") }
        transport.expectNothingLeft()
    }

    @Test(arguments: [".", "..", ""])
    func `an empty name and a name of dots are not sent, because they would change the path`(handle: String) async throws {
        await #expect { try await stage.api().user(handle) } throws: { ($0 as? ClientError)?.kind == .notFound }
        await #expect { try await stage.api().article(handle) } throws: { ($0 as? ClientError)?.kind == .notFound }
        await #expect { try await stage.api().post(Samples.entry(), as: handle) } throws: {
            ($0 as? ClientError)?.kind == .notConfigured(key: "handle")
        }
        #expect(transport.received.isEmpty)
        #expect(try cache.absence(of: .userByPath, at: scratch.clock()) == nil)
    }

    @Test(arguments: ["a/b", "%2e%2e"])
    func `a name with special characters is sent encoded, and a 403 for it does not mark the route as absent`(handle: String) async throws {
        let name = PercentEncoding.component(handle)
        for path in ["users/\(name)", "user?username=\(name)", "users?username=\(name)"] {
            transport.expect("GET \(path)", 403, Self.missing)
        }
        await #expect(throws: ClientError.self) { try await stage.api().user(handle) }
        #expect(try cache.absence(of: .userByPath, at: scratch.clock()) == nil)
        transport.expectNothingLeft()
    }
}
