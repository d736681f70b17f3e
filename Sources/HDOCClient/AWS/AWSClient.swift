import FoundationEssentials
import HDOCModels
import SafeText

/// Sends signed requests to AWS in two protocols: Query, in which a request is a form and a response is XML, and JSON 1.1.
public struct AWSClient: Sendable {
    /// The keys and the region with which requests are signed.
    public let access: AWSAccess
    let transport: any Transport
    let clock: @Sendable () -> Date

    /// - Parameters:
    ///   - access: the keys and the region.
    ///   - transport: sends and signs the requests; see `Request.signing`.
    ///   - clock: returns the time of this machine. If AWS rejects a signature, it is compared with the time of AWS.
    public init(access: AWSAccess, transport: any Transport, clock: @escaping @Sendable () -> Date) {
        (self.access, self.transport, self.clock) = (access, transport, clock)
    }

    /// Sends a request in the Query protocol.
    func query(_ service: String, _ form: [(String, String)]) async throws(AWSError) -> XMLElement {
        let response = try await send(
            service, [Header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")], PercentEncoding.form(form))
        let reply = XMLElement.parse(response.body)
        guard response.isSuccess else {
            let error = reply?.first("Error")
            throw failure(response, code: error?["Code"]?.text, message: error?["Message"]?.text)
        }
        guard let reply else { throw .unreadable(status: response.status) }
        return reply
    }

    /// Sends a request in the JSON 1.1 protocol and returns the members of the response.
    /// - Parameter target: the version and the operation, as the header `X-Amz-Target` names them.
    func json(_ service: String, target: String, _ parameters: [String: JSONValue]) async throws(AWSError) -> [String: JSONValue] {
        let response = try await send(
            service, [Header("Content-Type", "application/x-amz-json-1.1"), Header("X-Amz-Target", target)],
            Array(JSONWriter.text(.object(parameters)).utf8))
        let reply = (try? JSONParser.read(response.body))?.object
        guard response.isSuccess else {
            // The type may have a namespace before it and an address after it: `com.amazonaws.x#NAME:http://…`.
            let type = (response.header("X-Amzn-ErrorType") ?? reply?["__type"]?.text)?.split(separator: ":").first
            throw failure(
                response, code: type?.split(separator: "#").last.map(String.init),
                message: (reply?["message"] ?? reply?["Message"])?.text)
        }
        guard let reply else { throw .unreadable(status: response.status) }
        return reply
    }

    private func send(_ service: String, _ headers: [Header], _ body: [UInt8]) async throws(AWSError) -> Response {
        let signing = RequestSigning(
            region: access.region, service: service, keyID: access.keyID, secret: access.secret,
            sessionToken: access.sessionToken)
        let request = Request(.post, try access.endpoint(service), headers: headers, body: body, signing: signing)
        do throws(TransportError) {
            return try await transport.send(request)
        } catch {
            throw .transport(error)
        }
    }

    private func failure(_ response: Response, code: String?, message: String?) -> AWSError {
        guard let code else { return .unreadable(status: response.status) }
        let message = TerminalText.line(message ?? "", limit: 300)
        switch code {
        case "ExpiredToken", "ExpiredTokenException": return .expired(profile: access.profile)
        case "InvalidClientTokenId", "UnrecognizedClientException": return .unknownKey(profile: access.profile)
        case "RequestTimeTooSkewed", "RequestExpired": return .clockSkew(seconds: skew(response))
        case "SignatureDoesNotMatch", "InvalidSignatureException":
            // AWS uses this code for a wrong clock and for a wrong secret. Comparing the clocks distinguishes them.
            if let skew = skew(response) { return .clockSkew(seconds: skew) }
            return message.hasPrefix("Signature expired") || message.hasPrefix("Signature not yet current")
                ? .clockSkew(seconds: nil) : .wrongSecret(profile: access.profile)
        case "AccessDenied", "AccessDeniedException":
            if message.contains("one time pass code") || message.contains("MultiFactorAuthentication failed") { return .wrongCode }
            if message.contains("with session credentials") { return .needsLongLivedKeys(profile: access.profile) }
            return .accessDenied(message)
        case "Throttling", "ThrottlingException", "RequestLimitExceeded": return .throttled
        default: return .refused(code: TerminalText.line(code, limit: 60), message: message, status: response.status)
        }
    }

    /// The number of seconds by which this machine's clock is ahead of the server's. Nil if AWS would accept the difference,
    /// which is less than about five minutes.
    private func skew(_ response: Response) -> Int? {
        guard let text = response.header("Date"), let server = HTTPDate.parse(text) else { return nil }
        let seconds = Int(clock().timeIntervalSince(server).rounded())
        return abs(seconds) >= 290 ? seconds : nil
    }
}
