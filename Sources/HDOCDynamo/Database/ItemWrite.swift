import HDOCService

/// A value for one attribute.
package struct AttributeChange: Sendable, Equatable {
    package let name: String
    package let value: AttributeValue

    package init(_ name: String, _ value: AttributeValue) { (self.name, self.value) = (name, value) }
}

/// The changes that an update makes to one item.
package struct ItemUpdate: Sendable, Equatable {
    package var set: [AttributeChange]
    /// Adds a number to a number, or elements to a set. The attribute is created if it is absent.
    package var add: [AttributeChange]
    package var remove: [String]

    package init(set: [AttributeChange] = [], add: [AttributeChange] = [], remove: [String] = []) {
        (self.set, self.add, self.remove) = (set, add, remove)
    }
}

/// One write to one item, alone or in a transaction. If its condition fails, the item's attributes are reported.
package struct ItemWrite: Sendable, Equatable {
    package enum WriteAction: Sendable, Equatable {
        case put(DynamoDBItem)
        case update(key: DynamoDBItem, ItemUpdate)
        case delete(key: DynamoDBItem)
        /// Only checks the condition; allowed in transactions only.
        case check(key: DynamoDBItem)
    }

    package let table: String
    package let action: WriteAction
    package let condition: Condition?

    package init(_ table: String, _ action: WriteAction, if condition: Condition? = nil) {
        (self.table, self.action, self.condition) = (table, action, condition)
    }

    /// The operation that writes this item alone.
    var operation: String {
        switch action {
        case .put: "PutItem"
        case .update: "UpdateItem"
        case .delete: "DeleteItem"
        case .check: "ConditionCheck"
        }
    }

    /// The parameters of the write. A transaction contains the same ones.
    var parameters: RawJSON {
        var expressions = ExpressionBuilder()
        var request: RawJSON = ["TableName": .string(table)]
        switch action {
        case .put(let item): request["Item"] = AttributeValue.wire(item)
        case .update(let key, let update):
            request["Key"] = AttributeValue.wire(key)
            request["UpdateExpression"] = .string(expressions.text(update))
        case .delete(let key), .check(let key): request["Key"] = AttributeValue.wire(key)
        }
        if let condition {
            request["ConditionExpression"] = .string(expressions.text(condition))
            request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        }
        expressions.add(to: &request)
        return request
    }

    /// The form within a transaction.
    var transactionElement: RawJSON {
        switch action {
        case .put: ["Put": parameters]
        case .update: ["Update": parameters]
        case .delete: ["Delete": parameters]
        case .check: ["ConditionCheck": parameters]
        }
    }
}
