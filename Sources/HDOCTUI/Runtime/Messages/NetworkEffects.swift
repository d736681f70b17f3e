import TerminalKit
import HDOCClient
import HDOCModels

/// Effects that read the cache or use the network.
enum NetworkEffects {
    /// `report` takes what happens on the way; what is returned is the end of it.
    static func run(
        _ effect: Effect, _ client: any CommunityClient, report: @escaping @Sendable (Message) -> Void
    ) async -> Message? {
        switch effect {
        case .read(let part): return read(part, client)
        case .refresh(let resource): return .refreshed(resource, await refresh(resource, client))
        case .sync: return .synced(await client.sync { report(.syncing($0)) })
        case .check: return .checked(await result { try await client.check { report(.routeChecked($0)) } })
        case .send(let ids): return .sent(await result { try await client.send(ids) })
        case .signIn:
            return .signedIn(await result { try await client.signIn(SignInOptions()) { report(.signInStep($0)) } })
        case .pasteBack(let text): return .pasteAnswered(await client.pasteBack(text))
        case .signOut: return .signedOut(await result { try await client.signOut() })
        case .signUp(let profile): return .signedUp(await result { try await client.signUp(profile) })
        default: return nil
        }
    }

    private static func read(_ part: ReadModel.Part, _ client: any CommunityClient) -> Message {
        do {
            return .read(try ReadModel.read(part, from: client))
        } catch {
            return .readFailed(part, error)
        }
    }

    private static func refresh(
        _ resource: Resource, _ client: any CommunityClient
    ) async -> Result<RefreshReport, ClientError> {
        do throws(ClientError) { return .success(try await client.refresh(resource)) } catch { return .failure(error) }
    }

    private static func result<Success>(_ body: () async throws -> Success) async -> Result<Success, any Error> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}

/// Effects that change the outbox or the configuration. Synchronous and durable when they return.
enum WritingEffects {
    static func run(_ effect: Effect, _ client: any CommunityClient, makeID: () -> String) -> Message? {
        switch effect {
        case .startEntry(let seed, let tool):
            return attempt(nil) { .entryStarted(try client.saveDraft(seed.entry(id: makeID())), tool) }
        case .saveDraft(let entry): return attempt(entry) { .draftSaved(try client.saveDraft(entry)) }
        case .queue(let entry):
            return attempt(entry) {
                _ = try client.saveDraft(entry)
                return .queued(try client.queue(entry.id))
            }
        case .discard(let id):
            return attempt(nil) {
                try client.discard(id)
                return .discarded(id: id)
            }
        case .settle(let id, let arrived):
            return attempt(nil) {
                let entry = try client.settle(id, arrived: arrived)
                return arrived ? .settled(entry) : .queued(entry)
            }
        case .noteReading(let id):
            // A cache that cannot be written keeps everything until the end anyway.
            try? client.noteReading(id)
            return nil
        case .setHandle(let handle):
            return .handleSet(
                Result {
                    try client.setHandle(handle)
                    return handle
                })
        default: return nil
        }
    }

    private static func attempt(_ entry: Entry?, _ body: () throws -> Message) -> Message {
        do {
            return try body()
        } catch {
            return .writingFailed(error, entry)
        }
    }
}
