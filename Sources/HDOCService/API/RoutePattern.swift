/// A placeholder in a route's path. The raw value is its name between the braces.
enum RouteParameter: String, Sendable {
    case userID, articleID
}

/// The path of a route, such as `/{userID}/article`.
struct RoutePattern: Sendable {
    private enum Segment: Sendable {
        case literal(String)
        case placeholder(RouteParameter)
    }

    let text: String
    private let segments: [Segment]

    init(_ text: String) {
        self.text = text
        segments = text.split(separator: "/").map { segment in
            let name = segment.hasPrefix("{") ? String(segment.dropFirst().dropLast()) : ""
            return RouteParameter(rawValue: name).map(Segment.placeholder) ?? .literal(String(segment))
        }
    }

    /// The path with `*` in place of each placeholder.
    var wildcard: String {
        segments.map { segment in
            if case .literal(let text) = segment { "/" + text } else { "/*" }
        }.joined()
    }

    /// The first segment, if it is no placeholder.
    var firstLiteral: String? {
        guard case .literal(let text)? = segments.first else { return nil }
        return text
    }

    /// The values of the placeholders if the decoded segments of a path match, otherwise nil.
    /// A placeholder never matches an empty segment.
    func parameters(in path: [String]) -> [RouteParameter: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [RouteParameter: String] = [:]
        for (segment, given) in zip(segments, path) {
            switch segment {
            case .literal(let text): guard text == given else { return nil }
            case .placeholder(let parameter):
                guard !given.isEmpty else { return nil }
                parameters[parameter] = given
            }
        }
        return parameters
    }
}
