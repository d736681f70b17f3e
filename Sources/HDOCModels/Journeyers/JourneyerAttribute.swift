import FoundationEssentials

/// The property of `Journeyer` that holds an attribute's value.
package typealias AttributePath<Value> = any WritableKeyPath<Journeyer, Value?> & Sendable

/// One attribute of a user: its names in the contract, the kind of its value, and the property that holds it.
public struct JourneyerAttribute: Sendable {
    /// The kind of an attribute's value.
    public enum Kind: Sendable, Equatable {
        /// A string.
        case text
        /// A whole number that is not negative.
        case count
        /// An ISO 8601 instant.
        case instant
        /// A string, or a boolean that means `active` or `inactive`.
        case status
    }

    /// The property of `Journeyer` that holds the value.
    package enum Property: Sendable {
        case text(AttributePath<String>)
        case count(AttributePath<Int>)
        case instant(AttributePath<Date>)
    }

    /// The contract's name.
    public let name: String
    /// The attribute's older name; nil if it has none.
    public let olderName: String?
    /// The kind of the attribute's value.
    public let kind: Kind
    /// Whether every user should have this attribute, so that `Journeyer.faults(now:)` reports its absence.
    public let isExpected: Bool
    package let property: Property

    /// All names of the attribute, newest first. hdoc uses the first one with a readable value.
    public var names: [String] { [name] + [olderName].compactMap(\.self) }
}

extension JourneyerAttribute {
    static func text(
        _ name: String, olderName: String? = nil, _ path: AttributePath<String>, isExpected: Bool = false
    ) -> Self {
        Self(name: name, olderName: olderName, kind: .text, isExpected: isExpected, property: .text(path))
    }

    static func count(
        _ name: String, olderName: String? = nil, _ path: AttributePath<Int>, isExpected: Bool = false
    ) -> Self {
        Self(name: name, olderName: olderName, kind: .count, isExpected: isExpected, property: .count(path))
    }

    static func instant(
        _ name: String, olderName: String? = nil, _ path: AttributePath<Date>, isExpected: Bool = false
    ) -> Self {
        Self(name: name, olderName: olderName, kind: .instant, isExpected: isExpected, property: .instant(path))
    }

    static func status(_ name: String, _ path: AttributePath<String>) -> Self {
        Self(name: name, olderName: nil, kind: .status, isExpected: false, property: .text(path))
    }
}

extension JourneyerAttribute {
    /// The attribute's value as JSON: null if it is unknown, an instant in UTC with milliseconds and `Z`.
    public func json(of journeyer: Journeyer) -> JSONValue {
        switch property {
        case .text(let path): .optional(journeyer[keyPath: path])
        case .count(let path): .optional(journeyer[keyPath: path])
        case .instant(let path): .optional(journeyer[keyPath: path].map(Timestamp.format))
        }
    }

    /// Whether `journeyer` has a value for this attribute.
    func isKnown(in journeyer: Journeyer) -> Bool {
        switch property {
        case .text(let path): journeyer[keyPath: path] != nil
        case .count(let path): journeyer[keyPath: path] != nil
        case .instant(let path): journeyer[keyPath: path] != nil
        }
    }

    /// Whether the attribute's value is impossible: a negative count, or an instant after `latest`.
    func isImplausible(in journeyer: Journeyer, latest: Date) -> Bool {
        switch property {
        case .text: false
        case .count(let path): (journeyer[keyPath: path] ?? 0) < 0
        case .instant(let path): (journeyer[keyPath: path] ?? .distantPast) > latest
        }
    }

    /// Moves the attribute's value from a user object into `journeyer`.
    func read(from reader: inout AttributeReader, into journeyer: inout Journeyer) {
        switch property {
        case .text(let path): journeyer[keyPath: path] = kind == .status ? reader.status(names) : reader.text(names)
        case .count(let path): journeyer[keyPath: path] = reader.integer(names)
        case .instant(let path): journeyer[keyPath: path] = reader.instant(names)
        }
    }
}
