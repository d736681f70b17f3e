import SafeText

/// The error of a request to the sign-in provider. `SessionKeeper` adds the operation and converts it to a `ClientError`.
struct ProviderError: Error, Sendable, Equatable {
    var kind: ClientError.Kind
    /// The method and path, without host, query or body.
    var request: String
    var status: Int?
    /// The provider's message, sanitised.
    var serverText: String?

    init(_ kind: ClientError.Kind, request: String = "", status: Int? = nil, serverText: String? = nil) {
        (self.kind, self.request, self.status, self.serverText) = (kind, request, status, serverText)
    }

    init(_ problem: SignInError, request: String = "", status: Int? = nil, serverText: String? = nil) {
        self.init(.signIn(problem), request: request, status: status, serverText: serverText)
    }

    init(_ problem: SignInError.TokenProblem) { self.init(.token(problem)) }
}

extension ClientError.Kind {
    /// The kind of a 429 or 5xx response, which means that the provider or a proxy in front of it is overloaded or failing. Nil
    /// for any other status.
    static func providerTrouble(_ response: Response) -> ClientError.Kind? {
        switch response.status {
        case 429: .throttled(retryAfter: nil)
        case 504: .gatewayTimeout
        case 500...599: .serverFailed
        default: nil
        }
    }
}

extension ClientError {
    init(_ error: ProviderError, during operation: Operation) {
        self.init(
            error.kind, operation: operation, request: error.request, status: error.status, serverText: error.serverText)
    }
}

extension Transport {
    /// Sends a request to the sign-in provider.
    /// - Parameter name: the name of the request in errors: method and path, never a host, query or body.
    func exchange(_ request: Request, named name: String) async throws(ProviderError) -> Response {
        do throws(TransportError) {
            return try await send(request)
        } catch {
            throw ProviderError(error.cause == .cancelled ? .signIn(.cancelled) : .transport(error), request: name)
        }
    }
}

/// Makes texts of a sign-in provider safe for errors.
enum ProviderText {
    /// A sanitised line of at most `limit` characters. Nil if the text is empty or missing.
    static func line(_ text: String?, limit: Int = 200) -> String? {
        guard let text, !text.isEmpty else { return nil }
        return TerminalText.line(text, limit: limit)
    }
}

extension StringProtocol {
    /// Compares bytes. `==` compares characters, and some non-ASCII characters equal ASCII letters: the Kelvin sign equals "K".
    /// Use this for identifiers that decide whether a token is accepted.
    func hasSameBytes(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}
