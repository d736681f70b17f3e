import FoundationEssentials
import HDOCClient
import HDOCModels
import HDOCTUI

/// A stage with its open client. Nearly every command needs one.
struct ClientSession: Sendable {
    let stage: Stage
    let client: any CommunityClient
    let context: CommandContext
    let isOffline: Bool

    var calendar: JourneyCalendar { context.calendar(of: stage) }
    /// The participant's date now.
    var today: CalendarDay { calendar.today(at: context.now()) }

    var describer: ErrorDescriber { ErrorDescriber(stage: stage.name) }

    /// Refreshes the resource unless hdoc is offline, then reads it from the cache. Reports on standard error if the data is old
    /// or incomplete.
    /// - Parameters:
    ///   - isAnswer: whether the cached value can be shown if the refresh failed.
    ///   - isPart: whether the value can be shown although the resource was never fetched as a whole.
    ///   - cached: reads the cache.
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

    /// Returns the error of a failed refresh if the cache may still have the data; throws it otherwise.
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
        // The completeness of the list of journeyers does not matter for a single journeyer.
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

    /// The participant's own handle on this stage. Throws `CommandError.noHandle` if it is not known.
    func myHandle() async throws -> String {
        guard let handle = await learnHandle() else { throw CommandError.noHandle }
        return handle
    }

    /// The participant's handle; nil if it is not known. A name in the token is used only if the stage has a user with that name. If the
    /// cache does not have the user, hdoc asks the stage.
    func learnHandle() async -> String? {
        if let handle = client.handle() { return handle }
        guard !isOffline, case .signedIn(let identity, _, _) = client.session() else { return nil }
        for name in [identity.preferredUsername, identity.username].compactMap(\.self) where client.handle() == nil {
            _ = try? await client.refresh(.journeyer(name))
        }
        return client.handle()
    }

    /// The handle for a name on the command line; `me` means the participant.
    func resolve(_ name: String) async throws -> String { name == "me" ? try await myHandle() : name }
}
