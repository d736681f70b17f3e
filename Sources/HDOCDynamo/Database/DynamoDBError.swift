import HDOCModels
import HDOCService
import HTTPTransport

/// Why DynamoDB did not do what it was asked to do. It contains no texts of DynamoDB, because these can quote stored values.
package enum DynamoDBError: Error, Sendable, Equatable {
    /// The condition of a single write failed. `old` is the item as it is; nil if there is none.
    case conditionFailed(old: DynamoDBItem?)
    /// A transaction was cancelled. There is one reason for each of its writes.
    case transactionCancelled([CancellationReason])
    /// DynamoDB limited the request in every attempt.
    case throttled
    /// No response arrived in any attempt. A write may have been stored.
    case noResponse(TransportError.Cause)
    /// Any other error, such as missing permissions. `type` is DynamoDB's name for it.
    case refused(type: String, status: Int)
    /// The response has an unknown form.
    case malformedResponse
}

extension DynamoDBError {
    /// Whether a write may have been stored although it was answered with this error.
    var mayHaveArrived: Bool {
        switch self {
        case .noResponse(let cause): ![.unresolvable, .refused, .connectTimeout].contains(cause)
        case .refused(_, let status): status >= 500
        case .malformedResponse: true
        case .conditionFailed, .transactionCancelled, .throttled: false
        }
    }
}

/// Why one write of a cancelled transaction was not possible.
package struct CancellationReason: Sendable, Equatable {
    package enum Code: Sendable, Equatable {
        /// This write did not cause the cancellation.
        case none
        case conditionFailed
        /// Another write to the same item was in progress.
        case conflict
        case throttled
        case other(String)
    }

    package let code: Code
    /// The item as it is, if the condition failed and the item exists.
    package let old: DynamoDBItem?

    package init(_ code: Code, old: DynamoDBItem? = nil) { (self.code, self.old) = (code, old) }

    init(wire: RawJSON) {
        old = wire["Item"].flatMap { AttributeValue.item(wire: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        code =
            switch wire["Code"]?.string {
            case nil, "None": .none
            case "ConditionalCheckFailed": .conditionFailed
            case "TransactionConflict": .conflict
            case "ThrottlingError", "ProvisionedThroughputExceeded": .throttled
            case let other?: .other(other)
            }
    }

    /// Whether the same transaction can succeed in a moment: nothing but other writes and limits stood in its way.
    static func isTemporary(_ reasons: [CancellationReason]) -> Bool {
        reasons.contains { $0.code != .none } && reasons.allSatisfy { [.none, .conflict, .throttled].contains($0.code) }
    }
}

/// One response of DynamoDB, classified.
enum DynamoDBOutcome {
    case success(RawJSON)
    case failure(DynamoDBError)
    /// The request may be sent again. The error is reported if no attempt is left.
    case temporary(DynamoDBError)

    init(_ response: Response) {
        guard let body = try? JSONReader.read(response.body), case .object = body else {
            // A page of a proxy or an empty body.
            self = response.status >= 500 ? .temporary(.malformedResponse) : .failure(.malformedResponse)
            return
        }
        if response.status == 200 {
            self = .success(body)
        } else {
            self = Self.error(body, status: response.status)
        }
    }

    private static func error(_ body: RawJSON, status: Int) -> DynamoDBOutcome {
        // `__type` is `com.amazonaws.dynamodb.v20120810#ThrottlingException`.
        let type = (body["__type"]?.string ?? "").split(atByte: "#").last.map(String.init) ?? ""
        switch type {
        case "ConditionalCheckFailedException":
            let old = body["Item"].flatMap { AttributeValue.item(wire: $0) }
            return .failure(.conditionFailed(old: old.flatMap { $0.isEmpty ? nil : $0 }))
        case "TransactionCanceledException":
            guard case .array(let list) = body["CancellationReasons"] else { return .failure(.malformedResponse) }
            let reasons = list.map { CancellationReason(wire: $0) }
            let error = DynamoDBError.transactionCancelled(reasons)
            return CancellationReason.isTemporary(reasons) ? .temporary(error) : .failure(error)
        case "ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded", "TransactionConflictException",
            "TransactionInProgressException":
            return .temporary(.throttled)
        default:
            let error = DynamoDBError.refused(type: type, status: status)
            return status >= 500 ? .temporary(error) : .failure(error)
        }
    }
}
