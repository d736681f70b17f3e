import FoundationEssentials

/// ISO 8601 instants as the backend writes them (`2020-07-30T00:22:31.096Z`), with or without a fraction.
public enum Timestamp {
    private static let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    private static let plain = Date.ISO8601FormatStyle()

    /// Reads an instant of at most 40 bytes. Nil where the text is none.
    public static func parse(_ text: String) -> Date? {
        guard text.utf8.count <= 40 else { return nil }
        return (try? fractional.parse(text)) ?? (try? plain.parse(text))
    }

    /// The instant in UTC with milliseconds and `Z`, as the website writes it.
    public static func format(_ date: Date) -> String { fractional.format(date) }
}
