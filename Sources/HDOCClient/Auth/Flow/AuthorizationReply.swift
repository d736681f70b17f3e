import HDOCModels

/// The response of the provider, which arrives through the browser. It is only created if its state is that of the sign-in
/// attempt.
enum AuthorizationReply: Sendable, Equatable {
    /// The authorization code.
    case code(Secret)
    /// The provider refused the sign-in. The values are `error` and `error_description`, sanitised.
    case refused(code: String, description: String?)

    /// The result of checking the query of a redirect.
    enum Judgement: Sendable, Equatable {
        case accepted(AuthorizationReply)
        /// The query has the state of another sign-in attempt or another program.
        case wrongState
        /// The query is not an authorization response.
        case notOurs
    }

    /// Checks the query of a redirect. It compares the state first, and reads the code or the error only if the state matches.
    static func judge(query: some StringProtocol, state expected: String) -> Judgement {
        guard let items = PercentEncoding.parseQuery(query) else { return .notOurs }
        // The value of a parameter that occurs exactly once. RFC 6749, section 3.1, forbids repeated parameters.
        func only(_ name: String) -> String? {
            let values = items.filter { $0.0 == name }
            return values.count == 1 ? values[0].1 : nil
        }
        guard let state = only("state") else { return .notOurs }
        guard SignInSecrets.matches(state, expected) else { return .wrongState }
        let names = items.map(\.0)
        switch (names.contains("code"), names.contains("error")) {
        case (true, false):
            guard let code = only("code"), !code.isEmpty else { return .notOurs }
            return .accepted(.code(Secret(code)))
        case (false, true):
            guard let code = ProviderText.line(only("error"), limit: 60) else { return .notOurs }
            return .accepted(.refused(code: code, description: ProviderText.line(only("error_description"))))
        default: return .notOurs
        }
    }

    /// Extracts the query from a text that the user pasted: a whole URL, or its part `code=…&state=…`. All white space is
    /// removed, because terminals and mail programs break long lines, and a query contains none.
    static func query(inPasted text: String) -> String {
        var rest = text.unicodeScalars.filter { !$0.properties.isWhitespace }.drop { "<\"'".unicodeScalars.contains($0) }
        while let last = rest.last, ">\"'".unicodeScalars.contains(last) { rest.removeLast() }
        if let mark = rest.firstIndex(of: "?") { rest = rest[rest.index(after: mark)...] }
        return String(String.UnicodeScalarView(rest.prefix { $0 != "#" }))
    }
}
