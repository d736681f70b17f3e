import FoundationEssentials
import GRDB
import HDOCService

/// Fills an empty database with the sample community, and makes sure that the sample account can sign in.
struct SampleSeeding: Sendable {
    let options: BackendOptions
    let clock: BackendClock
    let database: BackendDatabase
    let password: String

    func run() async throws {
        let hash = try PasswordHash(of: password)
        guard try await database.accounts.account(username: SampleAccount.username) == nil else {
            return try await database.accounts.setPassword(hash, username: SampleAccount.username)
        }
        let subject = Secrets.requestID()
        let sample = SampleCommunity(options: options, today: UTCDay(clock.community))
        // One transaction, so that a backend that is killed meanwhile begins again and does not keep half a community.
        try await database.queue.write { db in
            try SQLiteCommunityStore.seed(db, owners: [subject: SampleAccount.handle], sample.make)
            _ = try AccountStore.createAccount(
                db, sub: subject, username: SampleAccount.username, email: SampleAccount.email, password: hash)
        }
    }
}
