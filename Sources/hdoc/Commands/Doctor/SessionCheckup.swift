import HDOCClient
import HDOCModels
import HDOCTUI

/// Checks the session, the handle, the routes and the outbox of a stage, without the network.
struct SessionCheckup {
    let session: ClientSession

    var findings: [DoctorFinding] {
        let entries: [OutboxEntry]
        do {
            entries = try session.client.outbox()
        } catch {
            let description = session.describer.describe(error)
            let fix = description.remedy ?? "Run `hdoc outbox`, which says how to save its entries."
            return [
                routes, signIn(isNeeded: false), handle(isNeeded: false),
                .bad("outbox", ErrorDescription(description.what).sentence, fix: fix),
            ]
        }
        let waits = entries.contains { $0.state.isWaiting }
        return [routes, signIn(isNeeded: waits), handle(isNeeded: waits), outbox(entries)]
    }

    private var routes: DoctorFinding {
        do {
            let routes = try session.client.routes()
            let absent = routes.filter { if case .absent = $0.presence { true } else { false } }.map(\.route.rawValue)
            let present = routes.filter { $0.presence == .present }.count
            let detail = "\(present) of \(routes.count) seen" + (absent.isEmpty ? "" : "; absent: \(absent.joined(separator: ", "))")
            let data: [String: JSONValue] = ["present": .optional(present), "absent": .optional(absent.count)]
            guard !absent.isEmpty else { return .ok("routes", detail, data) }
            return .note("routes", detail, fix: "`hdoc sync` asks \(session.stage.name) for them again.", data)
        } catch {
            let description = session.describer.describe(error)
            return .bad(
                "routes", ErrorDescription(description.what).sentence,
                fix: description.remedy ?? "Delete the cache: `rm \(session.context.paths.cache(session.stage.name))`.")
        }
    }

    /// - Parameter isNeeded: whether entries wait until somebody signs in.
    private func signIn(isNeeded: Bool) -> DoctorFinding {
        let status = session.client.session()
        let detail = SessionStrings.line(status, stage: session.stage.name, now: session.context.now())
        var data: [String: JSONValue] = [
            "state": .string(SessionStrings.name(status)), "until": .null, "token_store": .string(session.client.tokenPlace().rawValue),
        ]
        switch status {
        case .signedIn(_, let until, _):
            data["until"] = .string(Timestamp.format(until))
            return .ok("sign_in", detail, data)
        case .signedOut where !isNeeded: return .note("sign_in", detail, fix: "To post, sign in with `hdoc login`.", data)
        case .signedOut, .ended, .otherSession: return .bad("sign_in", detail, fix: "Sign in with `hdoc login`.", data)
        case .unreadable(let path):
            return .bad("sign_in", detail, fix: "Make \(path) readable for you, or sign in again with `hdoc login`.", data)
        }
    }

    private func handle(isNeeded: Bool) -> DoctorFinding {
        if let handle = session.client.handle() { return .ok("handle", handle, ["handle": .string(handle)]) }
        let fix = "Set it once: `hdoc login --handle GITHUB-USERNAME`."
        let data: [String: JSONValue] = ["handle": .null]
        return isNeeded ? .bad("handle", "unknown", fix: fix, data) : .note("handle", "unknown", fix: fix, data)
    }

    private func outbox(_ entries: [OutboxEntry]) -> DoctorFinding {
        var (data, parts) = ([String: JSONValue](), [String]())
        for state in EntryState.allCases {
            let number = entries.filter { $0.state == state }.count
            data[state.rawValue] = .optional(number)
            if number > 0 { parts.append("\(number) \(EntryStrings.name(state))") }
        }
        let detail = parts.isEmpty ? "empty" : parts.joined(separator: ", ")
        if entries.contains(where: { $0.state == .rejected }) {
            return .bad(
                "outbox", detail, fix: "Correct a rejected entry with `hdoc outbox edit ID`, or discard it with `hdoc outbox discard ID`.",
                data)
        }
        guard entries.contains(where: { $0.state.isWaiting }) else { return .ok("outbox", detail, data) }
        return .note("outbox", detail, fix: "Send the waiting entries with `hdoc outbox send`.", data)
    }
}
