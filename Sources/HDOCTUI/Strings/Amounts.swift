/// Numbers with their unit, as a person reads them.
package enum Amounts {
    /// The number, or a dash if it is unknown.
    package static func known(_ number: Int?) -> String { number.map(String.init) ?? "-" }

    /// `1 entry`, `3 entries`.
    package static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }

    /// `12,500`: a number that is not negative, with a comma before each group of three digits.
    package static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        return digits.indices.map { ($0 > 0 && (digits.count - $0) % 3 == 0 ? "," : "") + String(digits[$0]) }.joined()
    }

    /// `2 of 302 could not be read`, or `2 could not be read` if the total is unknown.
    package static func unreadable(_ number: Int, received: Int?) -> String {
        "\(received.map { "\(number) of \($0 + number)" } ?? "\(number)") could not be read"
    }

    /// `812 bytes`, `12 kB`, `3.4 MB`: powers of ten, as networks and disks count.
    package static func bytes(_ number: Int) -> String {
        switch number {
        case ..<1000: return count(number, "byte")
        case ..<1_000_000: return "\(number / 1000) kB"
        default:
            let tenths = number / 100_000
            return tenths % 10 == 0 ? "\(tenths / 10) MB" : "\(tenths / 10).\(tenths % 10) MB"
        }
    }

    /// `a`, `a or b`, `a, b or c`.
    package static func choice(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " or \(last)"
    }
}
