import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

/// Checks every likely cause of a problem. A failed check does not stop the others.
struct Doctor {
    struct Finding: Sendable, Equatable {
        enum Outcome: String, Sendable { case ok, note, bad }
        var name: String
        var state: Outcome
        var detail: String
    }

    let context: CommandContext
    let options: StageOptions

    func examine() async -> [Finding] {
        var findings = [Finding(name: "hdoc", state: .ok, detail: Version.current)] + lastCrash() + [terminal(), zone(), proxy()]
        do {
            let configuration = try context.configuration()
            let names = configuration.stages.map(\.name).joined(separator: ", ")
            findings.append(
                Finding(
                    name: "configuration", state: .ok, detail: "\(configuration.file), stages: \(names.isEmpty ? "none" : names)"))
            let stage = try context.stage(options)
            let session = try context.session(stage, isOffline: options.offline)
            findings += [describe(stage), await reachable(session)] + local(session)
        } catch {
            findings.append(Finding(name: "configuration", state: .bad, detail: ErrorDescriber().sentence(error)))
        }
        return findings
    }

    private func lastCrash() -> [Finding] {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: context.paths.crashReport),
            let date = attributes[.modificationDate] as? Date
        else { return [] }
        return [Finding(name: "last crash", state: .note, detail: "\(context.age(date)), report: \(context.paths.crashReport)")]
    }

    private func terminal() -> Finding {
        let names = ["TERM", "LANG", "LC_ALL", "NO_COLOR", "TZ"]
        let set = names.compactMap { name in context.environment[name].map { "\(name)=\($0)" } }
        return Finding(name: "terminal", state: .ok, detail: set.isEmpty ? "no variables" : set.joined(separator: ", "))
    }

    /// Reports the time zone in which "today" is computed, its current offset, and where the zone comes from.
    private func zone() -> Finding {
        let (zone, rule) = (context.zone, context.zone.rule(at: context.now()))
        let name = rule.abbreviation == zone.identifier ? "" : " (\(rule.abbreviation))"
        let detail = "\(zone.identifier), UTC\(LocalZone.offsetText(rule.offset))\(name), \(ZoneStrings.origin(zone.source))"
        return Finding(name: "zone", state: ZoneStrings.isDoubtful(zone.source) ? .note : .ok, detail: detail)
    }

    /// Reports only the names of the variables, because the address of a proxy may contain a password.
    private func proxy() -> Finding {
        let names = ["HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"].filter { context.environment[$0]?.isEmpty == false }
        return Finding(name: "proxy", state: .ok, detail: names.isEmpty ? "none" : "set: \(names.joined(separator: ", "))")
    }

    private func describe(_ stage: Stage) -> Finding {
        let signIn = stage.issuer == nil ? "no issuer" : stage.clientID == nil ? "no client_id" : "issuer \(stage.issuer ?? "")"
        let canSignIn = stage.issuer != nil && stage.clientID != nil
        let dayEnd = stage.dayEnd.map { ", days end at \($0)" } ?? ""
        return Finding(name: "stage", state: canSignIn ? .ok : .note, detail: "\(stage.name), \(stage.api), \(signIn)\(dayEnd)")
    }

    /// Checks the connection. Any response shows that the stage can be reached; hdoc requests the tags, because they are the shortest list.
    private func reachable(_ session: ClientSession) async -> Finding {
        guard !session.isOffline else { return Finding(name: "network", state: .note, detail: "not checked: --offline") }
        let start = ContinuousClock.now
        do throws(ClientError) {
            _ = try await session.client.refresh(.tags)
            return answered(start, "")
        } catch {
            guard error.isOffline else { return answered(start, "; \(session.describer.describe(error).what)") }
            return Finding(name: "network", state: .bad, detail: session.describer.sentence(error))
        }
    }

    private func answered(_ start: ContinuousClock.Instant, _ remark: String) -> Finding {
        let took = ContinuousClock.now - start
        return Finding(name: "network", state: .ok, detail: "answered in \(took.milliseconds) ms\(remark)")
    }

    private func local(_ session: ClientSession) -> [Finding] {
        let name = session.stage.name
        let status = session.client.session()
        let isSignedIn = if case .signedIn = status { true } else { false }
        return [
            routes(session),
            Finding(
                name: "sign-in", state: isSignedIn ? .ok : .note,
                detail: SessionStrings.line(status, stage: name, now: context.now())),
            Finding(name: "handle", state: session.client.handle() == nil ? .note : .ok, detail: session.client.handle() ?? "unknown"),
            outbox(session),
            file("cache", context.paths.cache(name)), file("outbox file", context.paths.outbox(name)),
        ]
    }

    private func routes(_ session: ClientSession) -> Finding {
        do {
            let routes = try session.client.routes()
            let absent = routes.filter { if case .absent = $0.presence { true } else { false } }.map(\.route.rawValue)
            let present = routes.filter { $0.presence == .present }.count
            let detail = "\(present) of \(routes.count) seen" + (absent.isEmpty ? "" : "; absent: \(absent.joined(separator: ", "))")
            return Finding(name: "routes", state: absent.isEmpty ? .ok : .note, detail: detail)
        } catch {
            return Finding(name: "routes", state: .bad, detail: session.describer.sentence(error))
        }
    }

    private func outbox(_ session: ClientSession) -> Finding {
        do {
            let entries = try session.client.outbox()
            let counts = EntryState.allCases.compactMap { state -> String? in
                let number = entries.filter { $0.state == state }.count
                return number == 0 ? nil : "\(number) \(EntryStrings.name(state))"
            }
            let waits = entries.contains { $0.state.isWaiting || $0.state == .rejected }
            return Finding(name: "outbox", state: waits ? .note : .ok, detail: counts.isEmpty ? "empty" : counts.joined(separator: ", "))
        } catch {
            return Finding(name: "outbox", state: .bad, detail: session.describer.sentence(error))
        }
    }

    private func file(_ name: String, _ path: String) -> Finding {
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int else {
            return Finding(name: name, state: .ok, detail: "\(path), does not exist yet")
        }
        return Finding(name: name, state: .ok, detail: "\(path), \(Amounts.bytes(size))")
    }
}
