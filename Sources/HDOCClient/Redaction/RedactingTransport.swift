import FoundationEssentials

/// Removes all known tokens from the responses of a stage and its sign-in provider. Everything that is decoded, shown, logged or saved
/// has passed through it; see `HeldTokens`.
struct RedactingTransport: Transport {
    let base: any Transport
    let tokens: HeldTokens

    func send(_ request: Request) async throws(TransportError) -> Response {
        note(request)
        do throws(TransportError) {
            var response = try await base.send(request)
            if request.returnsTokens, response.isSuccess {
                noteIssued(response.body)
            } else {
                response.body = tokens.redact(response.body)
            }
            for index in response.headers.indices { response.headers[index].value = tokens.redact(response.headers[index].value) }
            return response
        } catch {
            var clean = error
            clean.detail = tokens.redact(error.detail)
            throw clean
        }
    }

    private func note(_ request: Request) {
        guard let credential = request.authorization?.exposed, let token = credential.split(separator: " ").last else { return }
        tokens.add(Secret(String(token)))
    }

    private func noteIssued(_ body: Data) {
        let issued = (try? JSONDecoder().decode(IssuedTokens.self, from: body))
        for token in [issued?.id_token, issued?.access_token, issued?.refresh_token].compactMap(\.self) { tokens.add(Secret(token)) }
    }

    private struct IssuedTokens: Decodable {
        var id_token, access_token, refresh_token: String?
    }
}
