import Foundation
import HDOCBackend
import HDOCClient
import HDOCModels
import TestKit
import Testing

/// An embedded backend and clients of it, with real sockets, SQLite, libcurl and the hosted page, in a temporary directory.
struct DemoStage {
    let scratch: Scratch
    let backend: Backend
    let stage: Stage

    init(_ change: (inout BackendOptions) -> Void = { _ in }) async throws {
        scratch = try Scratch(now: Date())
        var options = BackendOptions()
        options.users = 40
        options.executor = OwnThreads.executor
        options.callbackPorts = [try FreePort.find()]
        change(&options)
        backend = try await Backend.start(options)
        let about = backend.description
        stage = Stage(
            name: "demo", api: about.api, issuer: about.issuer, clientID: about.clientID,
            callbackPorts: about.callbackPorts.map(Int.init))
    }

    func client(transport: (any Transport)? = nil) throws -> Client {
        var environment = scratch.environment
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        environment["BROWSER"] = "'\(Self.browser)' \(backend.description.username) \(backend.description.password) %s"
        let settings = ClientSettings(
            paths: scratch.paths, environment: environment, clock: { Date() }, words: { "\($0.kind)" }, rememberHandle: { _ in })
        return try Client(stage: stage, settings: settings, transport: transport ?? CurlTransport(userAgent: "hdoc/test"))
    }

    /// The program that fills the hosted page's form.
    private static var browser: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Support/browser").path
    }

    func entry(day: Int, title: String = "Queues") -> Entry {
        Entry(
            id: UUIDv7.make(at: Date()), day: day, date: CalendarDay(Date(), in: .utc), zone: "GMT", title: title,
            body: "## Cloud Research\n\nSQS.", tags: ["aws"])
    }
}
