import Foundation
import TestKit

/// Runs moto, an independent emulation of CloudFormation, STS and IAM, with `Tests/Support/moto-server`.
final class Moto {
    struct Keys: Decodable {
        let id: String
        let secret: String
        let token: String?
    }

    struct Line: Decodable {
        let endpoint: String
        let allowed: Keys
        let denied: Keys
        let session: Keys
    }

    let line: Line
    private let server: Companion

    init() throws {
        server = try Companion(support: "moto-server", environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"])
        line = try server.nextValue()
    }
}
