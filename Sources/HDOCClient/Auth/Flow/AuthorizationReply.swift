import HDOCModels

/// What the provider sent back through the browser, believed only because its state is ours.
enum AuthorizationReply: Sendable, Equatable {
    case code(Secret)
    /// `error` and `error_description`, made safe to show.
    case refused(code: String, description: String?)

    enum Judgement: Sendable, Equatable {
        case accepted(AuthorizationReply)
        /// It carries a state, but of another try or another program.
        case wrongState
        case notOurs
    }

    /// Judges the query of a redirect. State comes first: neither a code nor an error is looked at before it matches.
    static func judge(query: some StringProtocol, state expected: String) -> Judgement {
        guard let items = PercentEncoding.parseQuery(query) else { return .notOurs }
        // RFC 6749 forbids repeated parameters; taking either of two would be a guess.
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

    /// The query within what somebody pasted: a whole address or its `code=…&state=…` part. Terminals and mail programs
    /// break long lines, and none of the characters that matter is white space, so all of that goes.
    static func query(inPasted text: String) -> String {
        var rest = text.filter { !$0.isWhitespace }
        rest = String(rest.drop { "<\"'".contains($0) })
        while let last = rest.last, ">\"'".contains(last) { rest.removeLast() }
        if let mark = rest.firstIndex(of: "?") { rest = String(rest[rest.index(after: mark)...]) }
        return String(rest.prefix { $0 != "#" })
    }
}
