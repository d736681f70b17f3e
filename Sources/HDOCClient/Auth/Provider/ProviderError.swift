import SafeText

/// Why an exchange with the sign-in provider failed. It becomes a `ClientError` where the operation is known: in
/// `SessionKeeper`.
struct ProviderError: Error, Sendable, Equatable {
    var kind: ClientError.Kind
    /// Method and path, without host, query or body.
    var request: String
    var status: Int?
    /// The provider's own text, sanitised.
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
    /// What a response says that comes from a provider in trouble, or from something in front of it. Nil for any other.
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
    /// Makes one exchange with the sign-in provider.
    /// - Parameter name: what to call the request in errors: method and path, never a host, a query or a body.
    func exchange(_ request: Request, named name: String) async throws(ProviderError) -> Response {
        do throws(TransportError) {
            return try await send(request)
        } catch {
            throw ProviderError(error.cause == .cancelled ? .signIn(.cancelled) : .transport(error), request: name)
        }
    }
}

/// Texts of a sign-in provider, made safe to carry in an error.
enum ProviderText {
    /// One line of at most `limit` characters. Nil for an empty or missing text.
    static func line(_ text: String?, limit: Int = 200) -> String? {
        guard let text, !text.isEmpty else { return nil }
        return TerminalText.line(text, limit: limit)
    }
}

extension StringProtocol {
    /// Compares bytes. `==` compares characters, and some characters of other scripts are equal to ASCII letters: the Kelvin
    /// sign equals "K". Identifiers that decide whether a token is accepted are compared by this.
    func hasSameBytes(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}
