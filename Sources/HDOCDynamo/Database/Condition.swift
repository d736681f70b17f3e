import HDOCService

/// A condition on the attributes of one item, for conditional writes and filters.
package indirect enum Condition: Sendable, Equatable {
    case exists(String)
    case absent(String)
    case equals(String, AttributeValue)
    case beginsWith(String, String)
    case greaterOrEqual(String, AttributeValue)
    case lessOrEqual(String, AttributeValue)
    /// A list or set that contains this text.
    case contains(String, String)
    case all([Condition])
    case any([Condition])
}

/// Collects the names and values of expressions. Every name gets a placeholder, because many ordinary words are reserved.
struct ExpressionBuilder {
    private var names: [String: String] = [:]
    private var values: [RawJSON.Member] = []

    mutating func name(_ name: String) -> String {
        if let known = names[name] { return known }
        let placeholder = "#\(names.count)"
        names[name] = placeholder
        return placeholder
    }

    mutating func value(_ value: AttributeValue) -> String {
        let placeholder = ":\(values.count)"
        values.append(RawJSON.Member(name: placeholder, value: value.wire))
        return placeholder
    }

    mutating func text(_ condition: Condition) -> String {
        switch condition {
        case .exists(let name): "attribute_exists(\(self.name(name)))"
        case .absent(let name): "attribute_not_exists(\(self.name(name)))"
        case .equals(let name, let value): "\(self.name(name)) = \(self.value(value))"
        case .beginsWith(let name, let prefix): "begins_with(\(self.name(name)), \(value(.string(prefix))))"
        case .greaterOrEqual(let name, let value): "\(self.name(name)) >= \(self.value(value))"
        case .lessOrEqual(let name, let value): "\(self.name(name)) <= \(self.value(value))"
        case .contains(let name, let text): "contains(\(self.name(name)), \(value(.string(text))))"
        case .all(let conditions): joined(conditions, " AND ")
        case .any(let conditions): joined(conditions, " OR ")
        }
    }

    private mutating func joined(_ conditions: [Condition], _ separator: String) -> String {
        var parts: [String] = []
        for condition in conditions { parts.append("(" + text(condition) + ")") }
        return parts.joined(separator: separator)
    }

    mutating func text(_ update: ItemUpdate) -> String {
        var clauses: [String] = []
        let sets = update.set.map { "\(name($0.name)) = \(value($0.value))" } + update.sums.map { text($0) }
        if !sets.isEmpty { clauses.append("SET " + sets.joined(separator: ", ")) }
        if !update.add.isEmpty {
            clauses.append("ADD " + update.add.map { "\(name($0.name)) \(value($0.value))" }.joined(separator: ", "))
        }
        if !update.remove.isEmpty { clauses.append("REMOVE " + update.remove.map { path($0) }.joined(separator: ", ")) }
        return clauses.joined(separator: " ")
    }

    private mutating func path(_ path: AttributePath) -> String {
        var names: [String] = []
        for name in path { names.append(self.name(name)) }
        return names.joined(separator: ".")
    }

    private mutating func text(_ sum: AttributeSum) -> String {
        "\(path(sum.path)) = if_not_exists(\(path(sum.number)), \(value(.integer(0)))) + \(value(.integer(sum.plus)))"
    }

    /// Adds the collected names and values to a request.
    func add(to request: inout RawJSON) {
        if !names.isEmpty {
            let members = names.sorted { $0.value < $1.value }.map { RawJSON.Member(name: $0.value, value: .string($0.key)) }
            request["ExpressionAttributeNames"] = .object(members)
        }
        if !values.isEmpty { request["ExpressionAttributeValues"] = .object(values) }
    }
}
