import Foundation
import HDOCModels
import TestKit
import Testing

@testable import HDOCClient

@Suite("libcurl against servers that misbehave", .ownThreads, .timeLimit(.hang))
struct WireTests {
    private let canary = Secret("Bearer canary-token")

    private func failure(_ request: Request, _ transport: CurlTransport = .init(userAgent: "hdoc/test", environment: [:])) async
        -> TransportError?
    {
        do throws(TransportError) {
            _ = try await transport.send(request)
            return nil
        } catch { return error }
    }

    private func request(_ path: String, _ helper: Companion, _ change: (inout TransportLimits) -> Void = { _ in }) throws -> Request {
        var request = Request(.get, "http://127.0.0.1:\(try helper.nextLine())\(path)")
        change(&request.limits)
        return request
    }

    @Test func `a gzip response is decompressed`() async throws {
        let helper = try Companion(support: "wire", ["http"])
        let response = try await CurlTransport(userAgent: "hdoc/test").send(request("/gzip", helper))
        #expect(String(decoding: response.body, as: UTF8.self) == #"[{"github_username": "zipped"}]"#)
    }

    @Test func `a measured exchange has times in order, and the end of the certificate`() async throws {
        let helper = try Companion(support: "wire", ["tls"])
        let line = try helper.nextLine().split(separator: " ").map(String.init)
        var request = Request(.get, "https://127.0.0.1:\(line[0])/")
        request.measuresConnection = true
        let response = try await CurlTransport(userAgent: "hdoc/test", certificates: line[1], environment: [:]).send(request)
        let found = try #require(response.connection)
        let secured = try #require(found.secured)
        #expect(found.nameLookup <= found.connected && found.connected < secured && secured < found.firstByte)
        #expect(found.firstByte <= found.total && found.address == "127.0.0.1")
        // The certificate is valid for two days.
        let certificate = try #require(found.certificate)
        #expect(abs(certificate.end.timeIntervalSinceNow - 2 * 86_400) < 600, "\(certificate)")
        #expect(certificate.subject.contains("localhost") && certificate.issuer.contains("localhost"))
        request.measuresConnection = false
        #expect(try await CurlTransport(userAgent: "hdoc/test", certificates: line[1], environment: [:]).send(request).connection == nil)
    }

    @Test(arguments: [
        ("Nov  7 22:00:01 2027 GMT", "2027-11-07T22:00:01.000Z"), ("Nov 27 22:00:00 2027 GMT", "2027-11-27T22:00:00.000Z"),
        ("2027-11-27 22:00:00 GMT", "2027-11-27T22:00:00.000Z"), ("soon", nil), ("Foo 27 22:00:00 2027 GMT", nil),
    ])
    func `the end of a certificate is read as old and new versions of libcurl write it`(_ text: String, _ instant: String?) {
        let certificate = ServerCertificate(fields: ["Subject:CN = x", "Expire date:\(text)"])
        #expect(certificate.map { Timestamp.format($0.end) } == instant)
    }

    @Test func `the limit on decoded bytes stops a gzip bomb`() async throws {
        let helper = try Companion(support: "wire", ["http"])
        // 50 MB, compressed to about 50 kB, which is far below the limit.
        let error = await failure(try request("/bomb", helper) { $0.body = 1_000_000 })
        #expect(error?.cause == .bodyTooLarge(limit: 1_000_000))
    }

    @Test(arguments: ["/drip", "/silence"])
    func `a server that sends too slowly or stops in the middle causes the stall time-out`(path: String) async throws {
        let helper = try Companion(support: "wire", ["http"])
        let request = try request(path, helper) { ($0.stall, $0.total) = (.seconds(1), .seconds(3600)) }
        let error = try #require(await failure(request))
        #expect(error.cause == .timeout && error.mayHaveArrived)
    }

    @Test func `a server that accepts a request and never responds causes the total time-out`() async throws {
        let helper = try Companion(support: "wire", ["http"])
        let error = await failure(try request("/hang", helper) { ($0.stall, $0.total) = (.seconds(3600), .seconds(1)) })
        #expect(error?.cause == .timeout)
    }

    @Test func `a reset in the middle of the body is an interruption, and the transport stays usable`() async throws {
        let helper = try Companion(support: "wire", ["http"])
        let transport = CurlTransport(userAgent: "hdoc/test", environment: [:])
        let request = try request("/reset", helper)
        #expect(await failure(request, transport)?.cause == .interrupted)
        var again = request
        again.url = request.url.replacing("/reset", with: "/gzip")
        #expect(try await transport.send(again).status == 200)
    }

    @Test func `25,000 headers do not make a body in chunks of one byte slow`() async throws {
        let helper = try Companion(support: "wire", ["http"])
        let request = try request("/headers", helper) { $0.total = .seconds(60) }
        let response = try await CurlTransport(userAgent: "hdoc/test", environment: [:]).send(request)
        #expect(response.body.count == 500_000 && response.headers.count == 25_001)
    }

    @Test func `cancelling ends a request at once while a server sends as fast as it can`() async throws {
        let helper = try Companion(support: "wire", ["http"])
        var request = try request("/chunks", helper) { ($0.total, $0.body) = (.seconds(3600), .max) }
        let (arrived, arrival) = AsyncStream<Void>.makeStream()
        request.reception = Reception { received, _ in if received == 5_000 { arrival.yield() } }
        let task = Task { [request] in await failure(request) }
        for await _ in arrived { break }
        let begun = ContinuousClock.now
        task.cancel()
        #expect(await task.value?.cause == .cancelled)
        // A fraction of a second on an idle machine.
        #expect(ContinuousClock.now - begun < .seconds(10))
    }

    @Test func `the total time-out ends a request while a server sends as fast as it can`() async throws {
        let helper = try Companion(support: "wire", ["http"])
        let request = try request("/chunks", helper) { ($0.total, $0.body) = (.seconds(1), .max) }
        let begun = ContinuousClock.now
        #expect(await failure(request)?.cause == .timeout)
        #expect(ContinuousClock.now - begun < .seconds(10))
    }

    @Test(arguments: ["/trailers", "/interim"])
    func `headers without an end are refused at their limit`(path: String) async throws {
        let helper = try Companion(support: "wire", ["http"])
        let error = await failure(try request(path, helper) { $0.total = .seconds(3600) })
        #expect(error?.cause == .headTooLarge(limit: 128_000) && error?.mayHaveArrived == true, "\(String(describing: error))")
    }

    @Test func `an untrusted server gets no byte of the request`() async throws {
        let helper = try Companion(support: "wire", ["tls"])
        let port = try helper.nextLine().split(separator: " ")[0]
        let error = try #require(await failure(Request(.get, "https://127.0.0.1:\(port)/users", authorization: canary)))
        #expect(error.cause == .tls && !error.mayHaveArrived)
        let seen = try helper.nextLine()
        #expect(!seen.contains("canary") && seen.contains(#""received": """#), "\(seen)")
    }

    @Test func `a server gets the token only if its certificate is in the configured bundle and contains its name`() async throws {
        let helper = try Companion(support: "wire", ["tls"])
        let words = try helper.nextLine().split(separator: " ").map(String.init)
        let transport = CurlTransport(userAgent: "hdoc/test", environment: ["SSL_CERT_FILE": words[1]])
        let response = try await transport.send(Request(.get, "https://127.0.0.1:\(words[0])/users", authorization: canary))
        #expect(response.status == 200)
        #expect(try helper.nextLine().contains("Authorization: Bearer canary-token"))
        // The same server under a name that its certificate does not contain.
        #expect(await failure(Request(.get, "https://localhost:\(words[0])/", authorization: canary), transport)?.cause == .tls)
    }

    @Test func `HTTP/2 is used if the server offers it, and two requests at the same time share a connection`() async throws {
        let helper = try Companion(support: "wire", ["tls", "--h2"])
        let words = try helper.nextLine().split(separator: " ").map(String.init)
        let transport = CurlTransport(userAgent: "hdoc/test", certificates: words[1], environment: [:])
        // The server responds only after it has received both requests on one connection.
        async let one = transport.send(Request(.get, "https://127.0.0.1:\(words[0])/users"))
        async let two = transport.send(Request(.get, "https://127.0.0.1:\(words[0])/tags"))
        let answers = try await [one, two]
        #expect(answers.map(\.status) == [200, 200])
        #expect(answers.map { String(decoding: $0.body, as: UTF8.self) } == [#"["/users"]"#, #"["/tags"]"#])
        let seen = try helper.nextLine()
        #expect(seen.contains(#""protocol": "h2""#) && seen.contains(#"["/tags", "/users"]"#), "\(seen)")
    }

    @Test func `the proxy gets a CONNECT request and never sees the token`() async throws {
        let helper = try Companion(support: "wire", ["proxy"])
        let proxy = "http://127.0.0.1:\(try helper.nextLine())"
        for name in ["https_proxy", "HTTPS_PROXY", "all_proxy"] {
            let transport = CurlTransport(userAgent: "hdoc/test", environment: [name: proxy])
            let error = await failure(Request(.get, "https://stage.example.test/users", authorization: canary), transport)
            #expect(error?.cause == .proxy(address: proxy) && error?.mayHaveArrived == false, "\(name)")
            let seen = try helper.nextLine()
            #expect(seen.contains("CONNECT stage.example.test:443") && !seen.contains("canary"), "\(seen)")
        }
    }

    @Test func `the proxy is not used for hosts in NO_PROXY or for plain HTTP to this machine`() async throws {
        let (proxy, server) = (try Companion(support: "wire", ["proxy"]), try Companion(support: "wire", ["tls"]))
        let address = "http://127.0.0.1:\(try proxy.nextLine())"
        let words = try server.nextLine().split(separator: " ").map(String.init)
        let environment = ["HTTPS_PROXY": address, "NO_PROXY": "example.org,127.0.0.1", "SSL_CERT_FILE": words[1]]
        let direct = CurlTransport(userAgent: "hdoc/test", environment: environment)
        #expect(try await direct.send(Request(.get, "https://127.0.0.1:\(words[0])/users")).status == 200)
        #expect(try server.nextLine().contains("GET /users"))
        let http = try Companion(support: "wire", ["http"])
        let plain = CurlTransport(userAgent: "hdoc/test", environment: ["http_proxy": address, "all_proxy": address])
        #expect(try await plain.send(request("/gzip", http)).status == 200)
    }

    @Test func `a proxy that cannot be reached or has an invalid address is named without its password`() async throws {
        let port = try FreePort.find()
        let cases = [
            ("http://me:canary@127.0.0.1:\(port)", "http://127.0.0.1:\(port)"), ("http://proxy.invalid:3128", "http://proxy.invalid:3128"),
            ("http://127.0.0.1:99999", "http://127.0.0.1:99999"),
        ]
        for (address, shown) in cases {
            let transport = CurlTransport(userAgent: "hdoc/test", environment: ["https_proxy": address])
            let error = await failure(Request(.get, "https://127.0.0.1/users", authorization: canary), transport)
            #expect(error?.cause == .proxy(address: shown) && error?.mayHaveArrived == false, "\(address): \(String(describing: error))")
            #expect(error?.detail.contains("canary") == false)
        }
    }

    @Test func `an error of a host that is reached without the proxy does not name the proxy`() async throws {
        let port = try FreePort.find()
        let environment = ["https_proxy": "http://127.0.0.1:1", "no_proxy": "127.0.0.1"]
        let transport = CurlTransport(userAgent: "hdoc/test", environment: environment)
        #expect(await failure(Request(.get, "https://127.0.0.1:\(port)/"), transport)?.cause == .refused)
    }

    @Test func `the error for a CA file that is missing or contains no certificate names the file`() async throws {
        let helper = try Companion(support: "wire", ["tls"])
        let port = try helper.nextLine().split(separator: " ")[0]
        let scratch = try Scratch()
        try Data("no certificate".utf8).write(to: URL(fileURLWithPath: scratch.path("ca.pem")))
        for path in [scratch.path("ca.pem"), scratch.path("missing.pem")] {
            let transport = CurlTransport(userAgent: "hdoc/test", environment: ["SSL_CERT_FILE": path])
            let error = await failure(Request(.get, "https://127.0.0.1:\(port)/", authorization: canary), transport)
            #expect(error?.cause == .certificateFile(path) && error?.mayHaveArrived == false, "\(String(describing: error))")
        }
    }

    @Test func `a server of another protocol is reported as such, not as an interrupted connection`() async throws {
        let helper = try Companion(support: "wire", ["greet"])
        let port = try helper.nextLine()
        let error = await failure(Request(.post, "http://127.0.0.1:\(port)/ada/article", body: [1]))
        #expect(error?.cause == .notHTTP && error?.mayHaveArrived == false, "\(String(describing: error))")
        let secure = await failure(Request(.get, "https://127.0.0.1:\(port)/"))
        #expect(secure?.cause == .notTLS, "\(String(describing: secure))")
    }

    @Test(arguments: ["..", ".", "a/b", "%2e%2e"])
    func `a path with dots or encoded characters is sent unchanged`(component: String) async throws {
        let helper = try Companion(support: "wire", ["greet"])
        let path = "/users/\(PercentEncoding.component(component))"
        _ = await failure(Request(.get, "http://127.0.0.1:\(try helper.nextLine())\(path)"))
        #expect(try helper.nextLine().contains("GET \(path) HTTP/1.1"))
    }
}
