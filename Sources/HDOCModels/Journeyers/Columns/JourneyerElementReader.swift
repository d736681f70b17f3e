import FoundationEssentials

/// Reads a user object in one pass over its bytes, directly into the columns of a ``JourneyerBatch``.
///
/// It reads the forms that nearly all users have. It gives up on everything else, so that `JSONParser` and `Journeyer(json:)` decide:
/// two members for one attribute, a value of another type, invalid UTF-8, NUL characters, an escaped name, or no JSON at all.
struct JourneyerElementReader {
    private var json: JSONByteReader
    /// The columns that have a member, one bit each.
    private var found: UInt32 = 0
    private var extra: [String: JSONValue] = [:]
    /// Whether the object has the member `"deleted": true`.
    private(set) var isRemoval = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) { json = JSONByteReader(bytes) }

    /// Appends one value for each column.
    /// - Returns: the decoded size of the object. Nil if the reader gave up; the arrays may have new values then.
    mutating func read(into values: inout [JourneyerBatch.Value], _ texts: inout [UInt8]) -> Int? {
        let row = values.count
        values.append(contentsOf: repeatElement(.null, count: JourneyerBatch.columns.count))
        guard json.take("{") else { return nil }
        let names = JourneyerNames.shared
        repeat {
            guard json.take("\""), let name = json.plainName(), json.take(":") else { return nil }
            json.skipSpace()
            if let column = names.column(json.bytes, name) {
                guard found & (1 << UInt32(column)) == 0, let value = value(names.kinds[column], &texts) else { return nil }
                found |= 1 << UInt32(column)
                values[row + column] = value
            } else {
                guard readExtra(name, &texts) else { return nil }
            }
        } while json.take(",")
        guard json.take("}") else { return nil }
        json.skipSpace()
        guard json.isAtEnd, case .text(_, 1...2048) = values[row] else { return nil }
        if let text = JourneyerBatch.extraText(extra) {
            let start = texts.count
            texts.append(contentsOf: text.utf8)
            values[row + JourneyerBatch.columns.count - 1] = Self.text(from: start, in: texts)
        }
        return json.size
    }

    private static func text(from start: Int, in texts: [UInt8]) -> JourneyerBatch.Value {
        .text(start: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: texts.count - start))
    }

    // MARK: Values

    /// The value of an attribute. Nil if it has another form than the usual one.
    private mutating func value(_ kind: JourneyerAttribute.Kind, _ texts: inout [UInt8]) -> JourneyerBatch.Value? {
        guard let next = json.next else { return nil }
        switch (next, kind) {
        case (UInt8(ascii: "n"), _): return json.constant("null") ? .null : nil
        case (UInt8(ascii: "\""), .text), (UInt8(ascii: "\""), .status):
            let start = texts.count
            return json.string(into: &texts) ? Self.text(from: start, in: texts) : nil
        case (UInt8(ascii: "\""), .instant): return instant(&texts)
        case (UInt8(ascii: "t"), .status): return status("true", "active", &texts)
        case (UInt8(ascii: "f"), .status): return status("false", "inactive", &texts)
        case (UInt8(ascii: "\""), .count): return nil
        case (_, .count): return integer()
        default: return nil
        }
    }

    private mutating func status(_ word: StaticString, _ meaning: StaticString, _ texts: inout [UInt8]) -> JourneyerBatch.Value? {
        guard json.constant(word) else { return nil }
        let start = texts.count
        texts.append(contentsOf: UnsafeBufferPointer(start: meaning.utf8Start, count: meaning.utf8CodeUnitCount))
        return Self.text(from: start, in: texts)
    }

    private mutating func instant(_ texts: inout [UInt8]) -> JourneyerBatch.Value? {
        let start = texts.count
        guard json.string(into: &texts) else { return nil }
        defer { texts.removeLast(texts.count - start) }
        let date = texts.withUnsafeBufferPointer { Timestamp.parseUsual(UnsafeBufferPointer(rebasing: $0[start...])) }
        return (date ?? Timestamp.parse(String(decoding: texts[start...], as: UTF8.self))).map { .real($0.timeIntervalSince1970) }
    }

    private mutating func integer() -> JourneyerBatch.Value? {
        guard let range = json.number() else { return nil }
        // Fifteen digits are below 2^53.
        if range.count <= 15 {
            var (value, isPlain) = (0, true)
            let isNegative = json.bytes[range.lowerBound] == UInt8(ascii: "-")
            for position in (range.lowerBound + (isNegative ? 1 : 0))..<range.upperBound {
                let digit = json.bytes[position] &- UInt8(ascii: "0")
                guard digit < 10 else {
                    isPlain = false
                    break
                }
                value = value * 10 + Int(digit)
            }
            if isPlain { return .integer(isNegative ? -value : value) }
        }
        return JSONNumber(checked: String(decoding: json.bytes[range], as: UTF8.self)).integer.map { .integer($0) }
    }

    // MARK: Unknown attributes

    private mutating func readExtra(_ name: Range<Int>, _ texts: inout [UInt8]) -> Bool {
        guard let range = json.skipValue(),
            let value = try? JSONParser.read(UnsafeBufferPointer(rebasing: json.bytes[range]), depth: 3)
        else { return false }
        let key = String(decoding: json.bytes[name], as: UTF8.self)
        guard extra.updateValue(value, forKey: key) == nil else { return false }
        json.size += value.decodedBytes
        if value == .bool(true), key == "deleted" { isRemoval = true }
        return true
    }
}
