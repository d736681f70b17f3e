import FoundationEssentials
import HDOCClient
import HDOCModels

/// Texts about requests.
package enum RequestStrings {
    /// The outcome, short enough for a column: `200`, `in progress`, `refused`.
    package static func outcome(_ trace: RequestTrace) -> String {
        switch trace.outcome {
        case .underWay: "in progress"
        case .answered(let status): String(status)
        case .failed(let cause): name(cause)
        }
    }

    package static func failed(_ trace: RequestTrace) -> Bool {
        switch trace.outcome {
        case .underWay: false
        case .answered(let status): status >= 400
        case .failed: true
        }
    }

    package static func took(_ trace: RequestTrace) -> String { trace.duration.map(StageCheckStrings.time) ?? "…" }

    /// `812 kB`, or `1.2 MB of 3.4 MB` while the request is in progress.
    package static func size(_ trace: RequestTrace) -> String {
        guard trace.outcome == .underWay, let expected = trace.expected else { return Amounts.bytes(trace.received) }
        return "\(Amounts.bytes(trace.received)) of \(Amounts.bytes(expected))"
    }

    /// `GET /Prod/users?limit=5`, without the host.
    package static func line(_ request: RequestOutline) -> String {
        let host = URLComponents(string: request.url)?.host
        let path = host.flatMap { request.url.firstRange(of: $0) }.map { request.url[$0.upperBound...].drop { $0 != "/" } }
        return "\(request.method.rawValue) \(path.map(String.init) ?? request.url)"
    }

    /// `20:48:02` in the zone of the screens.
    package static func time(_ date: Date, in zone: LocalZone) -> String {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + zone.offset(at: date)
        let day = ((seconds % 86_400) + 86_400) % 86_400
        return [day / 3600, day / 60 % 60, day % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    private static func name(_ cause: TransportError.Cause) -> String {
        switch cause {
        case .badURL: "bad address"
        case .insecure: "not https"
        case .unresolvable: "unknown host"
        case .refused: "refused"
        case .tls: "not trusted"
        case .certificateFile: "no certificate authorities"
        case .notTLS: "not https"
        case .notHTTP: "not HTTP"
        case .proxy: "proxy"
        case .connectTimeout, .timeout: "timed out"
        case .interrupted: "interrupted"
        case .bodyTooLarge, .headTooLarge: "too large"
        case .cancelled: "cancelled"
        case .offline: "offline"
        case .noLibrary: "no libcurl"
        case .other: "failed"
        }
    }
}
