import HDOCService

/// A query of one partition of a table or an index.
package struct ItemQuery: Sendable {
    package let table: String
    package var index: String?
    /// The partition key's attribute and value.
    package let partition: AttributeChange
    /// A condition on the sort key.
    package var range: Condition?
    /// A condition that DynamoDB checks after it has read an item, so the item counts as read.
    package var filter: Condition?
    package var isDescending = false
    package var isConsistent = false
    /// The maximum number of items to read before filtering.
    package var limit: Int?
    /// The key after which to continue.
    package var start: DynamoDBItem?
    /// The wanted attributes; nil means all.
    package var attributes: [String]?

    package init(_ table: String, index: String? = nil, partition: AttributeChange) {
        (self.table, self.index, self.partition) = (table, index, partition)
    }

    var parameters: RawJSON {
        var expressions = ExpressionBuilder()
        var request: RawJSON = ["TableName": .string(table)]
        if let index { request["IndexName"] = .string(index) }
        let key = Condition.equals(partition.name, partition.value)
        request["KeyConditionExpression"] = .string(expressions.text(range.map { Condition.all([key, $0]) } ?? key))
        if let filter { request["FilterExpression"] = .string(expressions.text(filter)) }
        if isDescending { request["ScanIndexForward"] = false }
        if isConsistent { request["ConsistentRead"] = true }
        if let limit { request["Limit"] = .number(String(limit)) }
        if let start { request["ExclusiveStartKey"] = AttributeValue.wire(start) }
        if let attributes {
            request["ProjectionExpression"] = .string(attributes.map { expressions.name($0) }.joined(separator: ", "))
        }
        expressions.add(to: &request)
        return request
    }
}

/// The items that one query or scan returned.
package struct ItemPage: Sendable, Equatable {
    package let items: [DynamoDBItem]
    /// The key after which to continue; nil if nothing is left.
    package let last: DynamoDBItem?

    package init(items: [DynamoDBItem], last: DynamoDBItem?) { (self.items, self.last) = (items, last) }

    /// Items with values that cannot be read are left out, so that one of them does not hide the others.
    init(response: RawJSON) {
        var items: [DynamoDBItem] = []
        if case .array(let elements) = response["Items"] { items = elements.compactMap { AttributeValue.item(wire: $0) } }
        self.init(items: items, last: response["LastEvaluatedKey"].flatMap { AttributeValue.item(wire: $0) })
    }
}
