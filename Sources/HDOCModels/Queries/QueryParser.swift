/// Reads a query from left to right, one term after the other.
struct QueryParser {
    private let text: String
    /// Scalars instead of characters: a quote with a combining mark after it is another character.
    private let scalars: [Unicode.Scalar]
    private let subject: QuerySubject
    private var position = 0

    init(_ text: String, _ subject: QuerySubject) {
        (self.text, self.subject, scalars) = (text, subject, Array(text.unicodeScalars))
    }

    mutating func terms() throws(QueryError) -> [QueryTerm] {
        var terms: [QueryTerm] = []
        while true {
            while let next, next.properties.isWhitespace { position += 1 }
            guard next != nil else { return terms }
            terms.append(try term())
        }
    }

    // MARK: Words

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private func text(_ range: Range<Int>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[range])
        return text
    }

    private mutating func term() throws(QueryError) -> QueryTerm {
        let start = position
        let isNegated = next == "-"
        if isNegated { position += 1 }
        guard let next, !next.properties.isWhitespace else { throw error(.missingTerm, start..<position) }
        if next == "\"" { return QueryTerm(.text(try quoted()), isNegated: isNegated) }
        let begin = position
        let word = word()
        guard let name = Self.key(in: word) else { return QueryTerm(.text(word), isNegated: isNegated) }
        let end = begin + name.utf8.count
        guard let key = QueryKey(rawValue: name.lowercased()), key.subject == subject else {
            throw error(unknown(name), begin..<end)
        }
        position = end + 1
        return QueryTerm(try condition(key), isNegated: isNegated)
    }

    /// The characters up to the next blank.
    private mutating func word() -> String {
        let start = position
        while let next, !next.properties.isWhitespace { position += 1 }
        return text(start..<position)
    }

    private mutating func quoted() throws(QueryError) -> String {
        let start = position
        var content = String.UnicodeScalarView()
        position += 1
        while let next {
            position += 1
            switch next {
            case "\"":
                if content.isEmpty { throw error(.missingValue, start..<position) }
                return String(content)
            case "\\" where self.next == "\"" || self.next == "\\":
                content.append(scalars[position])
                position += 1
            default: content.append(next)
            }
        }
        throw error(.openQuote, start..<position)
    }

    /// The part of a word before its colon, if it can be a key: ASCII letters and hyphens. Other words are texts, as are addresses such as
    /// `https://example.org`.
    private static func key(in word: String) -> String? {
        guard let (name, rest) = word.cut(atByte: ":"), !name.isEmpty, !rest.beginsWithBytes(of: "//") else { return nil }
        let isName = name.utf8.allSatisfy { (0x61...0x7A).contains(ASCII.lowered($0)) || $0 == UInt8(ascii: "-") }
        return isName ? String(name) : nil
    }

    /// Whether a text needs no quotes as a word.
    static func isPlainWord(_ text: String) -> Bool { isPlainValue(text) && !text.beginsWithBytes(of: "-") && key(in: text) == nil }

    /// Whether a text needs no quotes after a key.
    static func isPlainValue(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, !"\"<>=".unicodeScalars.contains(first) else { return false }
        return !text.unicodeScalars.contains { $0.properties.isWhitespace }
    }

    // MARK: Values

    private mutating func condition(_ key: QueryKey) throws(QueryError) -> QueryCondition {
        let start = position
        let sign = sign()
        if key.kind == .text {
            guard sign == nil || sign == "=" else { throw error(.noOrder, start..<position, key) }
            if next == "\"" { return .word(key, try quoted()) }
            return .word(key, try value(key).text)
        }
        let (text, range) = try value(key)
        switch key.kind {
        case .number, .text: return .number(key, try comparison(sign, text, range, key, Self.number))
        case .age: return .age(key, try comparison(sign, text, range, key, Self.age))
        case .date: return .date(key, try comparison(sign, text, range, key, Self.date))
        }
    }

    private mutating func sign() -> String? {
        guard let first = next, "<>=".unicodeScalars.contains(first) else { return nil }
        position += 1
        guard first != "=", next == "=" else { return String(first) }
        position += 1
        return "\(first)="
    }

    private mutating func value(_ key: QueryKey) throws(QueryError) -> (text: String, range: Range<Int>) {
        let start = position
        let text = word()
        guard !text.isEmpty else { throw error(.missingValue, start..<start, key) }
        return (text, start..<position)
    }

    private func comparison<Value>(
        _ sign: String?, _ text: String, _ range: Range<Int>, _ key: QueryKey, _ read: (String) throws(QueryError.Problem) -> Value
    ) throws(QueryError) -> QueryComparison<Value> {
        func value(_ text: String, _ range: Range<Int>) throws(QueryError) -> Value {
            if text.isEmpty { throw error(.missingValue, range, key) }
            do throws(QueryError.Problem) { return try read(text) } catch { throw self.error(error, range, key) }
        }
        switch sign {
        case nil: break
        case "<"?: return .less(try value(text, range))
        case "<="?: return .atMost(try value(text, range))
        case ">"?: return .greater(try value(text, range))
        case ">="?: return .atLeast(try value(text, range))
        default: return .equal(try value(text, range))
        }
        guard let dots = range.dropLast().first(where: { scalars[$0] == "." && scalars[$0 + 1] == "." }) else {
            return .equal(try value(text, range))
        }
        let (before, after) = (range.lowerBound..<dots, dots + 2..<range.upperBound)
        let first = try value(self.text(before), before)
        let last = try value(self.text(after), after)
        guard first <= last else { throw error(.emptyRange, range, key) }
        return .between(first, last)
    }

    private static func number(_ text: String) throws(QueryError.Problem) -> Int {
        guard let number = Int(text) else { throw .badValue(text) }
        return number
    }

    private static func date(_ text: String) throws(QueryError.Problem) -> CalendarDay {
        guard let day = CalendarDay(text) else { throw .badValue(text) }
        return day
    }

    private static func age(_ text: String) throws(QueryError.Problem) -> QueryAge {
        if let amount = Int(text), amount >= 0 { throw .missingUnit(text) }
        guard let unit = text.last.flatMap({ QueryAge.Unit(rawValue: $0) }), let amount = Int(text.dropLast()), amount >= 0 else {
            throw .badValue(text)
        }
        return QueryAge(amount: amount, unit: unit)
    }

    // MARK: Errors

    private func unknown(_ name: String) -> QueryError.Problem {
        let nearest = NearestName.of(name, among: QueryKey.keys(of: subject).map(\.rawValue))
        return .unknownKey(name, nearest: nearest, elsewhere: QueryKey(rawValue: name.lowercased())?.subject)
    }

    private func error(_ problem: QueryError.Problem, _ range: Range<Int>, _ key: QueryKey? = nil) -> QueryError {
        QueryError(problem: problem, key: key, subject: subject, text: text, range: range)
    }
}
