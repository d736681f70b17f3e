import Foundation
import TestKit
import Testing

/// `Tests/Support/gateway`: the deployable backend on this machine. It starts once, and each test resets it.
final class DeployedStage: @unchecked Sendable {
    // Unchecked: only the serialized suite of the fault table uses it.

    struct Received: Decodable {
        let requests: Int
        let posts: Int
    }

    let line: StageLine
    private let gateway: Companion

    private init(_ gateway: Companion) throws { (self.gateway, line) = (gateway, try gateway.nextValue()) }

    private static let started = Result { try start() }

    /// The stage with the content of the sample community and these faults, in the syntax of `hdoc serve --fault`.
    static func fresh(faults: String) throws -> DeployedStage {
        let stage = try started.get()
        stage.gateway.say(String(decoding: try JSONEncoder().encode(["faults": faults]), as: UTF8.self))
        _ = try stage.gateway.nextValue(Received.self)
        return stage
    }

    private static func start() throws -> DeployedStage {
        let built = Checkout.root.appendingPathComponent(".build-deploy/built").path
        try #require(FileManager.default.fileExists(atPath: built), "\(built) is missing: script/test makes it")
        let programs = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return try DeployedStage(
            Companion(
                support: "gateway",
                [
                    "--built", built, "--bootstrap", programs.appendingPathComponent("bootstrap").path,
                    "--hdoc", programs.appendingPathComponent("hdoc").path, "--users", "3", "--callback-port", "\(FreePort.find())",
                ]))
    }

    func received() throws -> Received {
        gateway.say("{}")
        return try gateway.nextValue()
    }
}
