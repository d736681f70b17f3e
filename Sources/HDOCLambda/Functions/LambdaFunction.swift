import FoundationEssentials
import HDOCDynamo
import HDOCModels
import HDOCService
import HTTPTransport

/// The functions in the binary. The raw value is the name in `HDOC_FUNCTION` or `_HANDLER`.
enum FunctionName: String, Sendable, CaseIterable {
    case users, articles, signup, post, stream, tags

    /// The routes that the function answers. The others do not answer requests.
    var routes: [ServiceRoute] {
        switch self {
        case .users: [.userByQuery, .users, .userByPath]
        case .articles: [.article, .articles, .tags]
        case .signup: [.signUp]
        case .post: [.postArticle, .correctArticle, .removeArticle]
        case .stream, .tags: []
        }
    }

    /// The variables with the tables that the function uses.
    var tableVariables: [String] {
        switch self {
        case .users: ["USERS_TABLE"]
        case .articles, .tags: ["ENTRIES_TABLE"]
        case .signup: ["USERS_TABLE", "ACCOUNTS_TABLE"]
        case .post: ["USERS_TABLE", "ACCOUNTS_TABLE", "ENTRIES_TABLE"]
        case .stream: ["USERS_TABLE", "ENTRIES_TABLE"]
        }
    }
}

/// What is wrong with the environment.
struct FunctionConfigurationError: Error, Equatable, CustomStringConvertible {
    let description: String
}

/// The function that this process runs.
struct LambdaFunction: Sendable {
    let name: FunctionName
    private let handler: any EventHandler

    init(environment: [String: String], transport: any Transport) throws(FunctionConfigurationError) {
        let chosen = environment.nonempty("HDOC_FUNCTION") ?? environment.nonempty("_HANDLER") ?? ""
        guard let name = FunctionName(rawValue: chosen) else {
            let known = FunctionName.allCases.map(\.rawValue).joined(separator: ", ")
            throw FunctionConfigurationError(description: "HDOC_FUNCTION or _HANDLER must be one of \(known)")
        }
        let access: DynamoDBAccess
        do throws(MissingVariable) {
            for variable in name.tableVariables { _ = try environment.required(variable) }
            access = try DynamoDBAccess(environment: environment)
        } catch {
            throw FunctionConfigurationError(description: "\(error.name) is not set")
        }
        self.init(name, DynamoDBClient(transport, access), TableNames(environment: environment))
    }

    init(_ name: FunctionName, _ database: DynamoDBClient, _ tables: TableNames) {
        self.name = name
        let now: @Sendable () -> Date = { Date() }
        switch name {
        case .stream: handler = StreamHandler(processor: StreamProcessor(database, tables, now: now))
        case .tags: handler = TagRankingHandler(ranking: TagRanking(database, tables))
        case .users, .articles, .signup, .post:
            handler = RequestHandler(
                service: CommunityService(store: DynamoCommunityStore(database, tables), emulatesCrashes: false, now: now),
                routes: name.routes)
        }
    }

    /// Answers an event. Any event is answered, also one that is not JSON.
    func answer(_ invocation: Invocation) async -> InvocationOutcome {
        var report = InvocationReport(function: name.rawValue, requestID: invocation.id)
        do {
            guard let event = try? JSONReader.read(invocation.event) else { throw RuntimeFailure("MalformedEvent", "not JSON") }
            return InvocationOutcome(result: .success(try await handler.answer(event, &report)), report: report)
        } catch {
            let failure = Self.failure(error)
            report.error = failure.type
            return InvocationOutcome(result: .failure(failure), report: report)
        }
    }

    /// The outcome if the time is over.
    func late(_ invocation: Invocation) -> InvocationOutcome {
        var report = InvocationReport(function: name.rawValue, requestID: invocation.id)
        report.error = "Timeout"
        return InvocationOutcome(result: handler.lateReply, report: report)
    }

    /// An error without texts of requests or of the database.
    private static func failure(_ error: any Error) -> RuntimeFailure {
        switch error {
        case let failure as RuntimeFailure: failure
        case let error as DynamoDBError: RuntimeFailure("Database", error.name)
        default: RuntimeFailure("Service", "the service returned no reply")
        }
    }
}

extension DynamoDBError {
    /// The error's name, without values.
    var name: String {
        switch self {
        case .conditionFailed: "ConditionFailed"
        case .transactionCancelled: "TransactionCancelled"
        case .throttled: "Throttled"
        case .noResponse: "NoResponse"
        case .refused(let type, let status): type.utf8.allSatisfy(ASCII.isLetterOrDigit) ? type : "Status\(status)"
        case .malformedResponse: "MalformedResponse"
        }
    }
}

/// Answers events of one kind.
protocol EventHandler: Sendable {
    /// - Parameter report: what the log will say about the invocation.
    func answer(_ event: RawJSON, _ report: inout InvocationReport) async throws -> RawJSON

    /// The result if the function runs out of time.
    var lateReply: Result<RawJSON, RuntimeFailure> { get }
}

extension EventHandler {
    var lateReply: Result<RawJSON, RuntimeFailure> { .failure(RuntimeFailure("Timeout", "the function ran out of time")) }
}
