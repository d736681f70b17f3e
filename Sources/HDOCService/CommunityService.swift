import FoundationEssentials

/// The community's API: answers matched requests from a store. It depends on no server and no database.
///
/// The handlers are extensions of this type, in `Handlers/`.
package struct CommunityService: Sendable {
    /// The largest body of a request, in bytes. The largest valid entry has about 650 kB if every character of its text is escaped.
    package static let largestBody = 1_048_576

    let store: any CommunityStore
    /// The current time, for the dates of new users and articles, and for cursors.
    let now: @Sendable () -> Date
    /// Whether a user with a DynamoDB string set is answered as the deployed handlers do, which crash on it. Otherwise the set is
    /// sent as a list.
    let emulatesCrashes: Bool

    package init(store: any CommunityStore, emulatesCrashes: Bool = true, now: @escaping @Sendable () -> Date) {
        (self.store, self.emulatesCrashes, self.now) = (store, emulatesCrashes, now)
    }

    /// Answers a request.
    /// - Parameter subject: `sub` of the verified token. A route that needs a token answers 401 without it.
    /// - Throws: ``ServiceFailure`` and the store's errors. API Gateway answers 502 for both.
    package func reply(to request: ServiceRequest, on match: RouteMatch, subject: String?) async throws -> ServiceReply {
        var reply = try await answer(request, on: match, subject: subject)
        reply.headers += CrossOriginHeaders.reply(on: match.layer)
        return reply
    }

    private func answer(_ request: ServiceRequest, on match: RouteMatch, subject: String?) async throws -> ServiceReply {
        guard request.body.count <= Self.largestBody else { return .bodyTooLarge(limit: Self.largestBody) }
        let call = ServiceCall(request: request, parameters: match.parameters)
        do {
            switch match.route.definition.handler {
            case .open(let handle): return try await handle(self, call)
            case .authenticated(let handle):
                guard let subject else { return .unauthorized }
                return try await handle(self, call, subject)
            }
        } catch let error as InvalidRequest {
            return error.reply
        } catch StoreFailure.invalidPosition {
            return InvalidRequest.unknownCursor.reply
        } catch StoreFailure.throttled(let retryAfter) {
            return .throttled(retryAfter: retryAfter)
        }
    }
}

/// Why a handler returned no reply.
enum ServiceFailure: Error, Equatable {
    /// The deployed handler crashes on this request, and this handler reproduces that.
    case deployedCrash
    /// The author's user object changed during each attempt to store an article.
    case tooManyConflicts
}
