import Foundation
import HDOCModels
import StoreBehaviour
import Testing

@testable import HDOCService

/// Sends requests to the service without a server.
struct ServiceDriver: Sendable {
    let store: any CommunityStore
    var layer = Layer.planned
    var now = Date(timeIntervalSince1970: 0)

    init(_ store: any CommunityStore, now: Date = Date(timeIntervalSince1970: 0)) { (self.store, self.now) = (store, now) }

    /// - Parameter target: the path and the query.
    func send(
        _ method: String, _ target: String, headers: [String: String] = [:], body: RawJSON? = nil, subject: String? = nil
    ) async throws -> ServiceReply {
        let now = now
        let (path, query) = target.cut(atByte: "?") ?? (target[...], "")
        let match = try #require(ServiceRoute.match(method: method, path: String(path), layer: layer))
        let request = ServiceRequest(
            query: FormFields(encoded: query), headers: Dictionary(headers.map { ($0.lowercased(), $1) }) { $1 },
            body: Array((body ?? [:]).text.utf8))
        return try await CommunityService(store: store) { now }.reply(to: request, on: match, subject: subject)
    }

    func get(_ target: String, headers: [String: String] = [:]) async throws -> ServiceReply {
        try await send("GET", target, headers: headers)
    }

    /// Posts an entry as the owner of `ada`.
    func post(_ entry: RawJSON) async throws -> ServiceReply {
        let headers = entry["id"]?.string.map { ["Idempotency-Key": $0] } ?? [:]
        return try await send("POST", "/ada/article", headers: headers, body: entry, subject: "sub-ada")
    }

    /// Corrects an article of `ada` as her account.
    func correct(_ entry: RawJSON, version: Int?, subject: String = "sub-ada", author: String = "ada") async throws -> ServiceReply {
        let path = "/\(author)/article/\(entry["id"]?.string ?? "")"
        return try await send("PUT", path, headers: Self.ifMatch(version), body: entry, subject: subject)
    }

    /// Removes an article of `ada` as her account.
    func remove(_ id: String, version: Int?, subject: String = "sub-ada") async throws -> ServiceReply {
        try await send("DELETE", "/ada/article/\(id)", headers: Self.ifMatch(version), subject: subject)
    }

    private static func ifMatch(_ version: Int?) -> [String: String] { version.map { ["If-Match": "\"\($0)\""] } ?? [:] }

    /// All pages of a list, from the address of the first page, by following the links.
    func pages(_ target: String) async throws -> (pages: [[RawJSON]], changes: String?) {
        var (pages, address) = ([[RawJSON]](), target)
        while true {
            let reply = try await get(address)
            try #require(reply.status == 200, "\(reply.text)")
            pages.append(reply.array)
            guard let next = reply.link("next") else { return (pages, reply.link("changes")) }
            address = next
            try #require(pages.count < 1_000, "the list does not end")
        }
    }
}

extension ServiceReply {
    var text: String { String(decoding: body, as: UTF8.self) }
    var json: RawJSON { (try? JSONReader.read(body)) ?? .null }
    var array: [RawJSON] { if case .array(let elements) = json { elements } else { [] } }
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The path and query of a link of this relation.
    func link(_ relation: String) -> String? {
        guard let link = header("Link"), link.hasSuffix(">; rel=\"\(relation)\"") else { return nil }
        return "/" + link.dropFirst().prefix { $0 != ">" }
    }
}
