import HDOCService

/// Protects a form against cross-site request forgery: the form holds a keyed hash of a cookie. An attacker
/// who sets the cookie from another port of the same host cannot compute the hash.
struct FormToken: Sendable {
    static let field = "_csrf"
    private static let cookieName = "XSRF-TOKEN"

    let cookie = Secrets.token()

    var fieldValue: String { Self.sign(cookie) }
    var setCookie: String { "\(Self.cookieName)=\(cookie); Path=/; HttpOnly; SameSite=Lax" }

    static func isGenuine(_ form: FormFields, _ head: RequestHead) -> Bool {
        guard let cookie = head.cookie(cookieName), let field = form[field] else { return false }
        return Secrets.equal(field.utf8, sign(cookie).utf8)
    }

    private static func sign(_ cookie: String) -> String { Secrets.keyedHash(cookie) }
}
