import FoundationEssentials
import HDOCClient
import HDOCModels

/// Handles the results of requests.
enum NetworkUpdate {
    static func apply(_ message: NetworkMessage, to state: inout AppState) -> [Effect] {
        switch message {
        case .refreshed(let resource, let result): return refreshed(resource, result, &state)
        case .syncing(let progress):
            state.work.syncing = progress
            return []
        case .synced(let report): return synced(report, &state)
        case .sent(let result):
            sent(result, &state)
            return []
        case .requested(let trace):
            state.take(trace)
            return []
        case .routeChecked(let check):
            state.screens.stage.check.routes[check.route] = check
            return []
        case .checked(let result):
            StageScreen.checked(result, &state)
            return []
        }
    }

    private static func refreshed(
        _ resource: Resource, _ result: Result<RefreshReport, ClientError>, _ state: inout AppState
    ) -> [Effect] {
        switch result {
        case .success(let report):
            state.activity[resource] = nil
            let remarks = ResourceStrings.remarks(report)
            if !remarks.isEmpty { state.say("\(remarks.joined(separator: "; ")).") }
            return Refreshing.sendAfterAnswer(&state)
        case .failure(let error):
            state.activity[resource] = .failed(error)
            if error.isOffline { state.work.isAway = true }
            if case .journeyer(let handle) = resource, error.kind == .notFound { SignUpUpdate.offer(handle, &state) }
            return []
        }
    }

    private static func synced(_ report: SyncReport, _ state: inout AppState) -> [Effect] {
        state.work.syncing = nil
        state.work.isSyncing = false
        for done in report.refreshed { state.activity[done.resource] = nil }
        for failure in report.failed { state.activity[failure.resource] = .failed(failure.error) }
        let received = report.refreshed.reduce(0) { $0 + $1.received }
        let failures = report.failed.filter { !$0.error.isAbsence }
        if let first = failures.first {
            state.say("Sync failed: \(state.describer.sentence(first.error))", isWarning: true)
        } else {
            let remarks = report.refreshed.flatMap(ResourceStrings.remarks)
            state.say((["Synced: \(received) received"] + remarks).joined(separator: "; ") + ".")
        }
        if report.failed.contains(where: \.error.isOffline) { state.work.isAway = true }
        return report.refreshed.isEmpty ? [] : Refreshing.sendAfterAnswer(&state)
    }

    private static func sent(_ result: Result<SendReport, any Error>, _ state: inout AppState) {
        state.work.isSending = false
        switch result {
        case .success(let report): tell(report, &state)
        case .failure(let error): state.warn(error)
        }
    }

    private static func tell(_ report: SendReport, _ state: inout AppState) {
        let posted = report.tried.filter { $0.state == .sent }
        let moves = report.tried.compactMap { entry in
            report.formerDays[entry.id].map { " " + WritingProblemStrings.moved(from: $0, to: entry.entry.day) }
        }.joined()
        if let stuck = report.tried.first(where: { $0.state != .sent }) {
            let reason = stuck.lastError.map { ": \($0)" } ?? "."
            state.say("\(ChangeStrings.subject(stuck)) is \(EntryStrings.name(stuck.state))\(reason)\(moves)", isWarning: true)
        } else if let only = posted.first, posted.count == 1 {
            let done = ChangeStrings.done(report.kinds[only.id] ?? .post, day: only.entry.day, stage: state.settings.stage.name)
            state.say("\(done)\(moves)")
        } else if !posted.isEmpty {
            state.say("\(posted.count) days are sent.\(moves)")
        }
    }
}
