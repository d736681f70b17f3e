import FoundationEssentials
import HDOCModels
import Synchronization

/// Removes all known tokens from the responses of a stage and its sign-in provider. Everything that is decoded, shown, logged or saved
/// has passed through it; see `HeldTokens`.
struct RedactingTransport: Transport {
    let base: any Transport
    let tokens: HeldTokens

    func send(_ request: Request) async throws(TransportError) -> Response {
        note(request)
        var request = request
        let body = request.receiver.map { RedactedBody(tokens, $0) }
        request.receiver = body?.receiver
        do throws(TransportError) {
            var response = try await base.send(request)
            if response.streamed != nil { body?.finish() }
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

/// Removes all known tokens from a body while it arrives.
///
/// It passes bytes on up to the last quotation mark: none of the escape sequences that `TokenRuns` reads contains one, and hardly any
/// token does, so that no token is cut in two. The rest waits for the next bytes. If a token contains one, everything waits.
private final class RedactedBody: Sendable {
    private struct Waiting {
        var bytes = Data()
        /// Whether there are no tokens, so that nothing needs to be searched.
        var isClear = false
        var isCutAtMarks = true
    }

    private static let mark = UInt8(ascii: "\"")
    /// A text without a quotation mark is searched when it has this many bytes. No element of a list is as long.
    private static let longestWait = 1 << 20

    private let tokens: HeldTokens
    private let target: BodyReceiver
    private let waiting = Mutex(Waiting())

    init(_ tokens: HeldTokens, _ target: BodyReceiver) { (self.tokens, self.target) = (tokens, target) }

    var receiver: BodyReceiver {
        BodyReceiver { [self] status in
            waiting.withLock { $0 = Waiting(isClear: !tokens.areKnown, isCutAtMarks: !tokens.contain(Self.mark)) }
            return target.begin(status)
        } take: { [self] bytes in
            let ready: Data? = waiting.withLock { waiting in
                if waiting.isClear { return nil }
                waiting.bytes.append(contentsOf: bytes)
                return waiting.isCutAtMarks ? Self.take(&waiting.bytes, hasMark: bytes.contains(Self.mark)) : Data()
            }
            if let ready { pass(ready) } else { target.take(bytes) }
        } hasRoom: { [target] in
            target.hasRoom($0)
        }
    }

    /// Removes the bytes that can be searched now.
    private static func take(_ bytes: inout Data, hasMark: Bool) -> Data {
        let last = hasMark ? bytes.lastIndex(of: mark) : bytes.count >= longestWait ? bytes.indices.last : nil
        guard let last else { return Data() }
        defer { bytes = Data(bytes[(last + 1)...]) }
        return Data(bytes[...last])
    }

    /// Passes on what is left at the end of the body.
    func finish() {
        pass(
            waiting.withLock { waiting in
                defer { waiting.bytes = Data() }
                return waiting.bytes
            })
    }

    private func pass(_ bytes: Data) {
        if !bytes.isEmpty { tokens.redact(bytes).withUnsafeBytes { target.take($0) } }
    }
}
