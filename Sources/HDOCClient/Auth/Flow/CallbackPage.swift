/// The HTTP responses of the callback listener. They are static and contain no part of a request.
enum CallbackPage: Sendable, Equatable {
    case done, refused
    /// The query is not a response of a provider.
    case noReply
    case notFound
    case refusal(CallbackProblem)

    var bytes: [UInt8] {
        let body = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>hdoc</title></head><body><h1>\(texts.title)</h1><p>\(texts.text)</p></body></html>

            """
        let head =
            [
                "HTTP/1.1 \(status)", "Content-Type: text/html; charset=utf-8", "Content-Length: \(body.utf8.count)",
                "Cache-Control: no-store", "Referrer-Policy: no-referrer", "X-Content-Type-Options: nosniff",
                "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                "Connection: close",
            ] + (self == .refusal(.wrongMethod) ? ["Allow: GET"] : [])
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }

    private var status: String {
        switch self {
        case .done, .refused: "200 OK"
        case .noReply, .refusal(.malformed), .refusal(.wrongHost), .refusal(.otherSignIn): "400 Bad Request"
        case .refusal(.wrongMethod): "405 Method Not Allowed"
        case .notFound: "404 Not Found"
        case .refusal(.tooLarge): "431 Request Header Fields Too Large"
        }
    }

    private var texts: (title: String, text: String) {
        switch self {
        case .done: ("Back to the terminal", "hdoc received the response. You can close this tab.")
        case .refused: ("Not signed in", "The terminal shows the reason. You can close this tab.")
        case .noReply, .refusal(.otherSignIn): ("This is another sign-in", "Open the address that hdoc shows in the terminal.")
        case .refusal(let problem): ("One step is left", "\(reason(problem)) Copy this page's address and paste it into hdoc.")
        case .notFound: ("Nothing here", "hdoc uses this address to receive the result of a sign-in.")
        }
    }

    private func reason(_ problem: CallbackProblem) -> String {
        switch problem {
        case .malformed, .otherSignIn: "hdoc could not read what the browser sent."
        case .wrongMethod: "The sign-in page sent its answer in a way that hdoc does not read."
        case .wrongHost: "The browser used another name for this machine than localhost."
        case .tooLarge: "The browser sent more than hdoc reads, most likely cookies of other programs on localhost."
        }
    }
}
