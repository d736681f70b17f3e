import FoundationEssentials
import HDOCModels

/// An HTTP archive (HAR 1.2) of traced requests, for example to attach to a report. It contains no secrets: a trace has neither token,
/// cookies nor bodies, and the values of query parameters that may be secret are replaced.
public enum HTTPArchive {
    /// Words in the name of a query parameter whose value is replaced.
    private static let secretNames = ["token", "code", "password", "passwd", "secret", "key", "auth", "session", "signature", "credential"]
    private static let hidden = "(secret)"

    /// The archive as JSON.
    /// - Parameters:
    ///   - traces: the requests, oldest first. Requests that are still running are left out, because HAR needs a response.
    ///   - version: the version of hdoc.
    public static func json(_ traces: [RequestTrace], version: String) -> String {
        let entries = traces.filter { $0.outcome != .underWay }.map(entry)
        let creator: JSONValue = .object(["name": .string("hdoc"), "version": .string(version)])
        let log: JSONValue = .object(["version": .string("1.2"), "creator": creator, "entries": .array(entries)])
        return JSONWriter.text(.object(["log": log]))
    }

    private static func entry(_ trace: RequestTrace) -> JSONValue {
        let total = milliseconds(trace.duration)
        var entry: [String: JSONValue] = [
            "startedDateTime": .string(Timestamp.format(trace.begunAt)), "time": total,
            "request": request(trace.request), "response": response(trace), "cache": .object([:]),
            // The parts of the time are not measured, so all of it counts as waiting.
            "timings": .object(["send": number(0), "wait": total, "receive": number(0)]),
        ]
        if case .failed(let cause) = trace.outcome { entry["comment"] = .string("No complete response: \(cause)") }
        return .object(entry)
    }

    private static func request(_ request: RequestOutline) -> JSONValue {
        let (url, query) = redacted(request.url)
        let members: [String: JSONValue] = [
            "method": .string(request.method.rawValue), "url": .string(url), "httpVersion": .string("HTTP/1.1"), "cookies": .array([]),
            "headers": .array(request.headers.map { pair($0.name, $0.value) }),
            "queryString": .array(query.map { pair($0.name, $0.value) }),
            "headersSize": number(-1), "bodySize": number(request.bodyBytes ?? 0),
        ]
        return .object(members)
    }

    private static func response(_ trace: RequestTrace) -> JSONValue {
        let status = if case .answered(let status) = trace.outcome { status } else { 0 }
        return .object([
            "status": number(status), "statusText": .string(""), "httpVersion": .string("HTTP/1.1"), "cookies": .array([]),
            "headers": .array([]),
            // The body is not kept.
            "content": .object(["size": number(trace.received), "mimeType": .string("application/json")]),
            "redirectURL": .string(""), "headersSize": number(-1), "bodySize": number(-1),
        ])
    }

    private static func pair(_ name: String, _ value: String) -> JSONValue { .object(["name": .string(name), "value": .string(value)]) }

    private static func milliseconds(_ duration: Duration?) -> JSONValue {
        let (seconds, attoseconds) = (duration ?? .zero).components
        return number(Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }

    /// The address without user name, password, fragment and secret values, and its query.
    static func redacted(_ url: String) -> (url: String, query: [(name: String, value: String)]) {
        var address = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? url
        if let scheme = address.firstRange(of: "://") {
            let rest = address[scheme.upperBound...]
            let authority = rest.prefix { $0 != "/" && $0 != "?" }
            if let at = authority.lastIndex(of: "@") { address = address[..<scheme.upperBound] + String(rest[rest.index(after: at)...]) }
        }
        guard let mark = address.firstIndex(of: "?") else { return (address, []) }
        let parts = address[address.index(after: mark)...].split(separator: "&").map(String.init)
        let pairs = parts.map(pair)
        let query = pairs.map { $0.value.isEmpty ? $0.name : "\($0.name)=\($0.value)" }.joined(separator: "&")
        return (String(address[..<mark]) + "?" + query, pairs)
    }

    /// The name and the value of a query parameter. They stay percent-encoded.
    private static func pair(_ part: String) -> (name: String, value: String) {
        let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let (name, value) = (sides[0], sides.count > 1 ? sides[1] : "")
        return (name, secretNames.contains { name.lowercased().contains($0) } ? hidden : value)
    }

    private static func number(_ value: Int) -> JSONValue { .optional(value) }
}
