import Foundation
import HDOCClient
import HDOCModels

/// The journeyers with the most days: from the network if there is one, otherwise from the cache.
func topJourneyers(of stage: Stage, count: Int, paths: Paths) async throws -> [Journeyer] {
    let settings = ClientSettings(
        paths: paths, environment: ProcessInfo.processInfo.environment, clock: { Date() },
        words: { error in "\(error.kind)" }, rememberHandle: { _ in })
    let client = try Client(stage: stage, settings: settings, transport: CurlTransport(userAgent: "example/1.0"))
    do {
        _ = try await client.refresh(.journeyers)
    } catch {
        print("Using cached data: \(error)")
    }
    let snapshot = try client.journeyers()
    return Array(snapshot.value.sorted { ($0.daysCompleted ?? 0) > ($1.daysCompleted ?? 0) }.prefix(count))
}
