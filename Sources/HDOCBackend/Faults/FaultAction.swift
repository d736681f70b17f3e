import FoundationEssentials

/// What a fault does with a request.
package enum FaultAction: Sendable, Equatable {
    /// Waits before the request is handled.
    case delay(Duration)
    /// Answers in place of API Gateway; `retryAfter` is in seconds. 200 is a reply with an empty body.
    case status(Int, afterWork: Bool = false, retryAfter: Int? = nil)
    /// Handles the request and closes the connection without a reply.
    case drop
    /// Handles the request, sends half of the reply's body and closes the connection.
    case cut
    /// Closes the connection without handling the request.
    case close
    /// Never answers.
    case hang
}

extension FaultAction: CustomStringConvertible {
    package var description: String {
        switch self {
        case .delay(let time): "delay \(time.milliseconds)ms"
        case .status(let status, let afterWork, let retryAfter):
            "\(status)" + (afterWork ? " after" : "") + (retryAfter.map { " retry \($0)" } ?? "")
        case .drop: "drop"
        case .cut: "cut"
        case .close: "close"
        case .hang: "hang"
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
