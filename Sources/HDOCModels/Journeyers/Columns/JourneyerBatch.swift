import FoundationEssentials

/// Users as the columns of a table, in a few large buffers.
///
/// A long list goes through it in batches, so that no user of the list becomes a `Journeyer` with a dozen strings of its own. It
/// holds what `Journeyer(json:)` reads, in the types of the table.
package struct JourneyerBatch: Sendable {
    /// The value of one column.
    package enum Value: Sendable, Equatable {
        case null
        /// A part of ``texts``, in UTF-8 without NUL bytes.
        case text(start: Int32, count: Int32)
        case integer(Int)
        /// An instant in seconds since 1970.
        case real(Double)
    }

    /// The names of the columns: the key, the attributes in the order of their table, and all other attributes as one JSON text.
    package static let columns = ["handle"] + Journeyer.attributes.map(\.name) + ["extra"]

    /// The number of users.
    package private(set) var count = 0
    /// The values of all users, one user after the other.
    package private(set) var values: [Value] = []
    /// The bytes of all texts.
    package private(set) var texts: [UInt8] = []
    /// For each user, whether the element says that the user was removed from the stage.
    package private(set) var removals: [Bool] = []

    /// An empty batch.
    package init() {}

    /// The values of one user, in the order of ``columns``.
    package func row(_ index: Int) -> ArraySlice<Value> {
        values[(index * Self.columns.count)..<((index + 1) * Self.columns.count)]
    }

    /// A place in the batch to which it can go back.
    package struct Mark: Sendable {
        fileprivate var count = 0
        fileprivate var texts = 0
        package init() {}
    }

    /// The place behind the last user.
    package var mark: Mark {
        var mark = Mark()
        (mark.count, mark.texts) = (count, texts.count)
        return mark
    }

    /// Removes the users that were added since `mark`.
    package mutating func truncate(to mark: Mark) {
        values.removeLast(values.count - mark.count * Self.columns.count)
        texts.removeLast(texts.count - mark.texts)
        removals.removeLast(removals.count - mark.count)
        count = mark.count
    }

    /// Removes all users and keeps the memory for the next ones.
    package mutating func removeAll() {
        values.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
        removals.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Adds a user.
    package mutating func append(_ journeyer: Journeyer) {
        values.append(text(journeyer.handle))
        for attribute in Journeyer.attributes {
            switch attribute.property {
            case .text(let path): values.append(journeyer[keyPath: path].map { text($0) } ?? .null)
            case .count(let path): values.append(journeyer[keyPath: path].map(Value.integer) ?? .null)
            case .instant(let path): values.append(journeyer[keyPath: path].map { .real($0.timeIntervalSince1970) } ?? .null)
            }
        }
        values.append(Self.extraText(journeyer.extra).map { text($0) } ?? .null)
        removals.append(journeyer.extra["deleted"] == .bool(true))
        count += 1
    }

    /// Reads one element of a list of users, and adds it if it is a user.
    /// - Parameter element: a JSON text, also with white space around it.
    /// - Returns: whether it is a user, and its decoded size, which is 1 if it is not JSON. A user larger than `limit` is not added.
    package mutating func append(element: UnsafeBufferPointer<UInt8>, limit: Int) -> (isReadable: Bool, size: Int) {
        let before = mark
        var reader = JourneyerElementReader(element)
        if let size = reader.read(into: &values, &texts) {
            guard size <= limit else {
                truncate(to: before)
                return (false, size)
            }
            removals.append(reader.isRemoval)
            count += 1
            return (true, size)
        }
        truncate(to: before)
        return append(anyElement: element, limit: limit)
    }

    /// Reads an element as `Journeyer(json:)` does, which tolerates every form of a user and takes longer.
    private mutating func append(anyElement element: UnsafeBufferPointer<UInt8>, limit: Int) -> (isReadable: Bool, size: Int) {
        guard let value = try? JSONParser.read(element, depth: 2) else { return (false, 1) }
        let size = value.decodedBytes
        guard size <= limit, let journeyer = Journeyer(json: value) else { return (false, size) }
        append(journeyer)
        return (true, size)
    }

    private mutating func text(_ text: String) -> Value {
        let start = texts.count
        texts.append(contentsOf: text.utf8)
        return .text(start: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: texts.count - start))
    }

    /// The attributes that are in no other column, as a JSON text; nil if there are none, which is the usual case.
    static func extraText(_ extra: [String: JSONValue]) -> String? { extra.isEmpty ? nil : JSONWriter.text(.object(extra)) }
}

extension JSONValue {
    /// The size of all names, texts and numbers in bytes. Every name and value counts some bytes more, because many small values take
    /// longer to decode than a few large ones.
    package var decodedBytes: Int {
        let each = Self.bytesOfEachValue
        return switch self {
        case .null, .bool: each
        case .number(let number): each + number.text.utf8.count
        case .string(let text): each + text.utf8.count
        case .array(let elements): elements.reduce(each) { $0 + $1.decodedBytes }
        case .object(let members): members.reduce(each) { $0 + each + $1.key.utf8.count + $1.value.decodedBytes }
        }
    }

    static let bytesOfEachValue = 4
}
