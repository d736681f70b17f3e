import HDOCModels
import HDOCService
import Synchronization

/// Counts the units of capacity that DynamoDB bills, as its responses report them.
package final class ConsumedUnits: Sendable {
    /// Read and write units.
    package struct CapacityUnits: Sendable, Equatable {
        package var reads = 0.0
        package var writes = 0.0

        package init() {}
    }

    /// The counter for the requests of this task.
    @TaskLocal package static var current: ConsumedUnits?

    private let counted = Mutex(CapacityUnits())

    package init() {}

    package var amounts: CapacityUnits { counted.withLock { $0 } }

    /// - Parameter isWrite: whether units that are not called read or write units are write units.
    func add(_ response: RawJSON, isWrite: Bool) {
        let reports: [RawJSON] =
            switch response["ConsumedCapacity"] {
            case .array(let list): list
            case let one?: [one]
            case nil: []
            }
        counted.withLock { amounts in
            for report in reports {
                let (reads, writes) = (Self.number(report["ReadCapacityUnits"]), Self.number(report["WriteCapacityUnits"]))
                let unnamed = reads == nil && writes == nil ? Self.number(report["CapacityUnits"]) ?? 0 : 0
                amounts.reads += (reads ?? 0) + (isWrite ? 0 : unnamed)
                amounts.writes += (writes ?? 0) + (isWrite ? unnamed : 0)
            }
        }
    }

    private static func number(_ json: RawJSON?) -> Double? {
        guard case .number(let text) = json else { return nil }
        return Double(text)
    }
}
