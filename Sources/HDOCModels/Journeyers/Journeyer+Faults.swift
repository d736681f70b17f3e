import FoundationEssentials

/// Something wrong with a user's attributes, for whoever maintains the table of users.
public enum JourneyerFault: Sendable, Equatable {
    /// An attribute of the contract whose value cannot be read.
    case unreadable(String)
    /// An attribute that everybody should have and this user lacks.
    case missing(String)
    /// An attribute whose value cannot be: a negative count, or a date in the future.
    case implausible(String)

    /// The attribute's name, as it came or as the contract has it.
    public var attribute: String {
        switch self {
        case .unreadable(let name), .missing(let name), .implausible(let name): name
        }
    }
}

extension Journeyer {
    private static let knownNames = Set(attributes.flatMap(\.names))

    /// Everything wrong with this user: unreadable attributes, then implausible ones, then missing ones. Empty where all is
    /// as the website expects.
    /// - Parameter now: the present. Dates up to a day later are accepted, because clocks differ.
    public func faults(now: Date) -> [JourneyerFault] {
        let unreadable = extra.isEmpty ? [] : extra.keys.filter(Self.knownNames.contains).sorted()
        let latest = now.addingTimeInterval(86_400)
        let implausible = Self.attributes.filter { $0.isImplausible(in: self, latest: latest) }.map(\.name)
        let missing = Self.attributes.filter { $0.isExpected && !$0.isKnown(in: self) && !unreadable.contains($0.name) }
        return unreadable.map(JourneyerFault.unreadable) + implausible.map(JourneyerFault.implausible)
            + missing.map { .missing($0.name) }
    }
}
