import HDOCModels
import TOMLKit

/// Reads typed values from one table of the configuration. Its errors contain the line.
struct TOMLReader {
    let table: TOMLTable
    let path: [String]
    let file: String
    let outline: TOMLOutline
    /// The index in its array, if the table is an element of one.
    var element: Int?

    func error(_ key: String?, _ problem: ConfigurationProblem) -> ConfigurationError {
        ConfigurationError(file: file, line: line(key), problem)
    }

    private func line(_ key: String?) -> Int? {
        if let element, let array = path.last { return outline.line(ofElement: element, in: array, key: key) }
        return outline.line(of: path + (key.map { [$0] } ?? []))
    }

    /// The table's keys in the order of the file. The parser returns them sorted by name.
    var namesInFileOrder: [String] {
        table.keys.map(place).sorted(by: <).map(\.name)
    }

    /// Sorts by line. A key without a line comes last.
    private func place(_ name: String) -> (line: Int, name: String) { (line(name) ?? .max, name) }

    /// Throws if the table has a key that is not in `known`.
    func allow(_ known: [String]) throws(ConfigurationError) {
        let unknown = table.keys.filter { !known.contains($0) }
        guard let name = unknown.map(place).min(by: <)?.name else { return }
        throw error(name, .unknownKey(dotted(name), nearest: NearestName.of(name, among: known), known: known))
    }

    func table(_ key: String) throws(ConfigurationError) -> TOMLReader? {
        guard let value = table[key] else { return nil }
        guard let inner = value.table else { throw wrongType(key, value, expected: .table) }
        return TOMLReader(table: inner, path: path + [key], file: file, outline: outline)
    }

    /// The tables of an array of tables; empty if the key is missing.
    func tables(_ key: String) throws(ConfigurationError) -> [TOMLReader] {
        guard let value = table[key] else { return [] }
        guard let array = value.array else { throw wrongType(key, value, expected: .array) }
        var tables: [TOMLReader] = []
        for index in 0..<array.count {
            guard let inner = array[index].table else { throw wrongType(key, array[index], expected: .table) }
            tables.append(TOMLReader(table: inner, path: path + [key], file: file, outline: outline, element: index))
        }
        return tables
    }

    /// The string for a key; nil if the key is missing. Throws also if the string is blank, because it was probably left
    /// unfinished.
    func string(_ key: String) throws(ConfigurationError) -> String? {
        guard let value = table[key] else { return nil }
        guard let text = value.string else { throw wrongType(key, value, expected: .string) }
        if text.isBlank { throw error(key, .empty(key: dotted(key))) }
        return text
    }

    /// The boolean for a key; nil if the key is missing.
    func bool(_ key: String) throws(ConfigurationError) -> Bool? {
        guard let value = table[key] else { return nil }
        guard let bool = value.bool else { throw wrongType(key, value, expected: .bool) }
        return bool
    }

    /// The strings for a key, which may be one string or an array of strings. Empty if the key is missing.
    func strings(_ key: String) throws(ConfigurationError) -> [String] {
        guard let value = table[key], let array = value.array else { return try string(key).map { [$0] } ?? [] }
        var texts: [String] = []
        for index in 0..<array.count {
            guard let text = array[index].string else { throw wrongType(key, array[index], expected: .string) }
            if text.isBlank { throw error(key, .empty(key: dotted(key))) }
            texts.append(text)
        }
        return texts
    }

    func ports(_ key: String) throws(ConfigurationError) -> [Int]? {
        guard let value = table[key] else { return nil }
        guard let array = value.array else { throw wrongType(key, value, expected: .array) }
        if array.isEmpty { throw error(key, .empty(key: dotted(key))) }
        var ports: [Int] = []
        for index in 0..<array.count {
            guard let port = array[index].int else { throw wrongType(key, array[index], expected: .int) }
            guard StageRules.isPort(port) else { throw error(key, .badPort(key: dotted(key), port)) }
            ports.append(port)
        }
        return ports
    }

    func url(_ key: String) throws(ConfigurationError) -> String? {
        guard let text = try string(key) else { return nil }
        if let problem = StageURL.problem(text) {
            throw error(key, .badURL(key: dotted(key), value: text, reason: problem))
        }
        return text
    }

    func dayEnd(_ key: String) throws(ConfigurationError) -> DayEnd? {
        // A number, such as 4, is reported with the right form as well.
        if let number = table[key]?.int { throw error(key, .badDayEnd(key: dotted(key), value: String(number))) }
        guard let text = try string(key) else { return nil }
        guard let end = DayEnd(text) else { throw error(key, .badDayEnd(key: dotted(key), value: text)) }
        return end
    }

    func choice<Value>(
        _ key: String, _ read: (String) -> Value?, known: [String]
    ) throws(ConfigurationError) -> Value? {
        guard let text = try string(key) else { return nil }
        guard let value = read(text) else { throw error(key, .notOneOf(key: dotted(key), value: text, known: known)) }
        return value
    }

    private func dotted(_ key: String) -> String { (path + [key]).joined(separator: ".") }

    private func wrongType(_ key: String, _ value: any TOMLValueConvertible, expected: TOMLType) -> ConfigurationError {
        error(key, .wrongType(key: dotted(key), expected: Self.name(expected), found: Self.name(value.type)))
    }

    /// The name of a type in the specification of TOML.
    private static func name(_ type: TOMLType) -> String { type == .bool ? "boolean" : type.description }
}
