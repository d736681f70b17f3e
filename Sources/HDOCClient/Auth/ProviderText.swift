/// Words of a sign-in provider, made safe to carry in an error.
enum ProviderText {
    /// RFC 6749 allows only printable ASCII in `error` and `error_description`, so anything else becomes a question
    /// mark. One line of at most `limit` characters; nil where nothing is left to say.
    static func line(_ text: String?, limit: Int = 200) -> String? {
        guard let text, !text.isEmpty else { return nil }
        let safe = text.unicodeScalars.prefix(limit).map { (0x20...0x7E).contains($0.value) ? $0 : "?" }
        return String(String.UnicodeScalarView(safe))
    }
}
