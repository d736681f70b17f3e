import FoundationEssentials
import HDOCModels

/// Dates in headers of HTTP and in certificates.
package enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Parses the value of a `Date` header, such as `Mon, 23 Nov 2026 15:30:13 GMT`.
    package static func parse(_ text: String) -> Date? {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 6, parts[5] == "GMT" else { return nil }
        return date(day: parts[1], month: parts[2], year: parts[3], time: parts[4])
    }

    /// A date in UTC from its parts: `7`, `Nov`, `2026`, `15:30:13`.
    static func date(day: String, month: String, year: String, time: String) -> Date? {
        guard let month = months.firstIndex(of: month) else { return nil }
        return Timestamp.parse("\(year)-\(month < 9 ? "0" : "")\(month + 1)-\(day.utf8.count == 1 ? "0" : "")\(day)T\(time)Z")
    }
}
