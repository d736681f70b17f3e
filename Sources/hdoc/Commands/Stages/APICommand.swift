import ArgumentParser
import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

struct APICommand: SessionCommand {
    static let configuration = CommandConfiguration.hdoc(
        .api, abstract: "Send a request to the stage and print the response.",
        discussion: """
            The request has the token of your session, if you are signed in. The path is below the stage's address:
              hdoc api GET /users -f limit=10
              hdoc api PUT /ada/article/ID --input entry.json -H 'If-Match: "3"'

            The fields of a GET become its query; those of another method become a JSON object as the body. Exit status 1 means that
            the stage refused the request, 4 that it wants a sign-in, and 7 that it has no such route. The response is printed all
            the same.
            """)

    @Argument(help: ArgumentHelp("GET, POST, PUT, PATCH or DELETE.", valueName: "method"))
    var method: Request.Method

    @Argument(help: ArgumentHelp("The path below the stage's address, percent-encoded.", valueName: "path"))
    var path: String

    @Option(name: [.customShort("f"), .long], help: ArgumentHelp("A field with a text as its value.", valueName: "key=value"))
    var rawField: [String] = []

    @Option(
        name: [.customShort("F"), .long],
        help: ArgumentHelp(
            "A field whose value may also be true, false, null, a whole number, or the text of a file: @FILE.", valueName: "key=value"))
    var field: [String] = []

    @Option(name: [.customShort("H"), .long], help: ArgumentHelp("A header of the request.", valueName: "name:value"))
    var header: [String] = []

    @Option(help: ArgumentHelp("Send the content of a file as the body; - is standard input.", valueName: "file"), completion: .file())
    var input: String?

    @Flag(help: "Fetch all pages of a list and print them as one.")
    var paginate = false

    @Flag(name: [.customShort("i"), .long], help: "Print the status and the headers of the response first.")
    var include = false

    @OptionGroup var consent: ConsentOptions
    @OptionGroup var options: StageOptions

    func validate() throws {
        if paginate, method != .get { throw ValidationError("--paginate is for GET only.") }
        if input != nil, method == .get { throw ValidationError("A GET has no body, so --input is for other methods.") }
        if input != nil, !(rawField + field).isEmpty { throw ValidationError("Give --input or fields, not both.") }
        try composition.validate()
    }

    private var composition: RequestComposition {
        RequestComposition(method: method, path: path, rawFields: rawField, fields: field, headerLines: header)
    }

    func run(in session: ClientSession) async throws -> ExitStatus {
        let request = try composition.request(body: try givenBody(session.context))
        if method != .get { try await consent.require("send \(request.line)", in: session) }
        var reply = try await session.client.send(request)
        var (pages, seen) = ([reply.response], Set([request.path]))
        while paginate, reply.response.isSuccess, let next = reply.next, seen.insert(next.path).inserted {
            reply = try await session.client.send(next)
            pages.append(reply.response)
        }
        ReplyPrinter(console: session.context.console, showsHead: include).show(pages)
        return finish(reply.response, session)
    }

    private func givenBody(_ context: CommandContext) throws -> [UInt8]? {
        guard let input else { return nil }
        if input == "-" { return try context.input.readAll(limit: Self.largestBody) }
        return Array(try DescriptorReader.text(input, limit: Self.largestBody).utf8)
    }

    /// In bytes: the most that API Gateway accepts.
    private static let largestBody = 10_000_000

    private func finish(_ response: Response, _ session: ClientSession) -> ExitStatus {
        guard !response.isSuccess else { return .done }
        let answer = StageAnswer(response: response)
        session.context.console.complain("\(session.stage.name) \(answer.sentence)")
        return answer.exitStatus
    }
}

extension Request.Method: ExpressibleByArgument {
    public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}

/// What a response with an error status means, as a sentence and as an exit status.
private struct StageAnswer {
    let response: Response

    var sentence: String {
        if response.saysRouteIsUnknown { return "has no such route (403)." }
        return switch response.status {
        case 401: "wants a sign-in (401). Sign in with `hdoc login`."
        case 412: "has another version of this (412). Read it again, and send its ETag in the header If-Match."
        default: "refused the request (\(response.status))."
        }
    }

    var exitStatus: ExitStatus { response.saysRouteIsUnknown ? .routeAbsent : response.status == 401 ? .signInNeeded : .failed }
}

/// Prints responses.
private struct ReplyPrinter {
    let console: Console
    let showsHead: Bool

    /// Prints a list that came in several pages as one list; other responses one after the other.
    func show(_ pages: [Response]) {
        let lists = pages.map { (try? JSONParser.read($0.body))?.array }
        guard pages.count > 1, !showsHead, !lists.contains(nil) else { return pages.forEach(show) }
        console.json(.array(lists.flatMap { $0 ?? [] }))
    }

    func show(_ response: Response) {
        if showsHead {
            console.line("HTTP \(response.status)")
            for header in response.headers { console.line("\(header.name): \(header.value)") }
            console.line("")
        }
        if let json = try? JSONParser.read(response.body) {
            console.json(json)
        } else if !response.body.isEmpty {
            console.block(String(decoding: response.body, as: UTF8.self))
        }
    }
}
