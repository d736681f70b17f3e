/// A syntax error in a fault specification.
package struct FaultSyntaxError: Error, Equatable, Sendable {
    /// The number of characters before the error.
    package let position: Int
    package let expected: FaultExpectation
}

/// What a fault specification should have had at the position of an error.
package enum FaultExpectation: Sendable, Equatable {
    case route
    case colon
    case action
    /// Such as `300ms` or `2s`, at most an hour.
    case time
    /// From 200 to 599.
    case status
    case limit
    /// A whole number from 1 to 1,000,000.
    case count
    /// `,`, `;` or the end of the text.
    case separator
}

/// Reads the grammar that ``Fault`` documents.
struct FaultParser {
    private let characters: [Character]
    private var position = 0

    init(_ text: String) { characters = Array(text) }

    mutating func faults() throws(FaultSyntaxError) -> [Fault] {
        var faults = [try fault()]
        while take(";") {
            skipSpace()
            if position == characters.count { break }
            faults.append(try fault())
        }
        guard position == characters.count else { throw error(.separator) }
        return faults
    }

    private mutating func fault() throws(FaultSyntaxError) -> Fault {
        var (method, route) = (String?.none, word())
        if let name = route, name.allSatisfy({ $0.isASCII && $0.isUppercase }) || name == "*", let next = word() {
            method = name == "*" ? nil : name
            route = next
        }
        guard let route, route == "*" || route.hasPrefix("/") else {
            position -= route?.count ?? 0
            throw error(.route)
        }
        guard take(":") else { throw error(.colon) }
        var fault = Fault(method: method, route: route, action: try action())
        while take(",") { try limit(&fault) }
        return fault
    }

    private mutating func action() throws(FaultSyntaxError) -> FaultAction {
        guard let name = word() else { throw error(.action) }
        switch name {
        case "delay": return .delay(try time())
        case "drop": return .drop
        case "cut": return .cut
        case "close": return .close
        case "hang": return .hang
        default:
            guard let status = Int(name) else { throw error(.action, before: name) }
            guard (200...599).contains(status) else { throw error(.status, before: name) }
            let afterWork = takeWord("after")
            return .status(status, afterWork: afterWork, retryAfter: takeWord("retry") ? try count() : nil)
        }
    }

    private mutating func limit(_ fault: inout Fault) throws(FaultSyntaxError) {
        if takeWord("once") {
            fault.times = 1
        } else if takeWord("times") {
            fault.times = try count()
        } else if takeWord("after") {
            fault.skipped = try count()
        } else {
            throw error(.limit)
        }
    }

    private mutating func time() throws(FaultSyntaxError) -> Duration {
        guard let text = word() else { throw error(.time) }
        let unit = text.hasSuffix("ms") ? 0.001 : 1
        guard text.hasSuffix("s"), let number = Double(text.dropLast(text.hasSuffix("ms") ? 2 : 1)),
            (0...3600).contains(number * unit)
        else { throw error(.time, before: text) }
        return .milliseconds(Int64((number * unit * 1000).rounded()))
    }

    private mutating func count() throws(FaultSyntaxError) -> Int {
        guard let text = word() else { throw error(.count) }
        guard let number = Int(text), (1...1_000_000).contains(number) else { throw error(.count, before: text) }
        return number
    }

    private func error(
        _ expected: FaultExpectation, before word: String = ""
    ) -> FaultSyntaxError {
        FaultSyntaxError(position: position - word.count, expected: expected)
    }

    private mutating func skipSpace() {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
    }

    private mutating func take(_ character: Character) -> Bool {
        skipSpace()
        guard position < characters.count, characters[position] == character else { return false }
        position += 1
        return true
    }

    private mutating func word() -> String? {
        skipSpace()
        let word = characters[position...].prefix { !$0.isWhitespace && !":,;".contains($0) }
        position += word.count
        return word.isEmpty ? nil : String(word)
    }

    private mutating func takeWord(_ wanted: String) -> Bool {
        let start = position
        if word() == wanted { return true }
        position = start
        skipSpace()
        return false
    }
}
