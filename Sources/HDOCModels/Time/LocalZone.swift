import FoundationEssentials
import Glibc

/// The rules by which an instant becomes a local date and time.
///
/// ``current(_:)`` asks the C library, so that hdoc agrees with `date` and with every other program on the machine: Foundation
/// reads neither POSIX values of `TZ` nor a copied `/etc/localtime`.
public struct LocalZone: Sendable {
    /// The offset from UTC and the abbreviation that hold at some instant.
    public struct Rule: Sendable, Equatable {
        /// In seconds; positive east of Greenwich.
        public var offset: Int
        /// `CET`, `+09`; from the zone's data, so it may be any text.
        public var abbreviation: String
    }

    /// The name of the zone: an IANA name (`Europe/Berlin`) where it is known, otherwise the value of `TZ`, otherwise the
    /// present offset (`+09:00`).
    public let identifier: String
    /// Where the zone comes from.
    public let source: LocalZoneSource
    private let ruleAtSecond: @Sendable (Int) -> Rule

    init(identifier: String, source: LocalZoneSource, rule: @escaping @Sendable (Int) -> Rule) {
        (self.identifier, self.source, ruleAtSecond) = (identifier, source, rule)
    }

    /// Coordinated universal time.
    public static let utc = LocalZone(identifier: "UTC", source: .program) { _ in Rule(offset: 0, abbreviation: "UTC") }

    /// A zone that the program chooses itself.
    public init(_ zone: TimeZone) {
        self.init(identifier: zone.identifier, source: .program) { second in
            let instant = Date(timeIntervalSince1970: Double(second))
            return Rule(offset: zone.secondsFromGMT(for: instant), abbreviation: zone.identifier)
        }
    }

    /// The zone of this process, as the C library reads it from the process's environment and `/etc/localtime`.
    /// - Parameter environment: the process's environment, from which the zone's name is taken.
    public static func current(_ environment: [String: String]) -> LocalZone {
        tzset()
        let (name, source) = LocalZoneSource.find(environment)
        let now = systemRule(atSecond: time(nil))
        return LocalZone(identifier: name ?? offsetText(now.offset), source: source, rule: systemRule)
    }

    /// The rule that holds at `instant`.
    public func rule(at instant: Date) -> Rule { ruleAtSecond(Self.seconds(instant)) }

    /// Seconds to add to UTC at `instant`; positive east of Greenwich.
    public func offset(at instant: Date) -> Int { rule(at: instant).offset }

    func offset(atSecond second: Int) -> Int { ruleAtSecond(second).offset }

    /// `+01:00`; with seconds where the offset has them.
    public static func offsetText(_ offset: Int) -> String {
        let size = abs(offset)
        let seconds = size % 60 == 0 ? "" : ":" + (size % 60).padded(to: 2)
        return (offset < 0 ? "-" : "+") + (size / 3_600).padded(to: 2) + ":" + (size / 60 % 60).padded(to: 2) + seconds
    }

    /// Whole seconds since 1970, rounded down. Instants beyond 3 million years are moved to that limit.
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
