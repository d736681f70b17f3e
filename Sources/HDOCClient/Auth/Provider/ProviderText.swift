import HDOCModels

/// Words of a sign-in provider, made safe to carry in an error.
enum ProviderText {
    /// One line of at most `limit` characters; nil where there is nothing to say.
    static func line(_ text: String?, limit: Int = 200) -> String? {
        guard let text, !text.isEmpty else { return nil }
        return TerminalText.line(text, limit: limit)
    }
}
