import FoundationEssentials
import HDOCClient
import HDOCModels
import TerminalKit

/// The report about the health of the community, as a dialog. It is made outside of the loop's thread.
enum HealthPage {
    static func binding(_ state: AppState) -> Binding {
        let options = HealthReport.Options(today: state.today)
        return .effects(
            .health, disabled: isEmpty(state) ? "No journeyer is cached yet." : nil,
            [
                .cache(
                    .reportHealth(
                        HealthOrder(options: options, now: state.now, zone: state.settings.zone, others: state.settings.otherStages)))
            ])
    }

    private static func isEmpty(_ state: AppState) -> Bool { state.model.journeyers.value == 0 }

    static func show(_ result: Result<HealthReport, StoreError>, _ state: inout AppState) {
        switch result {
        case .failure(let error): state.warn(error)
        case .success(let report):
            let stage = state.settings.stage.name
            let rows = HealthStrings.rows(report, stage: stage, zone: state.settings.zone)
            var lines = HealthStrings.summary(report, stage: stage)
            for (index, row) in rows.enumerated() {
                if index == 0 || rows[index - 1].kind != row.kind { lines += ["", row.kind.prefix(1).uppercased() + row.kind.dropFirst()] }
                lines.append("  @\(row.handle): \(row.detail)")
            }
            state.dialogs.append(.text(TextState(title: "Health of \(stage)", head: lines)))
        }
    }
}

/// What a report is made for.
struct HealthOrder: Sendable, Equatable {
    let options: HealthReport.Options
    let now: Date
    let zone: LocalZone
    /// The stages to compare with, if they are cached.
    let others: [Stage]

    func report(from client: any CommunityClient, comparing compare: Services.StageCompare?) -> Result<HealthReport, StoreError> {
        Result { () throws(StoreError) in
            var report = try HealthReport(client, options, now: now, zone: zone)
            for other in others {
                if let comparison = try compare?(client.stage, other, options.limit) { report.comparisons.append(comparison) }
            }
            return report
        }
    }

    static func == (a: Self, b: Self) -> Bool {
        a.options == b.options && a.now == b.now && a.zone.identifier == b.zone.identifier && a.others == b.others
    }
}
