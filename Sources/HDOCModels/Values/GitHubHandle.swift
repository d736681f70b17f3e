/// The rules for GitHub usernames, which are the handles of journeyers.
public enum GitHubHandle {
    /// The longest username that GitHub allows, in characters.
    public static let longest = 39

    /// Whether GitHub allows this username: 1 to 39 ASCII letters, digits and single hyphens, without a hyphen at either end.
    public static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...longest).contains(bytes.count), bytes.first != hyphen, bytes.last != hyphen else { return false }
        return zip(bytes, bytes.dropFirst() + [0]).allSatisfy { byte, next in
            byte == hyphen ? next != hyphen : ASCII.isLetterOrDigit(byte)
        }
    }

    /// The text without white space around it and without the `@` that people type before a handle.
    public static func normalised(_ text: String) -> String {
        let trimmed = text.trimmed
        return String(trimmed.afterBytes(of: "@")?.trimmed ?? trimmed)
    }

    /// Whether two handles name the same account. GitHub ignores the case of handles. False if either handle is nil.
    public static func isSame(_ a: String?, _ b: String?) -> Bool {
        guard let a, let b else { return false }
        return a.isSameIgnoringASCIICase(as: b)
    }

    /// The key of a handle in a dictionary. Handles that name the same account have equal keys.
    public static func key(_ handle: String) -> String { String(decoding: handle.utf8.map(ASCII.lowered), as: UTF8.self) }

    private static let hyphen = UInt8(ascii: "-")
}
