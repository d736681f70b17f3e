import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

/// Checks every likely cause of a problem. A failed check does not stop the others.
struct Doctor {
    let context: CommandContext
    let options: StageOptions

    func examine() async -> [DoctorFinding] {
        var findings = program() + lastCrash()
        findings += TerminalCheckup(context: context).findings + [zone(), proxy()]
        let configuration: Configuration
        do {
            configuration = try context.configuration()
            let names = configuration.stages.map(\.name).joined(separator: ", ")
            findings.append(
                .ok(
                    "configuration", "\(configuration.file), stages: \(names.isEmpty ? "none" : names)",
                    ["file": .string(configuration.file)]))
        } catch {
            findings.append(failure("configuration", error, fix: "Correct \(context.paths.configurationFile)."))
            return findings + FileCheckup(paths: context.paths, stage: nil).findings
        }
        do {
            let stage = try context.stage(options)
            findings.append(describe(stage))
            findings += await NetworkCheckup(stage: stage, context: context, isOffline: options.offline).findings()
            findings += session(stage)
            findings += FileCheckup(paths: context.paths, stage: stage.name).findings
        } catch {
            findings.append(failure("stage", error, fix: "Add a stage with `hdoc stage add`."))
            findings += FileCheckup(paths: context.paths, stage: nil).findings
        }
        return findings
    }

    /// The error of a check, whose own remedy is better than a general one.
    private func failure(_ name: String, _ error: any Error, fix: String, stage: String? = nil) -> DoctorFinding {
        let description = ErrorDescriber(stage: stage).describe(error)
        return .bad(name, ErrorDescription(description.what).sentence, fix: description.remedy ?? fix)
    }

    private func session(_ stage: Stage) -> [DoctorFinding] {
        do {
            return SessionCheckup(session: try context.session(stage, isOffline: true)).findings
        } catch {
            return [failure("outbox", error, fix: "Correct the file, then run `hdoc doctor` again.", stage: stage.name)]
        }
    }

    private func program() -> [DoctorFinding] {
        var facts: [String: JSONValue] = [
            "version": .string(Version.current), "build": .string(BuildFacts.kind), "architecture": .string(BuildFacts.architecture),
        ]
        let build = "\(Version.current), \(BuildFacts.kind) build for \(BuildFacts.architecture)"
        do throws(TransportError) {
            let curl = try CurlTransport.libraryVersions()
            facts["curl"] = .string(curl)
            return [.ok("hdoc", "\(build), \(curl)", facts)]
        } catch {
            return [.ok("hdoc", build, facts), failure("libcurl", error, fix: "Install libcurl.")]
        }
    }

    private func lastCrash() -> [DoctorFinding] {
        guard let info = FileInfo(context.paths.crashReport) else { return [] }
        let path = context.paths.crashReport
        return [
            .note(
                "last_crash", "\(context.age(info.changed)), report: \(path)",
                fix: "Send the report with what you did, then delete it: `rm \(path)`.",
                ["file": .string(path), "crashed_at": .string(Timestamp.format(info.changed))])
        ]
    }

    /// Reports the time zone in which "today" is computed, its current offset, and where the zone comes from.
    private func zone() -> DoctorFinding {
        let (zone, rule) = (context.zone, context.zone.rule(at: context.now()))
        let name = rule.abbreviation == zone.identifier ? "" : " (\(rule.abbreviation))"
        let detail = "\(zone.identifier), UTC\(LocalZone.offsetText(rule.offset))\(name), \(ZoneStrings.origin(zone.source))"
        let data: [String: JSONValue] = [
            "identifier": .string(zone.identifier), "offset_seconds": .optional(rule.offset),
            "source": .string(ZoneStrings.origin(zone.source)),
        ]
        guard ZoneStrings.isDoubtful(zone.source) else { return .ok("zone", detail, data) }
        return .bad(
            "zone", detail, fix: "Set the zone of this machine with `timedatectl set-timezone`, or set TZ to a name such as Europe/Berlin.",
            data)
    }

    /// Reports only the names of the variables, because the address of a proxy may contain a password.
    private func proxy() -> DoctorFinding {
        let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"]
            .filter { context.environment[$0]?.isEmpty == false }
        return .ok(
            "proxy", names.isEmpty ? "none" : "set: \(names.joined(separator: ", "))", ["variables": .string(names.joined(separator: " "))])
    }

    private func describe(_ stage: Stage) -> DoctorFinding {
        let signIn = stage.issuer == nil ? "no issuer" : stage.clientID == nil ? "no client_id" : "issuer \(stage.issuer ?? "")"
        let dayEnd = stage.dayEnd.map { ", days end at \($0)" } ?? ""
        let detail = "\(stage.name), \(stage.api), \(signIn)\(dayEnd)"
        let data: [String: JSONValue] = [
            "name": .string(stage.name), "api": .string(stage.api), "issuer": .optional(stage.issuer),
            "day_ends": .optional(stage.dayEnd?.description),
        ]
        if stage.issuer != nil, stage.clientID != nil { return .ok("stage", detail, data) }
        return .note(
            "stage", detail, fix: "To sign in, add issuer and client_id to [stages.\(stage.name)] in \(context.paths.configurationFile).",
            data)
    }
}

/// How this program was built.
enum BuildFacts {
    static var kind: String {
        #if DEBUG
        "debug"
        #else
        "release"
        #endif
    }

    static var architecture: String {
        #if arch(x86_64)
        "x86_64"
        #elseif arch(arm64)
        "arm64"
        #else
        "another processor"
        #endif
    }
}
