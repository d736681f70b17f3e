import FoundationEssentials

/// A fault in a user's attributes. hdoc reports faults so that a stage's maintainers can correct the table of users.
public enum JourneyerFault: Sendable, Equatable {
    /// An attribute of the API contract whose value cannot be read.
    case unreadable(String)
    /// An attribute that every user should have is missing.
    case missing(String)
    /// An attribute with an impossible value: a negative count, or a date in the future.
    case implausible(String)

    /// The attribute's name: for `unreadable` as the stage sent it, otherwise as in the API contract.
    public var attribute: String {
        switch self {
        case .unreadable(let name), .missing(let name), .implausible(let name): name
        }
    }
}

extension Journeyer {
    private static let knownNames = Set(attributes.flatMap(\.names))

    /// All faults of this user: first unreadable attributes, then implausible ones, then missing ones. Empty if there are none.
    /// - Parameter now: the current time. Dates up to one day later are accepted, because clocks differ.
    public func faults(now: Date) -> [JourneyerFault] {
        let unreadable = extra.isEmpty ? [] : extra.keys.filter(Self.knownNames.contains).sorted()
        let latest = now.addingTimeInterval(86_400)
        let implausible = Self.attributes.filter { $0.isImplausible(in: self, latest: latest) }.map(\.name)
        let missing = Self.attributes.filter { $0.isExpected && !$0.isKnown(in: self) && !unreadable.contains($0.name) }
        return unreadable.map(JourneyerFault.unreadable) + implausible.map(JourneyerFault.implausible)
            + missing.map { .missing($0.name) }
    }
}
