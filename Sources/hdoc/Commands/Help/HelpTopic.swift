import HDOCModels
import HDOCTUI
import TerminalKit

/// The subjects of `hdoc help TOPIC` that are not commands.
enum HelpTopic: String, CaseIterable {
    case exitCodes = "exit-codes"
    case environment
    case formats
    case queries

    var text: String {
        switch self {
        case .exitCodes: Self.exitCodesText
        case .environment: Self.environmentText
        case .formats: Self.formatsText
        case .queries: Self.queriesText
        }
    }

    private static var exitCodesText: String {
        let statuses = Self.table(ExitStatus.allCases.map { (String($0.rawValue), $0.meaning) })
        let codes = Self.table(ErrorCode.allCases.map { ($0.rawValue, "\($0.meaning) (\($0.status.rawValue))") })
        return """
            \(statuses)

            ERRORS AS JSON

            With --json, a command that does not exit with 0 prints one line of JSON as
            the last line of standard error:

              {"error":{"code":"not_found","message":"…","remedy":null}}

            The message and the remedy are sentences for people and may change. The codes
            do not change; each has the exit status in parentheses:

            \(codes)
            """
    }

    private static var environmentText: String {
        Self.table(EnvironmentVariable.all.map { ($0.name, $0.meaning) })
    }

    private static var formatsText: String {
        """
        On a terminal, lists are aligned tables with a header, which fit the width of
        the terminal.

        If standard output is not a terminal, a list is printed as tab-separated
        values: one line for each row, without a header, with the columns of the table
        in the same order. No text is cut. Tabs and line breaks inside a text become
        spaces, so the fields of a line are always the same ones. Times are ISO 8601
        in UTC. “-” stands for an unknown value. hdoc user and hdoc outbox show print
        a label, a tab and the value on each line.

          hdoc users --sort score | cut -f 1 | head -n 3

        With --json, a command prints one JSON document, and nothing else, to standard
        output. Keys have the API's names (github_username, days_completed). Members
        are sorted by name, and no member is left out: an unknown value is null. Times
        are ISO 8601 in UTC, days are YYYY-MM-DD. Unprintable characters are escaped.
        Errors are JSON as well; see hdoc help exit-codes.

          hdoc users --json | jq -r '.[].github_username'

        docs/schemas has a JSON schema of each document. hdoc help --json describes
        all commands, arguments and options, and names the schema of each command.
        hdoc help --json COMMAND describes one of them.

        Messages, warnings and progress are written to standard error. NO_COLOR, or
        standard output that is not a terminal, means no colours.
        """
    }

    private static var queriesText: String {
        """
        hdoc users --search TEXT and hdoc articles --search TEXT find texts that
        contain all words of TEXT, in any order. A word matches anywhere, also inside
        another word. Case, accents and the width of letters are ignored.

          hdoc users --search "sao paulo"

        users looks at handle, name and bio; articles looks at title, author, tags and
        text.

        hdoc users --query Q and hdoc articles --query Q take a query, as the key / in
        the screens does. Every term must match:

        \(Self.table(QuerySubject.allCases.flatMap { subject in
            QueryKey.keys(of: subject).map { ($0.example, "\(subject.rawValue): \($0.meaning)") }
        } + [
            ("lambda", "a word in handle, name or bio; title, author or tags"),
            ("\"two words\"", "a text with blanks, colons or a leading -"),
            ("-TERM", "whatever TERM does not match"),
        ]))

        Numbers, ages and dates are compared with >, >=, <, <=, = or FIRST..LAST; both
        ends belong to a range. Ages have a unit: h, d or w. inactive:14d means 14
        days and some hours; the other comparisons of ages are exact. An unknown value
        matches no comparison, so a negated term matches it. The section [views] of
        the configuration gives names to queries, for --view NAME and the key v:

          [views]
          gone = "days:>30 inactive:>14d"

        Filters, which can be combined with a search:

        \(Self.table([
            ("articles --author NAME", "only articles by this journeyer; me is you"),
            ("articles --tag TAG", "only articles with this tag"),
            ("users --view NAME", "only what this view matches; articles has it too"),
            ("users --sort KEY", JourneyerSort.allCases.map(\.rawValue).joined(separator: ", ")),
            ("users --reverse", "the opposite order"),
            ("users --limit N", "the first N rows after sorting"),
        ]))
        """
    }

    /// Two columns, each row indented by two spaces. A long text in the second column continues on the next line.
    private static func table(_ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        // The second column has at least 20 characters.
        let margin = String(repeating: " ", count: width + 4)
        return rows.map { name, text in
            let lines = TextWrap.lines(of: text, width: max(20, lineWidth - width - 4))
            return "  \(name)\(String(repeating: " ", count: width + 2 - name.count))\(lines.joined(separator: "\n" + margin))"
        }.joined(separator: "\n")
    }

    private static let lineWidth = 78
}
