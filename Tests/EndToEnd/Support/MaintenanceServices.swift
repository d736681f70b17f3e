import Foundation
import TestKit

/// Runs `Tests/Support/maintenance`, which emulates the parts of CloudFormation, CodePipeline and CodeBuild that hdoc uses, and
/// compares requests and replies with the service models of botocore.
final class MaintenanceServices {
    struct Line: Decodable {
        let endpoint: String
        let secret: String
        let token: String
    }

    let line: Line
    private let server: Companion

    init() throws {
        server = try Companion(
            support: "maintenance", environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"])
        line = try server.nextValue()
    }

    /// The environment of a caller. The key id chooses how the services treat it.
    func environment(_ keyID: String, token: Bool = false) -> [String: String] {
        var environment = ["AWS_ENDPOINT_URL": line.endpoint, "AWS_ACCESS_KEY_ID": keyID, "AWS_SECRET_ACCESS_KEY": line.secret]
        if token { environment["AWS_SESSION_TOKEN"] = line.token }
        return environment
    }
}
