import HDOCService

/// A value for one attribute.
package struct AttributeChange: Sendable, Equatable {
    package let name: String
    package let value: AttributeValue

    package init(_ name: String, _ value: AttributeValue) { (self.name, self.value) = (name, value) }
}

/// The place of a value in an item: the name of an attribute, and the names of members of maps in it.
package typealias AttributePath = [String]

/// A number that DynamoDB calculates from the item as it was before the update.
package struct AttributeSum: Sendable, Equatable {
    /// Where the result goes.
    package let path: AttributePath
    /// Where the first number is; 0 if there is none.
    package let number: AttributePath
    package let plus: Int

    package init(_ path: AttributePath, _ number: AttributePath, plus: Int) {
        (self.path, self.number, self.plus) = (path, number, plus)
    }
}

/// The changes that an update makes to one item.
package struct ItemUpdate: Sendable, Equatable {
    package var set: [AttributeChange]
    package var sums: [AttributeSum]
    /// Adds a number to a number, or elements to a set. The attribute is created if it is absent.
    package var add: [AttributeChange]
    package var remove: [AttributePath]

    package init(
        set: [AttributeChange] = [], sums: [AttributeSum] = [], add: [AttributeChange] = [], remove: [AttributePath] = []
    ) {
        (self.set, self.sums, self.add, self.remove) = (set, sums, add, remove)
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
