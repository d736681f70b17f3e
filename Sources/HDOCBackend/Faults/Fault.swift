import FoundationEssentials

/// Something that goes wrong on purpose at one route.
///
/// The grammar, in which spaces around `:`, `,` and `;` do not matter:
///
///     faults  = fault { ";" fault }
///     fault   = [ method ] route ":" action { "," limit }
///     method  = "GET" | "POST" | … | "*"                  any method where left out
///     route   = "/" { segment "/" } segment | "*"         "*" stands for one segment, a last "**" for any rest
///     action  = "delay" time                              waits, then goes on
///             | status [ "after" ] [ "retry" seconds ]    answers as API Gateway would; "after": the work is done first
///             | "drop"                                    does the work, closes the connection without a reply
///             | "cut"                                     does the work, sends half of the reply's body, closes
///             | "close"                                   closes the connection before any work
///             | "hang"                                    never answers
///     limit   = "once" | "times" count                    how often; always where left out
///             | "after" count                             lets that many matching requests pass first
///     time    = number ( "ms" | "s" )
///
/// A route is compared with the path below the stage (`/users`) and with the whole path (`/Prod/users`,
/// `/oauth2/token`). Where several faults match one request, their delays add up and the first other action wins.
public struct Fault: Sendable, Equatable {
    /// In capitals; nil means any.
    public var method: String?
    /// The route's pattern, beginning with a slash, or `*` alone.
    public var route: String
    public var action: Action
    /// Matching requests that pass before the fault begins.
    public var skipped: Int
    /// How many requests it meets; nil means all.
    public var times: Int?

    public enum Action: Sendable, Equatable {
        case delay(Duration)
        /// A reply of API Gateway's; `retryAfter` is in seconds. 200 is a reply with an empty body.
        case status(Int, afterWork: Bool = false, retryAfter: Int? = nil)
        case drop
        case cut
        case close
        case hang
    }

    public init(method: String? = nil, route: String, action: Action, skipped: Int = 0, times: Int? = nil) {
        self.method = method
        self.route = route
        self.action = action
        self.skipped = skipped
        self.times = times
    }

    /// Reads one or more faults.
    /// - Throws: ``FaultSyntaxError``, with the position of what was not understood.
    public static func parse(_ text: String) throws(FaultSyntaxError) -> [Fault] {
        var parser = FaultParser(text)
        return try parser.faults()
    }

    /// What the help of `--fault` says.
    public static let help = """
        [METHOD] ROUTE: ACTION[, LIMIT]…   several are separated by ";"
          ROUTE   /users, /*/article, /oauth2/token; * is one segment, ** any rest
          ACTION  delay 2s | 504 | 504 after (the work is done first) | 429 retry 5
                  drop (work done, no reply) | cut (half a reply) | close (no work, no reply) | hang
          LIMIT   once | times N | after N (the first N requests pass)
        For example: "POST /*/article: 504 after, once; GET /users: delay 300ms"
        """

    func matches(method: String, path: String) -> Bool {
        guard self.method == nil || self.method == method else { return false }
        let stage = "/" + Gateway.stageName
        return matches(path) || path.hasPrefix(stage + "/") && matches(String(path.dropFirst(stage.count)))
    }

    private func matches(_ path: String) -> Bool {
        if route == "*" { return true }
        let wanted = route.split(separator: "/", omittingEmptySubsequences: false)
        let given = path.split(separator: "/", omittingEmptySubsequences: false)
        let open = wanted.last == "**"
        guard open ? given.count >= wanted.count : given.count == wanted.count else { return false }
        return zip(open ? wanted.dropLast() : wanted[...], given).allSatisfy { $0 == "*" ? !$1.isEmpty : $0 == $1 }
    }
}

extension Fault: CustomStringConvertible {
    /// The canonical spelling, which parses to an equal fault.
    public var description: String {
        var text = (method.map { $0 + " " } ?? "") + route + ": " + action.description
        if skipped > 0 { text += ", after \(skipped)" }
        if let times { text += times == 1 ? ", once" : ", times \(times)" }
        return text
    }
}

extension Fault.Action: CustomStringConvertible {
    public var description: String {
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
