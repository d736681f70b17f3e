import Glibc

/// Finds the elements of a JSON list while its bytes arrive.
///
/// It counts brackets outside strings and decides nothing else: an element that is not JSON is found like any other, so that one
/// bad element does not hide the rest of the list. It accepts exactly the lists that ``JSONParser/readList(_:limit:)`` accepts.
///
/// The caller holds the bytes. It appends what arrives, calls ``scan(_:_:)``, and removes the bytes before ``consumed``.
package struct JSONListSplitter: Sendable {
    private enum Phase {
        /// Before the bracket that opens the list.
        case start
        /// In the first element, if there is one.
        case first
        case element
        /// After the bracket that closes the list.
        case end
        case failed
    }

    private var phase = Phase.start
    private var depth = 0
    private var isInString = false
    /// The next byte to look at.
    private var position = 0
    /// Where the current element begins.
    private var start = 0

    package init() {}

    /// The number of bytes at the beginning of the buffer that are not needed any more.
    package var consumed: Int { phase == .first || phase == .element ? start : phase == .start ? 0 : position }
    /// Whether the whole list was found, with nothing but white space after it. Ask this at the end of the bytes.
    package var isComplete: Bool { phase == .end }
    /// Whether the bytes cannot be a list, whatever follows.
    package var hasFailed: Bool { phase == .failed }

    /// Tells the splitter that the caller has removed this many bytes from the beginning of the buffer.
    package mutating func removed(_ count: Int) {
        position -= count
        start -= count
    }

    /// Looks at the bytes that were appended since the last call.
    /// - Parameter found: is called with the range of each complete element, which may begin and end with white space.
    package mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ found: (Range<Int>) -> Void) {
        if phase == .start { open(bytes) }
        if phase == .first || phase == .element { split(bytes, found) }
        guard phase == .end else { return }
        while position < bytes.count {
            guard Self.isSpace(bytes[position]) else { return phase = .failed }
            position += 1
        }
    }

    private mutating func open(_ bytes: UnsafeBufferPointer<UInt8>) {
        if position == 0, bytes.first == 0xEF {
            guard bytes.count >= 3 else { return }
            guard bytes[1] == 0xBB, bytes[2] == 0xBF else { return phase = .failed }
            position = 3
        }
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        guard position < bytes.count else { return }
        guard bytes[position] == UInt8(ascii: "[") else { return phase = .failed }
        position += 1
        (start, phase) = (position, .first)
    }

    private mutating func split(_ bytes: UnsafeBufferPointer<UInt8>, _ found: (Range<Int>) -> Void) {
        var (index, depth, isInString) = (position, depth, isInString)
        defer { (position, self.depth, self.isInString) = (index, depth, isInString) }
        while index < bytes.count {
            if isInString {
                guard let end = Self.endOfString(bytes, from: index) else {
                    index = bytes.count
                    return
                }
                (index, isInString) = (end + 1, false)
                continue
            }
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"): depth = max(0, depth - 1)
            case UInt8(ascii: "]") where depth > 0: depth -= 1
            case UInt8(ascii: ",") where depth == 0, UInt8(ascii: "]"):
                let isEmptyList = byte == UInt8(ascii: "]") && phase == .first && bytes[start..<index].allSatisfy(Self.isSpace)
                if !isEmptyList { found(start..<index) }
                index += 1
                (start, phase) = (index, byte == UInt8(ascii: "]") ? .end : .element)
                if phase == .end { return }
                continue
            default: break
            }
            index += 1
        }
    }

    /// The quote that ends a string: the first one that an even number of backslashes, or none, precedes. They are in the buffer,
    /// because it holds the whole element.
    private static func endOfString(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var start = start
        while start < bytes.count, let found = memchr(base + start, 0x22, bytes.count - start) {
            let quote = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            var first = quote
            while first > 0, bytes[first - 1] == UInt8(ascii: "\\") { first -= 1 }
            if (quote - first).isMultiple(of: 2) { return quote }
            start = quote + 1
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}
