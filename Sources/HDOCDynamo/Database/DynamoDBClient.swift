import HDOCService
import HTTPTransport

/// Sends requests to DynamoDB.
///
/// A request is sent again after throttling, a failure of DynamoDB, or a lost connection. So each write must be idempotent: a
/// write that arrived although its response was lost fails its own condition, and the caller recognises it by the old item.
/// `ClientRequestToken` does not help, because the repetition of a post has another time in it.
package struct DynamoDBClient: Sendable {
    private let transport: any Transport
    private let access: DynamoDBAccess
    private let retries: DynamoDBRetries

    package init(_ transport: any Transport, _ access: DynamoDBAccess, retries: DynamoDBRetries = DynamoDBRetries()) {
        (self.transport, self.access, self.retries) = (transport, access, retries)
    }

    /// Calls an operation of `DynamoDB_20120810`.
    package func call(_ operation: String, _ parameters: RawJSON) async throws(DynamoDBError) -> RawJSON {
        try await call(target: "DynamoDB_20120810.\(operation)", parameters)
    }

    /// - Parameter target: version and operation, as the header `X-Amz-Target` names them.
    package func call(target: String, _ parameters: RawJSON) async throws(DynamoDBError) -> RawJSON {
        let body = parameters.bytes
        let clock = ContinuousClock()
        let end = clock.now + retries.total
        var attempt = 0
        // An attempt that may have arrived. If the last attempt is refused, the outcome is still not known.
        var lost: DynamoDBError?
        while true {
            let outcome = await outcome(target, body, limit: min(retries.attempt, end - clock.now))
            switch outcome {
            case .success(let response): return response
            case .failure(let error): throw error
            case .temporary(let error):
                let delay = retries.delay(after: attempt)
                attempt += 1
                if error.mayHaveArrived { lost = error }
                guard attempt < retries.attempts, clock.now + delay < end, await sleeps(delay) else { throw lost ?? error }
            }
        }
    }

    /// False if the task was cancelled.
    private func sleeps(_ delay: Duration) async -> Bool {
        do { try await retries.sleep(delay) } catch { return false }
        return !Task.isCancelled
    }

    private func outcome(_ target: String, _ body: [UInt8], limit: Duration) async -> DynamoDBOutcome {
        var request = Request(
            .post, access.endpoint,
            headers: [Header("Content-Type", "application/x-amz-json-1.0"), Header("X-Amz-Target", target)], body: body,
            limits: TransportLimits(connect: min(.seconds(1), limit), stall: limit, total: limit, body: Self.largestResponse),
            signing: access.signing)
        request.isIdempotent = true
        do throws(TransportError) {
            return DynamoDBOutcome(try await transport.send(request))
        } catch {
            return Self.temporary.contains(error.cause) ? .temporary(.noResponse(error.cause)) : .failure(.noResponse(error.cause))
        }
    }

    /// In bytes. A page has 1 MB of values; as JSON it can be several times as long.
    private static let largestResponse = 16_000_000
    private static let temporary: [TransportError.Cause] = [
        .unresolvable, .refused, .connectTimeout, .timeout, .interrupted, .other,
    ]
}

extension DynamoDBClient {
    /// Reads one item; nil if it does not exist or has values that cannot be read.
    package func get(
        _ table: String, _ key: DynamoDBItem, isConsistent: Bool, attributes: [String]? = nil
    ) async throws(DynamoDBError) -> DynamoDBItem? {
        var request: RawJSON = ["TableName": .string(table), "Key": AttributeValue.wire(key)]
        if isConsistent { request["ConsistentRead"] = true }
        var expressions = ExpressionBuilder()
        if let attributes {
            request["ProjectionExpression"] = .string(attributes.map { expressions.name($0) }.joined(separator: ", "))
        }
        expressions.add(to: &request)
        return try await counted("GetItem", request, isWrite: false)["Item"].flatMap { AttributeValue.item(wire: $0) }
    }

    package func query(_ query: ItemQuery) async throws(DynamoDBError) -> ItemPage {
        ItemPage(response: try await counted("Query", query.parameters, isWrite: false))
    }

    /// Every item of a query, page after page.
    package func all(_ query: ItemQuery) async throws(DynamoDBError) -> [DynamoDBItem] {
        var (query, items) = (query, [DynamoDBItem]())
        repeat {
            let page = try await self.query(query)
            items += page.items
            query.start = page.last
        } while query.start != nil
        return items
    }

    package func scan(_ table: String, limit: Int?, start: DynamoDBItem?) async throws(DynamoDBError) -> ItemPage {
        var request: RawJSON = ["TableName": .string(table)]
        if let limit { request["Limit"] = .number(String(limit)) }
        if let start { request["ExclusiveStartKey"] = AttributeValue.wire(start) }
        return ItemPage(response: try await counted("Scan", request, isWrite: false))
    }

    /// Throws `conditionFailed` if the condition of the write fails.
    package func write(_ write: ItemWrite) async throws(DynamoDBError) {
        _ = try await counted(write.operation, write.parameters, isWrite: true)
    }

    /// Makes all writes or none. Throws `transactionCancelled` with a reason for each write if a condition fails.
    package func transact(_ writes: [ItemWrite]) async throws(DynamoDBError) {
        let request: RawJSON = ["TransactItems": .array(writes.map(\.transactionElement))]
        _ = try await counted("TransactWriteItems", request, isWrite: true)
    }

    private func counted(_ operation: String, _ parameters: RawJSON, isWrite: Bool) async throws(DynamoDBError) -> RawJSON {
        let response = try await call(operation, parameters.setting("ReturnConsumedCapacity", "TOTAL"))
        ConsumedUnits.current?.add(response, isWrite: isWrite)
        return response
    }
}
