import FoundationEssentials

/// Reads the attributes of one journeyer by their places in its memory. Reading a property through its key path copies the journeyer each
/// time, which is too slow for long lists.
package struct JourneyerValues {
    /// The kind of a value and its place in a `Journeyer`, in bytes.
    package enum Place: Sendable {
        case text(Int), count(Int), instant(Int)
    }

    /// The places of the attributes, with their indices in `Journeyer.attributes`. Every attribute is a stored property and so has a place.
    package static let places: [(attribute: Int, place: Place)] = Journeyer.attributes.enumerated().compactMap { index, attribute in
        let place: Place? =
            switch attribute.property {
            case .text(let path): MemoryLayout<Journeyer>.offset(of: path).map(Place.text)
            case .count(let path): MemoryLayout<Journeyer>.offset(of: path).map(Place.count)
            case .instant(let path): MemoryLayout<Journeyer>.offset(of: path).map(Place.instant)
            }
        return place.map { (index, $0) }
    }

    fileprivate let journeyer: UnsafeRawPointer

    package func text(_ place: Int) -> String? { value(place) }
    package func count(_ place: Int) -> Int? { value(place) }
    package func instant(_ place: Int) -> Date? { value(place) }

    private func value<Value>(_ place: Int) -> Value? {
        journeyer.advanced(by: place).assumingMemoryBound(to: Value?.self).pointee
    }
}

extension Journeyer {
    /// Gives `body` access to the attributes by their places.
    package func withValues<Result>(_ body: (JourneyerValues) -> Result) -> Result {
        withUnsafePointer(to: self) { body(JourneyerValues(journeyer: UnsafeRawPointer($0))) }
    }

    /// For each attribute, whether every journeyer should have it.
    static let isExpected = attributes.map(\.isExpected)

    /// Whether the journeyer has a fault other than a date in the future.
    package var hasTimelessFault: Bool {
        guard extra.isEmpty else { return !faults(now: .distantFuture).isEmpty }
        return withValues { values in
            JourneyerValues.places.contains { index, place in
                switch place {
                case .text(let place): Self.isExpected[index] && values.text(place) == nil
                case .count(let place): values.count(place).map { $0 < 0 } ?? Self.isExpected[index]
                case .instant(let place): Self.isExpected[index] && values.instant(place) == nil
                }
            }
        }
    }
}
