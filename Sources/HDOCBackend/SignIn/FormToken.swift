import HDOCService
import Synchronization

/// Protects one form against cross-site request forgery: the form holds a keyed hash of a cookie. An attacker who sets the cookie
/// from another port of the same host cannot compute the hash.
struct FormToken: Sendable {
    static let field = "_csrf"
    fileprivate static let cookieName = "XSRF-TOKEN"

    fileprivate let cookie = Secrets.token()

    var fieldValue: String { Self.sign(cookie) }
    var setCookie: String { "\(Self.cookieName)=\(cookie); Path=/; HttpOnly; SameSite=Lax" }

    fileprivate static func sign(_ cookie: String) -> String { Secrets.keyedHash(cookie) }
}

/// The tokens of the forms that were shown and not sent yet. Each is accepted once.
final class FormTokens: Sendable {
    /// One browser has far fewer forms open. Beyond this number the oldest token is removed, so that the memory in use stays small.
    private static let limit = 1000

    private let cookies = Mutex<[String]>([])

    func make() -> FormToken {
        let token = FormToken()
        cookies.withLock {
            if $0.count >= Self.limit { $0.removeFirst() }
            $0.append(token.cookie)
        }
        return token
    }

    /// Whether the form was shown to this browser by one of this backend's own pages, and is sent for the first time.
    func redeem(_ form: FormFields, _ head: RequestHead) -> Bool {
        guard Self.isSameOrigin(head), let cookie = head.cookie(FormToken.cookieName), let field = form[FormToken.field],
            Secrets.equal(field.utf8, FormToken.sign(cookie).utf8)
        else { return false }
        return cookies.withLock { cookies in
            guard let index = cookies.firstIndex(where: { $0.utf8.elementsEqual(cookie.utf8) }) else { return false }
            cookies.remove(at: index)
            return true
        }
    }

    /// Browsers say with each form where its page came from. Programs that are not browsers say nothing.
    private static func isSameOrigin(_ head: RequestHead) -> Bool {
        guard let origin = head.header("Origin") else { return true }
        return origin.utf8.elementsEqual("http://\(head.header("Host") ?? "")".utf8)
    }
}
