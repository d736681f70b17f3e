import Glibc
import HDOCDynamo
import HDOCService

/// One line of the log, in JSON. It never contains texts, tokens or bodies of requests: only names that this program chose, numbers,
/// and the id of the invocation.
struct LogLine: Equatable {
    private(set) var json: RawJSON

    /// The line for one invocation.
    init(_ report: InvocationReport) {
        json = ["level": report.error == nil ? "info" : "error", "function": .string(report.function)]
        if let route = report.route { json["route"] = .string(route) }
        if let status = report.status { json["status"] = .number(String(status)) }
        if let error = report.error { json["error"] = .string(error) }
        json["ms"] = .number(Self.rounded(report.duration))
        json["request_id"] = .string(report.requestID)
        json["read_units"] = .number(Self.rounded(report.units.reads))
        json["write_units"] = .number(Self.rounded(report.units.writes))
        if let records = report.records { json["records"] = .number(String(records)) }
        if let start = report.start { json["cold_start_ms"] = .number(Self.rounded(start)) }
    }

    private init(_ json: RawJSON) { self.json = json }

    /// A failure outside an invocation.
    static func error(_ name: String, detail: String) -> LogLine {
        LogLine(["level": "error", "error": .string(name), "detail": .string(detail)])
    }

    func write() {
        let bytes = Array((json.text + "\n").utf8)
        // One call for the line, so that lines never mix.
        _ = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }

    /// Two decimal places.
    private static func rounded(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        return hundredths % 100 == 0 ? String(hundredths / 100) : String(Double(hundredths) / 100)
    }
}

/// What the log says about one invocation.
struct InvocationReport: Equatable {
    let function: String
    let requestID: String
    /// The pattern of the route, such as `GET /users/{userID}`.
    var route: String?
    var status: Int?
    /// The name of the error.
    var error: String?
    /// In milliseconds.
    var duration = 0.0
    var units = ConsumedUnits.CapacityUnits()
    /// The number of records of a stream's event.
    var records: Int?
    /// In a new process: the milliseconds from its start to its first invocation.
    var start: Double?

    init(function: String, requestID: String) { (self.function, self.requestID) = (function, requestID) }
}
