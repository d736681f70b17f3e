import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI
import SafeText

/// Checks the connections to a stage and to its sign-in provider, the certificate, and the clock of this machine. The requests have no
/// token.
struct NetworkCheckup {
    let stage: Stage
    let context: CommandContext
    let isOffline: Bool

    /// In seconds. Tokens are accepted within one minute.
    static let largestSkew = 60
    /// In days.
    static let shortestCertificate = 14

    func findings() async -> [DoctorFinding] {
        guard !isOffline else { return [.note("network", "not checked: --offline", fix: "Run `hdoc doctor` without --offline.")] }
        // Any response shows that the stage can be reached; the tags are the shortest list.
        let api = await exchange("network", stage.api + "tags?limit=1")
        guard let issuer = stage.issuer else { return api }
        return api + (await exchange("sign_in_page", "\(issuer)/.well-known/openid-configuration", isIssuer: true))
    }

    private func exchange(_ name: String, _ address: String, isIssuer: Bool = false) async -> [DoctorFinding] {
        switch await context.probe(address, context) {
        case .failure(let error):
            let description = ErrorDescriber(stage: isIssuer ? "the sign-in provider" : stage.name).describe(error)
            return [
                .bad(
                    name, ErrorDescription(description.what).sentence,
                    fix: description.remedy ?? "Check the network of this machine, and the address in \(context.paths.configurationFile).",
                    ["address": .string(address)])
            ]
        case .success(let response):
            let findings = [answered(name, address, response, isIssuer: isIssuer)] + certificate(isIssuer ? "sign_in_" : "", response)
            return findings + (isIssuer ? [] : clock(response))
        }
    }

    private func answered(_ name: String, _ address: String, _ response: Response, isIssuer: Bool) -> DoctorFinding {
        var data: [String: JSONValue] = ["address": .string(address), "status": .optional(response.status)]
        var parts: [String] = []
        if let times = response.connection {
            let steps: [(label: String, key: String, time: Duration?)] = [
                ("DNS", "name_lookup_ms", times.nameLookup), ("connect", "connect_ms", times.connected), ("TLS", "tls_ms", times.secured),
                ("first byte", "first_byte_ms", times.firstByte), ("end", "total_ms", times.total),
            ]
            for step in steps {
                data[step.key] = step.time.map { .number(JSONNumber($0.milliseconds)) } ?? .null
                if let time = step.time { parts.append("\(step.label) \(time.milliseconds) ms") }
            }
            data["ip_address"] = .string(times.address)
        }
        let detail = "\(response.status) after \(parts.joined(separator: ", "))"
        if isIssuer, !response.isSuccess {
            return .bad(
                name, "\(detail): the sign-in provider has no configuration here",
                fix: "Correct issuer in [stages.\(stage.name)] in \(context.paths.configurationFile).", data)
        }
        if response.status >= 500 {
            return .note(name, detail, fix: "The stage fails. `hdoc stage check \(stage.name)` shows which routes work.", data)
        }
        return .ok(name, detail, data)
    }

    private func certificate(_ prefix: String, _ response: Response) -> [DoctorFinding] {
        guard let certificate = response.connection?.certificate else { return [] }
        let name = prefix + "certificate"
        let days = Int((certificate.end.timeIntervalSince(context.now()) / 86_400).rounded(.down))
        let subject = TerminalText.line(certificate.subject, limit: 80)
        let detail = "ends \(Timestamp.format(certificate.end)) (\(Amounts.count(days, "day")) left), \(subject)"
        let data: [String: JSONValue] = [
            "ends_at": .string(Timestamp.format(certificate.end)), "days_left": .optional(days), "subject": .string(subject),
            "issuer": .string(TerminalText.line(certificate.issuer, limit: 200)),
        ]
        guard days < Self.shortestCertificate else { return [.ok(name, detail, data)] }
        return [.note(name, detail, fix: "Ask the maintainers of \(stage.name) to renew the certificate.", data)]
    }

    /// A `Date` header has whole seconds, so the difference is exact to about one second.
    private func clock(_ response: Response) -> [DoctorFinding] {
        guard let server = response.header("Date").flatMap(HTTPDate.parse) else {
            return [.note("clock", "not checked: the response has no Date header")]
        }
        let skew = Int(context.now().timeIntervalSince(server).rounded())
        let data: [String: JSONValue] = ["skew_seconds": .optional(skew), "server_time": .string(Timestamp.format(server))]
        let detail =
            abs(skew) <= 1
            ? "agrees with \(stage.name)" : "\(Amounts.count(abs(skew), "second")) \(skew > 0 ? "ahead of" : "behind") \(stage.name)"
        guard abs(skew) > Self.largestSkew else { return [.ok("clock", detail, data)] }
        return [.bad("clock", detail, fix: "Set the clock of this machine, for example with `timedatectl set-ntp true`.", data)]
    }
}
