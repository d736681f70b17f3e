/// The HTTP responses of the callback listener. They are static: nothing from a request appears in them.
enum CallbackPage: Sendable, Equatable {
    case done, refused
    case notOurs, malformed, wrongMethod, wrongHost, notFound, tooLarge

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
            ] + (self == .wrongMethod ? ["Allow: GET"] : [])
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }

    private var status: String {
        switch self {
        case .done, .refused: "200 OK"
        case .notOurs, .malformed, .wrongHost: "400 Bad Request"
        case .wrongMethod: "405 Method Not Allowed"
        case .notFound: "404 Not Found"
        case .tooLarge: "431 Request Header Fields Too Large"
        }
    }

    private var texts: (title: String, text: String) {
        switch self {
        case .done: ("Back to the terminal", "hdoc received the response. You can close this tab.")
        case .refused: ("Not signed in", "The terminal shows the reason. You can close this tab.")
        case .notOurs: ("This is another sign-in", "Open the address that hdoc shows in the terminal.")
        default: ("Nothing here", "hdoc uses this address to receive the result of a sign-in.")
        }
    }
}
