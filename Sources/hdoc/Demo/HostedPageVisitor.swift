import FoundationEssentials
import HDOCClient
import HDOCModels
import SafeText

enum HostedPageError: Error, Sendable, Equatable {
    case noForm, tooManyRedirects
    case status(Int)
    /// The page shows its form again; `message` is the text of its alert, if there is one.
    case refused(message: String?)
}

/// Signs in on a hosted page like a browser: follows redirects, keeps cookies, fills in the form and submits it.
struct HostedPageVisitor {
    let transport: any Transport
    /// Cookies by origin, then by name.
    private var cookies: [String: [String: String]] = [:]

    init(transport: any Transport) { self.transport = transport }

    /// Signs in and follows the redirects to the callback of the client. Returns when the client has answered. Throws a
    /// `HostedPageError`, or the error of the transport.
    mutating func signIn(at address: String, username: String, password: String) async throws {
        let (page, location) = try await follow(Request(.get, address))
        guard let form = HostedForm(page) else { throw HostedPageError.noForm }
        var fields = form.fields
        fields["username"] = username
        fields["password"] = password
        let body = PercentEncoding.form(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        let target = resolve(form.action, against: location)
        let headers = [Header("Content-Type", "application/x-www-form-urlencoded"), Header("Origin", origin(location))]
        let (answer, _) = try await follow(Request(.post, target, headers: headers, body: body))
        if HostedForm(answer) != nil { throw HostedPageError.refused(message: HostedForm.problem(answer)) }
    }

    /// Sends a request and follows its redirects. Returns the last page and its address.
    private mutating func follow(_ first: Request) async throws -> (String, String) {
        var request = first
        for _ in 0..<8 {
            request.headers += cookieHeader(request.url)
            let response = try await transport.send(request)
            keepCookies(response, from: request.url)
            if (300..<400).contains(response.status), let location = response.header("Location") {
                request = Request(.get, resolve(location, against: request.url))
            } else if response.status == 200 {
                return (String(decoding: response.body, as: UTF8.self), request.url)
            } else {
                throw HostedPageError.status(response.status)
            }
        }
        throw HostedPageError.tooManyRedirects
    }

    private func cookieHeader(_ url: String) -> [Header] {
        guard let jar = cookies[origin(url)], !jar.isEmpty else { return [] }
        return [Header("Cookie", jar.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))]
    }

    private mutating func keepCookies(_ response: Response, from url: String) {
        for header in response.headers where header.name.lowercased() == "set-cookie" {
            let pair = header.value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { cookies[origin(url), default: [:]][String(pair[0])] = String(pair[1]) }
        }
    }

    private func resolve(_ target: String, against base: String) -> String {
        target.hasPrefix("/") ? origin(base) + target : target
    }

    /// The origin of a URL: `http://host:port`.
    private func origin(_ url: String) -> String {
        url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3).joined(separator: "/")
    }
}

/// The first form of a page, with the initial values of its fields.
struct HostedForm {
    let action: String
    let fields: [String: String]

    init?(_ page: String) {
        guard let form = Self.tags("form", in: page).first, let action = form["action"] else { return nil }
        self.action = action
        let inputs = Self.tags("input", in: page).compactMap { input in input["name"].map { ($0, input["value"] ?? "") } }
        fields = Dictionary(inputs) { first, _ in first }
    }

    /// The text of the first alert on the page.
    static func problem(_ page: String) -> String? {
        guard let alert = page.split(separator: "<").first(where: { $0.contains("role=\"alert\"") }),
            let end = alert.firstIndex(of: ">")
        else { return nil }
        return TerminalText.line(unescape(String(alert[alert.index(after: end)...])), limit: 200)
    }

    /// The attributes of each tag of this name, in order.
    private static func tags(_ name: String, in page: String) -> [[String: String]] {
        page.split(separator: "<").filter { $0.lowercased().hasPrefix(name) && $0.dropFirst(name.count).first?.isWhitespace == true }
            .map { attributes($0.dropFirst(name.count).prefix { $0 != ">" }) }
    }

    /// The attributes of a tag by name, from `name="value"` pairs. An attribute without a value is empty.
    private static func attributes(_ text: Substring) -> [String: String] {
        var (found, rest): ([String: String], Substring) = ([:], text)
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "/" }
            let name = rest.prefix { !$0.isWhitespace && $0 != "=" }
            guard !name.isEmpty else { return found }
            rest = rest.dropFirst(name.count)
            guard rest.first == "=", let quote = rest.dropFirst().first, quote == "\"" || quote == "'" else {
                rest = rest.drop { !$0.isWhitespace }
                found[name.lowercased()] = ""
                continue
            }
            let value = rest.dropFirst(2).prefix { $0 != quote }
            found[name.lowercased()] = unescape(String(value))
            rest = rest.dropFirst(2 + value.count + 1)
        }
    }

    private static func unescape(_ text: String) -> String {
        // `&amp;` comes last, because otherwise `&amp;lt;` would be unescaped twice.
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(text) { text, pair in
            text.split(separator: pair.0, omittingEmptySubsequences: false).joined(separator: pair.1)
        }
    }
}
