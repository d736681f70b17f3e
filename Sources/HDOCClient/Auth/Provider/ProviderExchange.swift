import FoundationEssentials

extension Transport {
    /// One exchange with the sign-in provider. `name` is how it is called in errors: method and path, never a host,
    /// a query or a body.
    func exchange(_ request: Request, named name: String) async throws(ClientError) -> Response {
        do throws(TransportError) {
            return try await send(request)
        } catch {
            let kind: ClientError.Kind = error.cause == .cancelled ? .signIn(.cancelled) : .transport(error)
            throw ClientError(kind, operation: .signIn, request: name)
        }
    }
}

extension ClientError {
    init(_ problem: SignInError, request: String = "", status: Int? = nil, serverText: String? = nil) {
        self.init(.signIn(problem), operation: .signIn, request: request, status: status, serverText: serverText)
    }

    init(_ problem: SignInError.TokenProblem) { self.init(.token(problem)) }

    func during(_ operation: Operation) -> ClientError {
        var error = self
        error.operation = operation
        return error
    }
}
