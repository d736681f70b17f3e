import FoundationEssentials
import HDOCService

/// A fault that the backend injects at one route.
///
/// The grammar, in which spaces around `:`, `,` and `;` do not matter:
///
///     faults  = fault { ";" fault }
///     fault   = [ method ] route ":" action { "," limit }
///     method  = "GET" | "POST" | … | "*"                  without a method: any method
///     route   = "/" { segment "/" } segment | "*"         "*" stands for one segment, a last "**" for any rest
///     action  = "delay" time                              waits before anything else
///             | status [ "after" ] [ "retry" seconds ]    answers as API Gateway would; "after": handles the request first
///             | "drop"                                    handles the request, closes the connection without a reply
///             | "cut"                                     handles the request, sends half of the reply's body, closes
///             | "close"                                   closes the connection without handling the request
///             | "hang"                                    never answers
///     limit   = "once" | "times" count                    how often; without a limit: always
///             | "after" count                             lets that many matching requests pass first
///     time    = number ( "ms" | "s" )
///
/// A route is compared with the path below the stage (`/users`) and with the whole path (`/Prod/users`,
/// `/oauth2/token`). If several faults match one request, their delays add up and the first other action applies.
package struct Fault: Sendable, Equatable {
    /// The method in capital letters; nil matches any method.
    package var method: String?
    /// The route's pattern, beginning with a slash, or `*` alone.
    package var route: String
    package var action: FaultAction
    /// How many matching requests pass before the fault begins.
    package var skipped: Int
    /// How many requests the fault applies to; nil means all.
    package var times: Int?

    package init(method: String? = nil, route: String, action: FaultAction, skipped: Int = 0, times: Int? = nil) {
        self.method = method
        self.route = route
        self.action = action
        self.skipped = skipped
        self.times = times
    }

    /// Reads one or more faults.
    /// - Throws: ``FaultSyntaxError``, with the position of the error.
    package static func parse(_ text: String) throws(FaultSyntaxError) -> [Fault] {
        var parser = FaultParser(text)
        return try parser.faults()
    }

    /// The help text of `--fault`. It names the routes of the API from their table.
    package static let help = """
        [METHOD] ROUTE: ACTION[, LIMIT]…   several are separated by ";"
          ROUTE   a path, such as /oauth2/token; * is one segment, ** any rest;
                  the API has
                  \(routes)
          ACTION  delay 2s | 504 | 429 retry 5 | close | hang
                  after the request was handled: 504 after, drop (no reply),
                  cut (half a reply)
          LIMIT   once | times N | after N (the first N requests pass)
        For example: "POST /*/article: 504 after, once; GET /users: delay 300ms"
        """

    /// Two lines, because the help is shown in 80 columns.
    private static var routes: String {
        let paths = ServiceRoute.allCases.map(\.faultPath).reduce(into: [String]()) { paths, path in
            if !paths.contains(path) { paths.append(path) }
        }
        let half = (paths.count + 1) / 2
        return [paths.prefix(half), paths.dropFirst(half)].map { $0.joined(separator: ", ") }.joined(separator: ",\n          ")
    }

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
    package var description: String {
        var text = (method.map { $0 + " " } ?? "") + route + ": " + action.description
        if skipped > 0 { text += ", after \(skipped)" }
        if let times { text += times == 1 ? ", once" : ", times \(times)" }
        return text
    }
}
