import HDOCService

/// The two forms of the hosted pages.
enum HostedPageKind { case signIn, signUp }

/// The HTML of the hosted pages: static, without scripts, usable by keyboard and at 320 pixels.
enum HostedPage {
    static let stylePath = "/hosted.css"
    /// Compared with the password if the username is unknown. No password has an empty key.
    static let nobody = PasswordHash(salt: Array("nobody".utf8), key: [])

    static func form(
        _ form: HostedPageKind, _ wanted: AuthorizeRequest, formToken: FormToken, message: String?,
        username: String? = nil, email: String? = nil
    ) -> ServiceReply {
        let query = escape(wanted.query.encoded)
        let alert = message.map { "<p id=\"problem\" role=\"alert\">\(escape($0))</p>" } ?? ""
        let described = message == nil ? "" : " aria-describedby=\"problem\""
        let fields = username ?? wanted.loginHint ?? ""
        let body = """
            \(alert)
            <form method="post" action="\(form == .signIn ? "/login" : "/signup")?\(query)">
            <input type="hidden" name="\(FormToken.field)" value="\(formToken.fieldValue)">
            <label for="username">Username</label>
            <input id="username" name="username" value="\(escape(fields))" autocomplete="username"
              autocapitalize="none" spellcheck="false" required autofocus\(described)>
            \(form == .signUp ? emailField(email ?? "") : "")
            <label for="password">Password</label>
            <input id="password" name="password" type="password" required
              autocomplete="\(form == .signIn ? "current-password" : "new-password")">
            <button type="submit">\(form == .signIn ? "Sign in" : "Sign up")</button>
            </form>
            \(form == .signIn
                ? "<p>Need an account? <a href=\"/signup?\(query)\">Sign up</a></p>"
                : "<p>Have an account? <a href=\"/login?\(query)\">Sign in</a></p>")
            """
        return page(form == .signIn ? "Sign in" : "Sign up", body, callback: wanted.redirectURI)
            .adding("Set-Cookie", formToken.setCookie)
    }

    private static func emailField(_ email: String) -> String {
        """
        <label for="email">Email</label>
        <input id="email" name="email" type="email" value="\(escape(email))" autocomplete="email" required>
        """
    }

    /// The provider's own error page. It has no link back to the client.
    static func error(_ error: String) -> ServiceReply {
        page(
            "An error was encountered with the requested page.", "<p role=\"alert\"><code>\(escape(error))</code></p>",
            status: 400)
    }

    static var signedOut: ServiceReply { page("You are signed out", "<p>You may close this window.</p>") }

    static func redirect(to address: String) -> ServiceReply {
        ServiceReply(status: 302, contentType: "text/plain", text: "", headers: guards(callback: nil))
            .adding("Location", address)
    }

    private static func page(_ title: String, _ body: String, status: Int = 200, callback: String? = nil) -> ServiceReply {
        let html = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) · #100DaysOfCloud demo</title>
            <link rel="stylesheet" href="\(stylePath)">
            </head>
            <body>
            <main>
            <h1>\(title)</h1>
            \(body)
            </main>
            </body>
            </html>

            """
        return ServiceReply(
            status: status, contentType: "text/html; charset=utf-8", text: html, headers: guards(callback: callback))
    }

    /// Browsers apply `form-action` also to the redirect that follows the form, so it includes the callback's origin.
    private static func guards(callback: String?) -> [ServiceHeader] {
        let origin = callback.map { " " + $0.split(separator: "/").prefix(2).joined(separator: "//") } ?? ""
        return [
            ServiceHeader("Cache-Control", "no-store"),
            // With "no-referrer", browsers would send "Origin: null" with the forms of these pages.
            ServiceHeader("Referrer-Policy", "same-origin"),
            ServiceHeader("X-Content-Type-Options", "nosniff"),
            ServiceHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; form-action 'self'\(origin); frame-ancestors 'none'; "
                    + "base-uri 'none'"),
        ]
    }

    /// Escapes code points, not characters: `"` with a combining mark after it also ends an attribute.
    static func escape(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }

    static var style: ServiceReply {
        ServiceReply(
            status: 200, contentType: "text/css; charset=utf-8",
            text: """
                :root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
                body { margin: 0; padding: 1rem; }
                main { max-width: 22rem; margin: 0 auto; }
                h1 { font-size: 1.4rem; }
                label { display: block; margin-top: 1rem; font-weight: 600; }
                input:not([type=hidden]), button { box-sizing: border-box; width: 100%; font: inherit; padding: .6rem; }
                button { margin-top: 1.5rem; cursor: pointer; }
                input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid #2a6fdb; outline-offset: 2px; }
                [role=alert] { border-left: .3rem solid #b3261e; padding: .3rem .6rem; }

                """)
    }
}
