import ArgumentParser
import HDOCClient
import HDOCModels
import HDOCTUI

/// `--query Q` and `--view NAME`. Both together, and with the other filters of a command, must match.
struct QueryOptions: ParsableArguments {
    // A query may begin with a hyphen.
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Only what this query matches; `hdoc help queries` describes it.", valueName: "query"))
    var query: String?

    @Option(
        help: ArgumentHelp("Only what this query of the section [views] of the configuration matches.", valueName: "name"),
        completion: .live(.view))
    var view: String?

    /// The filter; nil if neither option is given.
    func matcher(for subject: QuerySubject, _ context: CommandContext) throws -> QueryMatcher? {
        var queries: [Query] = []
        if let query { queries.append(try Query(query, for: subject)) }
        if let view {
            let known = try context.configuration().views(for: subject)
            guard let found = known.first(where: { $0.name == view })?.query(for: subject) else {
                throw UnknownViewError(name: view, known: known.map(\.name))
            }
            queries.append(found)
        }
        return queries.isEmpty ? nil : QueryMatcher(queries, now: context.now(), zone: context.zone)
    }
}

/// `--view` names a view that the configuration does not have for this list.
struct UnknownViewError: SelfDescribingError {
    let name: String
    let known: [String]

    func description(by describer: ErrorDescriber) -> ErrorDescription {
        let list = known.isEmpty ? "The configuration has none for this list." : "Configured: \(known.joined(separator: ", "))."
        return ErrorDescription("Unknown view “\(name)”", NearestName.of(name, among: known).map { "Did you mean \($0)?" } ?? list)
    }
}
