import HDOCClient
import HDOCModels
import HDOCTUI

/// A format of `hdoc status`: text with fields in braces. `{day}` is a value, `{risk:!}` is the text after the colon if the field is
/// true, not 0 and not empty; `{{` and `}}` are braces.
struct StatusFormat: Equatable {
    enum Part: Equatable {
        case text(String)
        case field(StatusField)
        /// The text, if the field is true.
        case conditional(StatusField, String)
    }

    private(set) var parts: [Part] = []

    init(_ format: String) throws(StatusFormatError) {
        var rest = format[...]
        var text = ""
        while let character = rest.popFirst() {
            if character == "{" || character == "}", rest.first == character {
                rest.removeFirst()
                text.append(character)
            } else if character == "{" {
                guard let end = rest.firstIndex(of: "}") else { throw .unclosed }
                if !text.isEmpty { parts.append(.text(text)) }
                text = ""
                parts.append(try Self.field(rest[..<end]))
                rest = rest[rest.index(after: end)...]
            } else if character == "}" {
                throw .unopened
            } else {
                text.append(character)
            }
        }
        if !text.isEmpty { parts.append(.text(text)) }
    }

    private static func field(_ inner: Substring) throws(StatusFormatError) -> Part {
        let (name, text) = inner.cut(atByte: ":").map { ($0.before, String($0.after)) } ?? (inner, nil)
        guard let field = StatusField(rawValue: String(name)) else { throw .unknownField(String(name)) }
        return text.map { .conditional(field, $0) } ?? .field(field)
    }

    func text(for status: StageProgress) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .field(let field): field.value(of: status).text
            case .conditional(let field, let text): field.value(of: status).isTrue ? text : ""
            }
        }.joined()
    }
}

/// Why a format cannot be used.
enum StatusFormatError: Error, Sendable, Equatable {
    case unknownField(String)
    /// A `{` without `}`.
    case unclosed
    /// A `}` without `{`.
    case unopened
}

extension StatusFormatError: SelfDescribingError {
    func description(by describer: ErrorDescriber) -> ErrorDescription {
        let names = StatusField.allCases.map(\.rawValue)
        switch self {
        case .unknownField(let name):
            return ErrorDescription(
                "The format has an unknown field {\(name)}",
                (NearestName.of(name, among: names).map { "Did you mean {\($0)}? " } ?? "")
                    + "The fields are \(names.joined(separator: ", ")).")
        case .unclosed: return ErrorDescription("A { in the format has no }", "For a brace itself, write {{ or }}.")
        case .unopened: return ErrorDescription("A } in the format has no {", "For a brace itself, write {{ or }}.")
        }
    }
}
