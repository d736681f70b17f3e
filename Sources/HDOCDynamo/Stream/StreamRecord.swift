import HDOCModels
import HDOCService

/// A change of one item, as DynamoDB's stream reports it. It may be reported more than once.
package struct StreamRecord: Sendable, Equatable {
    /// What a failed batch is repeated from.
    package let sequenceNumber: String
    /// The last part of the table's ARN.
    package let table: String
    package let key: DynamoDBItem
    /// The item before the change; nil if it was created.
    package let old: DynamoDBItem?
    /// The item after the change; nil if it was removed.
    package let new: DynamoDBItem?

    package init(sequenceNumber: String, table: String, key: DynamoDBItem, old: DynamoDBItem?, new: DynamoDBItem?) {
        (self.sequenceNumber, self.table) = (sequenceNumber, table)
        (self.key, self.old, self.new) = (key, old, new)
    }

    /// Reads a record of a Lambda event; nil if it has no key that can be read.
    package init?(event: RawJSON) {
        guard let change = event["dynamodb"], let key = change["Keys"].flatMap({ AttributeValue.item(wire: $0) }) else { return nil }
        // arn:aws:dynamodb:us-east-1:123456789012:table/NAME/stream/2026-11-27T10:00:00.000
        let arn = event["eventSourceARN"]?.string ?? ""
        let parts = arn.split(atByte: "/", keepingEmptyParts: true)
        self.init(
            sequenceNumber: change["SequenceNumber"]?.string ?? "", table: parts.count > 1 ? String(parts[1]) : "", key: key,
            old: change["OldImage"].flatMap { AttributeValue.item(wire: $0) },
            new: change["NewImage"].flatMap { AttributeValue.item(wire: $0) })
    }
}
