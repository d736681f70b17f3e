import Foundation
import HDOCModels
import Testing

@testable import HDOCClient

@Suite("Classifying responses of stages and of API Gateway")
struct ReplyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let status: Int
        var type: String?
        let body: String
        let kind: ClientError.Kind
        let text: String?
        var headers: [Header] = []
        var testDescription: String { "\(status) \(body.prefix(40))" }
    }

    private static let call = Call.users(limit: 5)

    private func classify(_ item: Case, credential: Secret? = nil) -> ClientError? {
        let headers =
            (item.type.map { [Header("x-amzn-errortype", $0)] } ?? []) + item.headers + [Header("Content-Type", "application/json")]
        return ReplyClassifier(call: Self.call, credential: credential)
            .error(in: Response(status: item.status, headers: headers, body: Data(item.body.utf8)))
    }

    static let deployed = [
        Case(status: 404, body: "ERROR: user not found!", kind: .notFound, text: "ERROR: user not found!"),
        Case(
            status: 404, body: "username field in the body of the request is missing", kind: .serverFailed,
            text: "username field in the body of the request is missing"),
        Case(
            status: 500, body: "Unexpected error: <class 'ValueError'>", kind: .serverFailed, text: "Unexpected error: <class 'ValueError'>"
        ),
        Case(
            status: 500, body: "Unexpected error: <class 'botocore.exceptions.ParamValidationError'>", kind: .serverFailed,
            text: "Unexpected error: <class 'botocore.exceptions.ParamValidationError'>"),
        Case(
            status: 500, body: "Unexpected error: <class 'TypeError'>", kind: .serverFailed, text: "Unexpected error: <class 'TypeError'>"),
        Case(status: 502, body: #"{"message": "Internal server error"}"#, kind: .serverFailed, text: "Internal server error"),
    ]

    static let gateway = [
        Case(
            status: 403, type: "MissingAuthenticationTokenException", body: #"{"message":"Missing Authentication Token"}"#,
            kind: .routeAbsent(.users), text: "Missing Authentication Token"),
        Case(
            status: 403, body: #"{"message":"Missing Authentication Token"}"#, kind: .routeAbsent(.users),
            text: "Missing Authentication Token"),
        Case(
            status: 401, type: "UnauthorizedException", body: #"{"message":"Unauthorized"}"#, kind: .unauthorized(expired: false),
            text: "Unauthorized"),
        Case(
            status: 401, type: "ExpiredTokenException", body: #"{"message":"The incoming token has expired"}"#,
            kind: .unauthorized(expired: true), text: "The incoming token has expired"),
        Case(status: 403, body: #"{"Message":"not allowed here"}"#, kind: .forbidden, text: "not allowed here"),
        Case(status: 403, type: "ForbiddenException", body: #"{"message":"Forbidden"}"#, kind: .blocked, text: "Forbidden"),
        Case(status: 429, body: #"{"message":"Too Many Requests"}"#, kind: .throttled(retryAfter: nil), text: "Too Many Requests"),
        Case(
            status: 429, body: #"{"message":"Limit Exceeded"}"#, kind: .throttled(retryAfter: .seconds(7)), text: "Limit Exceeded",
            headers: [Header("retry-after", "7")]),
        Case(
            status: 413, body: "HTTP content length exceeded 10485760 bytes.", kind: .tooLarge,
            text: "HTTP content length exceeded 10485760 bytes."),
        Case(status: 504, body: #"{"message": "Endpoint request timed out"}"#, kind: .gatewayTimeout, text: "Endpoint request timed out"),
        Case(status: 500, body: #"{"message": null}"#, kind: .serverFailed, text: nil),
        Case(status: 302, body: "", kind: .unexpected, text: nil),
        Case(
            status: 409, body: #"{"message":"this day has an article","id":"x1"}"#, kind: .conflict(existing: "x1"),
            text: "this day has an article"),
        Case(
            status: 400, body: #"{"message":"bad","errors":[{"field":"title","reason":"too long"}]}"#,
            kind: .rejected([.init(field: "title", reason: "too long")]), text: "bad"),
    ]

    @Test(arguments: deployed + gateway)
    func `each known response is classified with its kind, status and text`(item: Case) throws {
        let error = try #require(classify(item))
        #expect(error.kind == item.kind)
        #expect(error.serverText == item.text)
        #expect(error.status == item.status && error.request == "GET /users?limit=5")
    }

    @Test func `an echoed token is never shown`() throws {
        let token = "eyJhbGciOi.secret-part.signature"
        let echo = Case(
            status: 403, type: "IncompleteSignatureException",
            body:
                #"{"message":"'\#(token)' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer \#(token)'."}"#,
            kind: .routeAbsent(.users), text: nil)
        let error = try #require(classify(echo, credential: Secret("Bearer \(token)")))
        #expect(error.kind == .routeAbsent(.users) && error.serverText == nil)
        let custom = Case(status: 400, body: "you sent \(token)", kind: .rejected([]), text: nil)
        #expect(classify(custom, credential: Secret("Bearer \(token)"))?.serverText == nil)
        #expect(!"\(Request(.get, "https://x", authorization: Secret(token)))".contains("secret-part"))
    }

    @Test func `the text of an error is sanitised and shortened`() throws {
        let hostile = Case(
            status: 500, body: "\u{1b}[31mred\u{202e}\u{9b}" + String(repeating: "x", count: 70_000), kind: .serverFailed, text: nil)
        let text = try #require(classify(hostile)?.serverText)
        #expect(
            text.count <= 300 && !text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E }
        )
    }

    @Test(arguments: [400, 403, 404, 405, 409, 410])
    func `a web page with status 400, 403, 404, 405, 409 or 410 is not taken for an answer of the stage`(status: Int) {
        for body in ["<!DOCTYPE html><html><title>403 Forbidden</title>", "\n<HTML><TITLE>403 Forbidden</TITLE>"] {
            let error = classify(Case(status: status, body: body, kind: .webPage, text: nil))
            #expect(error?.kind == .webPage && error?.serverText == "403 Forbidden")
        }
    }

    @Test func `a web page with the status 401, 429 or 503 is classified by its status`() {
        let kinds: [(Int, ClientError.Kind)] = [
            (503, .serverFailed), (401, .unauthorized(expired: false)), (429, .throttled(retryAfter: nil)),
        ]
        for (status, kind) in kinds {
            #expect(classify(Case(status: status, body: "<html>", kind: kind, text: nil))?.kind == kind)
        }
    }
}
