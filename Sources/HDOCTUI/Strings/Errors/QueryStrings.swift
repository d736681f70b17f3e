import HDOCModels

/// The texts about queries.
package enum QueryStrings {
    package static func describe(_ error: QueryError) -> ErrorDescription {
        ErrorDescription("\(what(error)), in the query “\(error.text)”\(place(error))", remedy(error, subjects: [error.subject]))
    }

    /// Sentences of decreasing length without the query itself, for a place where it is visible.
    package static func briefly(_ error: QueryError) -> [String] {
        let what = what(error).prefix(1).uppercased() + what(error).dropFirst() + "."
        var hints = [remedy(error, subjects: [error.subject])]
        if case .unknownKey(_, let nearest, _) = error.problem {
            hints += ["Keys: \(names(of: error.subject)).", nearest.map { "Did you mean `\($0)`?" }]
        }
        return hints.compactMap { $0 }.map { "\(what) \($0)" } + [what]
    }

    /// What is wrong, as the beginning of a sentence.
    package static func what(_ error: QueryError) -> String {
        switch error.problem {
        case .unknownKey(let name, _, elsewhere: let list?): "`\(name)` is a key for \(list.rawValue), not for \(error.subject.rawValue)"
        case .unknownKey(let name, _, nil): "unknown key `\(name)`"
        case .missingValue: error.key.map { "`\($0.rawValue):` has no value" } ?? "the quotes are empty"
        case .missingTerm: "nothing follows the `-`"
        case .openQuote: "the closing quote is missing"
        case .badValue(let value), .missingUnit(let value): "“\(value)” is not \(kind(error.key?.kind ?? .text))"
        case .noOrder: "`\(error.key?.rawValue ?? "")` compares texts, which are not greater or less"
        case .emptyRange: "the range “\(error.word)” ends before it begins"
        }
    }

    /// What to do about it.
    /// - Parameter subjects: the lists that the query may filter.
    package static func remedy(_ error: QueryError, subjects: [QuerySubject]) -> String? {
        switch error.problem {
        case .unknownKey(let name, let nearest, _):
            (nearest.map { "Did you mean `\($0)`? " } ?? "") + subjects.map(keys).joined(separator: " ")
                + " To search for the text, put it in quotes: \"\(name):…\"."
        case .missingValue, .badValue, .noOrder: error.key.map { "Example: \($0.example)." }
        case .missingUnit(let value): "Add the unit: \(value)h, \(value)d or \(value)w for hours, days or weeks."
        case .missingTerm: "A `-` excludes what follows it, such as -lambda."
        case .openQuote, .emptyRange: nil
        }
    }

    /// `Keys for users: days, …`.
    package static func keys(of subject: QuerySubject) -> String {
        "Keys for \(subject.rawValue): \(names(of: subject))."
    }

    private static func names(of subject: QuerySubject) -> String {
        QueryKey.keys(of: subject).map(\.rawValue).joined(separator: ", ")
    }

    private static func kind(_ kind: QueryKey.Kind) -> String {
        switch kind {
        case .number: "a whole number"
        case .age: "an age with a unit"
        case .date: "a date such as 2026-01-01"
        case .text: "a text"
        }
    }

    /// Where the wrong part begins, counted from 1.
    private static func place(_ error: QueryError) -> String { ", character \(error.range.lowerBound + 1)" }
}
