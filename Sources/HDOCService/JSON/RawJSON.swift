/// A JSON value that keeps the spelling of its numbers and the order of its keys, because the deployed backend
/// sends `1E+2` and `5.0` where other programs send `100` and `5`.
package enum RawJSON: Equatable, Sendable {
    case null
    case bool(Bool)
    /// The number's text as it was written.
    case number(String)
    case string(String)
    case array([RawJSON])
    case object([Member])

    package struct Member: Equatable, Sendable {
        package var name: String
        package var value: RawJSON

        package init(name: String, value: RawJSON) { (self.name, self.value) = (name, value) }
    }

    /// The member of that name. Setting replaces it in place or appends it; setting nil removes it.
    package subscript(name: String) -> RawJSON? {
        get {
            guard case .object(let members) = self else { return nil }
            return members.last { $0.name == name }?.value
        }
        set {
            guard case .object(var members) = self else { return }
            let index = members.lastIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
            self = .object(members)
        }
    }

    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value as a whole number, in any spelling: `5`, `5.0`, `1E+2`.
    package var integer: Int? {
        guard case .number(let spelling) = self else { return nil }
        return Int(spelling) ?? Double(spelling).flatMap { Int(exactly: $0) }
    }
}

extension RawJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral text: String) { self = .string(text) }
    package init(integerLiteral number: Int) { self = .number(String(number)) }
    package init(booleanLiteral flag: Bool) { self = .bool(flag) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral elements: RawJSON...) { self = .array(elements) }
    package init(dictionaryLiteral members: (String, RawJSON)...) {
        self = .object(members.map { Member(name: $0.0, value: $0.1) })
    }
}

extension RawJSON {
    /// A copy with that member set; nil removes the member.
    package func setting(_ name: String, _ value: RawJSON?) -> RawJSON {
        var copy = self
        copy[name] = value
        return copy
    }
}
