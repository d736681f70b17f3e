import HDOCDynamo
import HDOCService

/// Processes the records of DynamoDB's streams. The event source must have `ReportBatchItemFailures`, so that only the records from
/// the first failed one on are repeated.
struct StreamHandler: EventHandler {
    let processor: StreamProcessor

    func answer(_ event: RawJSON, _ report: inout InvocationReport) async throws -> RawJSON {
        guard case .array(let records) = event["Records"] else { throw RuntimeFailure("MalformedEvent", "no records") }
        report.records = records.count
        // A record that cannot be read would fail each time and hold up all records after it.
        for record in records.compactMap({ StreamRecord(event: $0) }) {
            do {
                try await processor.process(record)
            } catch  where !record.sequenceNumber.isEmpty {
                report.error = (error as? DynamoDBError)?.name ?? "Service"
                return ["batchItemFailures": [["itemIdentifier": .string(record.sequenceNumber)]]]
            }
        }
        return ["batchItemFailures": []]
    }
}

/// Refreshes the ranking of the tags. A schedule invokes it; the event does not matter.
struct TagRankingHandler: EventHandler {
    let ranking: TagRanking

    func answer(_ event: RawJSON, _ report: inout InvocationReport) async throws -> RawJSON {
        try await ranking.refresh()
        return [:]
    }
}
