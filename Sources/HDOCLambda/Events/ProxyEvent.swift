import FoundationEssentials
import HDOCModels
import HDOCService

/// A request as API Gateway hands it to a function (REST, proxy integration). Everything but the method may be missing.
struct ProxyEvent: Sendable {
    let method: String
    /// The percent-encoded path below the stage.
    let path: String
    let query: FormFields
    /// By name in lower case.
    let headers: [String: String]
    /// Nil if the body is not valid base64.
    let body: [UInt8]?
    /// `sub` of the token that the authorizer verified.
    let subject: String?

    /// Nil if the event is not a request.
    init?(_ event: RawJSON) {
        guard let method = event["httpMethod"]?.string, !method.isEmpty, let path = Self.path(event) else { return nil }
        (self.method, self.path) = (method, path)
        query = FormFields(Self.pairs(event["multiValueQueryStringParameters"]) ?? Self.pairs(event["queryStringParameters"]) ?? [])
        let lines = Self.pairs(event["multiValueHeaders"]) ?? Self.pairs(event["headers"]) ?? []
        headers = Dictionary(lines.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $0 + ", " + $1 })
        body = Self.body(event)
        let subject = event["requestContext"]?["authorizer"]?["claims"]?["sub"]?.string
        self.subject = subject.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The resource with the values of its placeholders. An event without a resource has a path.
    private static func path(_ event: RawJSON) -> String? {
        guard let resource = event["resource"]?.string, resource.utf8.first == UInt8(ascii: "/"), !resource.contains("+}") else {
            return event["path"]?.string
        }
        let values = pairs(event["pathParameters"]) ?? []
        return resource.split(atByte: "/", keepingEmptyParts: true).map { segment -> String in
            guard segment.utf8.first == UInt8(ascii: "{"), segment.utf8.last == UInt8(ascii: "}") else { return String(segment) }
            let name = String(segment.unicodeScalars.dropFirst().dropLast())
            return PercentEncoding.component(values.first { $0.name == name }?.value ?? "")
        }.joined(separator: "/")
    }

    /// The members of an object whose values are texts or lists of texts. Other values are left out. Nil if it is not an object.
    private static func pairs(_ json: RawJSON?) -> [(name: String, value: String)]? {
        guard case .object(let members) = json else { return nil }
        return members.flatMap { member -> [(name: String, value: String)] in
            switch member.value {
            case .string(let text): [(member.name, text)]
            case .array(let texts): texts.compactMap(\.string).map { (member.name, $0) }
            default: []
            }
        }
    }

    private static func body(_ event: RawJSON) -> [UInt8]? {
        guard let text = event["body"]?.string else { return [] }
        guard event["isBase64Encoded"] == .bool(true) else { return Array(text.utf8) }
        return Data(base64Encoded: text).map { Array($0) }
    }
}

/// A reply in the form in which API Gateway takes it from a function.
enum ProxyReply {
    static func json(_ reply: ServiceReply) -> RawJSON {
        var single: [RawJSON.Member] = []
        var repeated: [RawJSON.Member] = []
        for header in reply.headers where !single.contains(where: { $0.name.isSameIgnoringASCIICase(as: header.name) }) {
            let values = reply.headers.filter { $0.name.isSameIgnoringASCIICase(as: header.name) }.map(\.value)
            single.append(RawJSON.Member(name: header.name, value: .string(header.value)))
            if values.count > 1 {
                repeated.append(RawJSON.Member(name: header.name, value: .array(values.map(RawJSON.string))))
            }
        }
        single.removeAll { header in repeated.contains { $0.name == header.name } }
        let text = String(validating: reply.body, as: UTF8.self)
        return [
            "statusCode": .number(String(reply.status)), "headers": .object(single), "multiValueHeaders": .object(repeated),
            "body": .string(text ?? Data(reply.body).base64EncodedString()), "isBase64Encoded": .bool(text == nil),
        ]
    }
}
