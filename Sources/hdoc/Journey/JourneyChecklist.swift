import HDOCModels

/// The list of days in a journey repository's README: lines such as `- [ ] ☁️ 11 > [](Journey/011/Readme.md)`. It is read and edited as
/// bytes, so that every other byte of the file stays as it is.
struct JourneyChecklist: Equatable {
    /// A line of the list. Ranges are positions in the file.
    struct Line: Equatable {
        let day: Int
        /// The number in the path of the link.
        let linkedDay: Int
        let isTicked: Bool
        let title: String
        fileprivate let tick: Int
        fileprivate let titleRange: Range<Int>
    }

    private(set) var bytes: [UInt8]
    private(set) var lines: [Line]

    /// The title that the community's template gives to the first day.
    private static let sampleTitle = "My First Day"

    init(_ bytes: [UInt8]) { (self.bytes, lines) = (bytes, Self.lines(in: bytes)) }

    /// The line of a day. Of several, the one whose link has the same number.
    func line(of day: Int) -> Line? {
        let all = lines.filter { $0.day == day }
        return all.first { $0.linkedDay == day } ?? all.first
    }

    /// Ticks the line of a day, and writes its title if it has none.
    /// - Parameter replacesTitle: whether another title is replaced.
    /// - Returns: the line as it is now; nil if the day has none.
    mutating func tick(_ day: Int, title: String, replacesTitle: Bool) -> Line? {
        guard let line = line(of: day) else { return nil }
        let isFree = line.title.isBlank || line.title == Self.sampleTitle
        // The title comes after the tick, so the position of the tick stays right.
        if isFree || replacesTitle {
            bytes.replaceSubrange(line.titleRange, with: Array(MarkdownTitle.escaped(title).utf8))
        }
        if !line.isTicked { bytes[line.tick] = UInt8(ascii: "x") }
        lines = Self.lines(in: bytes)
        return self.line(of: day)
    }

    // MARK: Reading

    private static func lines(in bytes: [UInt8]) -> [Line] {
        var (found, begin, fence) = ([Line](), 0, UInt8?.none)
        while begin < bytes.count {
            let end = bytes[begin...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line = bytes[begin..<end]
            let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            if let mark = text.first, "`~".utf8.contains(mark), text.prefix(3).count == 3,
                text.prefix(3).allSatisfy({ $0 == mark })
            {
                fence = fence == nil ? mark : fence == mark ? nil : fence
            } else if fence == nil, let line = Self.line(text) {
                found.append(line)
            }
            begin = end + 1
        }
        return found
    }

    /// Reads a line without its indent; nil if it is not a line of the list.
    private static func line(_ text: ArraySlice<UInt8>) -> Line? {
        guard let bullet = text.first, "-*+".utf8.contains(bullet) else { return nil }
        let box = text.dropFirst().drop { $0 == UInt8(ascii: " ") }
        guard box.startIndex > text.startIndex + 1, box.count > 3, box.first == UInt8(ascii: "["),
            box[box.startIndex + 2] == UInt8(ascii: "]"),
            " xX".utf8.contains(box[box.startIndex + 1])
        else { return nil }
        let tick = box.startIndex + 1
        let rest = box.dropFirst(3)
        guard let open = rest.firstIndex(of: UInt8(ascii: "[")),
            let close = closing(rest[(open + 1)...]),
            let linked = linkedDay(rest[(close + 2)...])
        else { return nil }
        return Line(
            day: firstNumber(in: rest[..<open]) ?? linked, linkedDay: linked,
            isTicked: box[tick] != UInt8(ascii: " "),
            title: String(
                MarkdownTitle.unescaped(String(decoding: rest[(open + 1)..<close], as: UTF8.self)).trimmed),
            tick: tick,
            titleRange: (open + 1)..<close)
    }

    /// The position of the `]` that ends the text of a link.
    private static func closing(_ text: ArraySlice<UInt8>) -> Int? {
        var position = text.startIndex
        while position + 1 < text.endIndex {
            if text[position] == UInt8(ascii: "\\") {
                position += 1
            } else if text[position] == UInt8(ascii: "]"), text[position + 1] == UInt8(ascii: "(") {
                return position
            }
            position += 1
        }
        return nil
    }

    /// The number in a target such as `./Journey/011/Readme.md)`.
    private static func linkedDay(_ text: ArraySlice<UInt8>) -> Int? {
        guard let end = text.firstIndex(of: UInt8(ascii: ")")) else { return nil }
        let parts = String(decoding: text[..<end], as: UTF8.self).split(atByte: "/").drop { $0 == "." }
        guard parts.count >= 2, let folder = parts.first,
            folder.isSameIgnoringASCIICase(as: JourneyRepository.folder)
        else { return nil }
        return DayNumber.of(parts[parts.startIndex + 1])
    }

    private static func firstNumber(in text: ArraySlice<UInt8>) -> Int? {
        DayNumber.of(
            String(decoding: text.drop { !ASCII.isDigit($0) }.prefix { ASCII.isDigit($0) }, as: UTF8.self)
        )
    }
}

/// A day's number as people write it: `11`, `011`.
enum DayNumber {
    /// Nil if the text is not a number of at most four digits.
    static func of(_ text: some StringProtocol) -> Int? {
        (1...4).contains(text.utf8.count) && text.utf8.allSatisfy(ASCII.isDigit) ? Int(text) : nil
    }

    /// The name of a day's folder.
    static func folder(_ day: Int) -> String {
        let digits = String(day)
        return String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
    }
}

/// A title within Markdown.
enum MarkdownTitle {
    static func escaped(_ title: String) -> String { PlainLine.markdown(title) }

    /// A title as it is after it was written and read again.
    static func shown(_ title: String) -> String { PlainLine.of(title) }

    /// Removes the backslash before each punctuation mark.
    static func unescaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            let next = scalars.first.flatMap { UInt8(exactly: $0.value) }
            let isEscape =
                scalar == "\\"
                && next.map { (0x21...0x7E).contains($0) && !ASCII.isLetterOrDigit($0) } == true
            result.append(isEscape ? scalars.removeFirst() : scalar)
        }
        return String(result)
    }
}
