import FoundationEssentials

/// The property of `Journeyer` that holds an attribute's value.
package typealias AttributePath<Value> = any WritableKeyPath<Journeyer, Value?> & Sendable

/// One attribute of a user: its names in the contract, the kind of its value, and the property that holds it.
public struct JourneyerAttribute: Sendable {
    /// What the value of an attribute is.
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
    /// The name in the older spelling of a user object; nil where that has no such attribute.
    public let olderName: String?
    /// What its value is.
    public let kind: Kind
    /// Whether everybody should have it, so that its absence is a fault.
    public let isExpected: Bool
    package let property: Property

    /// The names that it is read under; the first that can be read counts.
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
    /// Its value as JSON: null where it is unknown, an instant with milliseconds and `Z`.
    public func json(of journeyer: Journeyer) -> JSONValue {
        switch property {
        case .text(let path): .optional(journeyer[keyPath: path])
        case .count(let path): .optional(journeyer[keyPath: path])
        case .instant(let path): .optional(journeyer[keyPath: path].map(Timestamp.format))
        }
    }

    /// Whether its value is known.
    func isKnown(in journeyer: Journeyer) -> Bool {
        switch property {
        case .text(let path): journeyer[keyPath: path] != nil
        case .count(let path): journeyer[keyPath: path] != nil
        case .instant(let path): journeyer[keyPath: path] != nil
        }
    }

    /// Whether its value cannot be: a negative count, or an instant after `latest`.
    func isImplausible(in journeyer: Journeyer, latest: Date) -> Bool {
        switch property {
        case .text: false
        case .count(let path): (journeyer[keyPath: path] ?? 0) < 0
        case .instant(let path): (journeyer[keyPath: path] ?? .distantPast) > latest
        }
    }

    /// Takes its value out of a user object.
    func read(from reader: inout AttributeReader, into journeyer: inout Journeyer) {
        switch property {
        case .text(let path): journeyer[keyPath: path] = kind == .status ? reader.status(names) : reader.text(names)
        case .count(let path): journeyer[keyPath: path] = reader.integer(names)
        case .instant(let path): journeyer[keyPath: path] = reader.instant(names)
        }
    }
}
