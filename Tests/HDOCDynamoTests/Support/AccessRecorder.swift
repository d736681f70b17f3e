import HDOCModels
import HDOCService
import HTTPTransport
import Synchronization

/// Passes requests to DynamoDB on, and records each as text: operation, table and index, such as `Query Users/changes`.
final class AccessRecorder: Transport {
    private let base = CurlTransport(userAgent: "hdoc-tests", environment: [:])
    private let recorded = Mutex<[String]>([])

    /// What was recorded since the last call.
    func take() -> [String] {
        recorded.withLock { texts in
            defer { texts = [] }
            return texts
        }
    }

    func send(_ request: Request) async throws(TransportError) -> Response {
        let target = request.headers.first { $0.name == "X-Amz-Target" }?.value ?? ""
        let operation = target.split(separator: ".").last.map(String.init) ?? ""
        let parameters = (try? JSONReader.read(request.body ?? [])) ?? .null
        recorded.withLock { $0.append(Self.text(operation, parameters)) }
        return try await base.send(request)
    }

    private static func text(_ operation: String, _ parameters: RawJSON) -> String {
        guard case .array(let writes) = parameters["TransactItems"] else {
            let index = parameters["IndexName"]?.string.map { "/" + $0 } ?? ""
            return "\(operation) \(table(parameters))\(index)"
        }
        let parts = writes.map { write -> String in
            guard case .object(let members) = write, let member = members.first else { return "?" }
            return "\(member.name) \(table(member.value))"
        }
        return "Transact: " + parts.joined(separator: ", ")
    }

    /// The table's name without the suffix that makes it unique.
    private static func table(_ parameters: RawJSON) -> String {
        let name = parameters["TableName"]?.string ?? ""
        return String((name.split(separator: "-").first ?? "").replacing("Table", with: ""))
    }
}
