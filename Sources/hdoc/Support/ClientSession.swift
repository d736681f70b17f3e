import HDOCTUI
import TerminalKit
import FoundationEssentials
import HDOCClient
import HDOCModels

/// A stage with its opened client: what nearly every command begins with.
struct ClientSession: Sendable {
    let stage: Stage
    let client: any CommunityClient
    let context: CommandContext
    let isOffline: Bool

    var describer: ErrorDescriber { ErrorDescriber(stage: stage.name) }

    /// Asks the backend where that is wanted, then answers from the cache; says on stderr what the answer rests on.
    /// `isAnswer`: whether what the cache has answers the question, where the backend does not. `isPart`: whether what was
    /// fetched on other occasions is worth showing, where this was never fetched as a whole.
    func read<Value>(
        _ resource: Resource, isAnswer: (Value) -> Bool = { _ in true }, isPart: (Value) -> Bool = { _ in false },
        _ cached: () throws -> Snapshot<Value>
    ) async throws -> Snapshot<Value> {
        let failure = try await refresh(resource)
        let snapshot = try cached()
        guard failure != nil || isOffline else {
            remark(snapshot)
            return snapshot
        }
        guard snapshot.fetchedAt != nil && isAnswer(snapshot.value) || isPart(snapshot.value) else {
            throw failure ?? CommandError.nothingCached
        }
        let source = "from the cache, \(snapshot.fetchedAt.map(context.age) ?? "fetched one by one")"
        if let failure {
            context.console.say("\(describer.describe(failure).what); \(source).")
        } else {
            context.console.say("Offline: \(source).")
        }
        remark(snapshot)
        return snapshot
    }

    /// Why the backend gave nothing, where the cache may still answer.
    private func refresh(_ resource: Resource) async throws -> ClientError? {
        guard !isOffline else { return nil }
        do throws(ClientError) {
            _ = try await client.refresh(resource)
            return nil
        } catch {
            if ExitStatus(for: error) == .cancelled || error.kind == .notFound { throw error }
            return error
        }
    }

    private func remark<Value>(_ snapshot: Snapshot<Value>) {
        // What a list left out says nothing about one journeyer.
        if Value.self == Journeyer?.self { return }
        if snapshot.unreadable > 0 {
            context.console.say(
                "\(Amounts.unreadable(snapshot.unreadable, received: snapshot.received))"
                    + " and \(snapshot.unreadable == 1 ? "was" : "were") left out."
            )
        }
        if snapshot.mayBePartial {
            context.console.say("\(stage.name) may have truncated its response: there may be more data.")
        }
    }

    /// The participant's own handle on this stage.
    func myHandle() async throws -> String {
        guard let handle = await learnHandle() else { throw CommandError.noHandle }
        return handle
    }

    /// A claim only counts where the stage knows such a user, and a cache that was deleted has forgotten that: ask again.
    func learnHandle() async -> String? {
        if let handle = client.handle() { return handle }
        guard !isOffline, case .signedIn(let identity, _, _) = client.session() else { return nil }
        for name in [identity.preferredUsername, identity.username].compactMap(\.self) where client.handle() == nil {
            _ = try? await client.refresh(.journeyer(name))
        }
        return client.handle()
    }

    /// `me` is the participant.
    func resolve(_ name: String) async throws -> String { name == "me" ? try await myHandle() : name }
}
