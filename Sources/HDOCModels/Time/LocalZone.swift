import FoundationEssentials
import Glibc

/// A time zone: converts an instant to a local date and time.
///
/// ``current(_:)`` uses the C library, so that hdoc shows the same time as `date` and other programs on the machine. Foundation
/// supports neither POSIX values of `TZ` nor an `/etc/localtime` that is a copy instead of a link.
public struct LocalZone: Sendable {
    /// The offset from UTC and the abbreviation of a zone at one instant.
    public struct Rule: Sendable, Equatable {
        /// The offset from UTC in seconds; positive east of Greenwich.
        public var offset: Int
        /// The abbreviation, such as `CET` or `+09`. It comes from the zone's data and may be any text.
        public var abbreviation: String
    }

    /// The name of the zone: an IANA name (`Europe/Berlin`) if it is known, otherwise the value of `TZ`, otherwise the current
    /// offset (`+09:00`).
    public let identifier: String
    /// Where the zone comes from.
    public let source: LocalZoneSource
    private let ruleAtSecond: @Sendable (Int) -> Rule

    init(identifier: String, source: LocalZoneSource, rule: @escaping @Sendable (Int) -> Rule) {
        (self.identifier, self.source, ruleAtSecond) = (identifier, source, rule)
    }

    /// The zone of Coordinated Universal Time.
    public static let utc = LocalZone(identifier: "UTC", source: .program) { _ in Rule(offset: 0, abbreviation: "UTC") }

    /// A zone that the program chooses, independent of the system's zone.
    public init(_ zone: TimeZone) {
        self.init(identifier: zone.identifier, source: .program) { second in
            let instant = Date(timeIntervalSince1970: Double(second))
            return Rule(offset: zone.secondsFromGMT(for: instant), abbreviation: zone.identifier)
        }
    }

    /// The time zone of this process, as the C library determines it from the environment and `/etc/localtime`.
    /// - Parameter environment: the environment of this process. It determines only `identifier` and `source`; the C library
    ///   reads the environment itself.
    public static func current(_ environment: [String: String]) -> LocalZone {
        tzset()
        let (name, source) = LocalZoneSource.find(environment)
        let now = systemRule(atSecond: time(nil))
        return LocalZone(identifier: name ?? offsetText(now.offset), source: source, rule: systemRule)
    }

    /// The offset and abbreviation at `instant`.
    public func rule(at instant: Date) -> Rule { ruleAtSecond(Self.seconds(instant)) }

    /// The offset from UTC at `instant` in seconds; positive east of Greenwich.
    public func offset(at instant: Date) -> Int { rule(at: instant).offset }

    func offset(atSecond second: Int) -> Int { ruleAtSecond(second).offset }

    /// An offset in seconds as text: `+01:00`, or `+01:00:30` if it is not a whole number of minutes.
    public static func offsetText(_ offset: Int) -> String {
        let size = abs(offset)
        let seconds = size % 60 == 0 ? "" : ":" + (size % 60).padded(to: 2)
        return (offset < 0 ? "-" : "+") + (size / 3_600).padded(to: 2) + ":" + (size / 60 % 60).padded(to: 2) + seconds
    }

    /// Whole seconds since 1970, rounded down. The result is clamped to about 3 million years before and after 1970.
    static func seconds(_ instant: Date) -> Int {
        Int(min(max(instant.timeIntervalSince1970, -1e14), 1e14).rounded(.down))
    }

    private static func systemRule(atSecond second: Int) -> Rule {
        var instant = time_t(second)
        var parts = tm()
        guard localtime_r(&instant, &parts) != nil else { return Rule(offset: 0, abbreviation: "UTC") }
        return Rule(offset: parts.tm_gmtoff, abbreviation: parts.tm_zone.map { String(cString: $0) } ?? "")
    }
}
