import Foundation
import HDOCModels
import HDOCService
import StoreBehaviour

@testable import HDOCDynamo

/// Tables of their own, with the store, the stream and the ranking on them.
struct TestStage: Sendable {
    let client: DynamoDBClient
    let tables: TableNames
    let store: DynamoCommunityStore
    let processor: StreamProcessor

    init() async throws {
        let server = try DynamoDBServer.shared()
        client = server.client()
        tables = try await server.tables()
        store = DynamoCommunityStore(client, tables)
        processor = StreamProcessor(client, tables) { Example.now }
    }

    /// Processes all records of both streams and refreshes the ranking. Processing a record again changes nothing, so this always
    /// begins with the first one.
    func settle() async throws {
        for table in [tables.entries, tables.users] {
            for record in try await records(of: table) { try await processor.process(record) }
        }
        try await TagRanking(client, tables).refresh()
    }

    /// The records of a table's stream so far.
    func records(of table: String) async throws -> [StreamRecord] {
        let streams = try await streams("ListStreams", ["TableName": .string(table)])
        guard case .array(let list) = streams["Streams"], let arn = list.first?["StreamArn"] else { return [] }
        let stream = try await self.streams("DescribeStream", ["StreamArn": arn])["StreamDescription"]
        guard case .array(let shards) = stream?["Shards"], let shard = shards.first?["ShardId"] else { return [] }
        let iterator = try await self.streams(
            "GetShardIterator", ["StreamArn": arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"])
        let page = try await self.streams("GetRecords", ["ShardIterator": iterator["ShardIterator"] ?? .null, "Limit": 100_000])
        guard case .array(let records) = page["Records"] else { return [] }
        return records.compactMap { StreamRecord(event: $0.setting("eventSourceARN", arn)) }
    }

    private func streams(_ operation: String, _ parameters: RawJSON) async throws -> RawJSON {
        try await client.call(target: "DynamoDBStreams_20120810.\(operation)", parameters)
    }

    func put(_ item: DynamoDBItem, in table: String) async throws { try await client.write(ItemWrite(table, .put(item))) }

    func item(_ key: DynamoDBItem) async throws -> DynamoDBItem? {
        try await client.get(tables.entries, key, isConsistent: true)
    }

    /// The number of articles with a tag that the counters add up to.
    func count(of tag: String) async throws -> Int {
        try await TagRanking(client, tables).refresh()
        return try await store.tags(limit: 4_000).first { $0.tag == tag }?.count ?? 0
    }

    /// The summaries in a list of articles.
    func articles(_ filter: ArticleFilter = ArticleFilter()) async throws -> [String] {
        try await store.articles(filter, PageRequest(limit: 100, began: Example.now)).items
    }
}
