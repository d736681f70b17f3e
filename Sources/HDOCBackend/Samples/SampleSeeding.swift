import FoundationEssentials
import HDOCService

/// Fills an empty database with the sample community, and makes sure that the sample account can sign in.
struct SampleSeeding: Sendable {
    let options: BackendOptions
    let clock: BackendClock
    let database: BackendDatabase
    let password: String

    func run() async throws {
        let hash = try PasswordHash(of: password)
        let subject = Secrets.requestID()
        let isNew = try await database.accounts.createAccount(
            sub: subject, username: SampleAccount.username, email: SampleAccount.email, password: hash)
        guard isNew else { return try await database.accounts.setPassword(hash, username: SampleAccount.username) }
        let sample = SampleCommunity(options: options, today: UTCDay(clock.community))
        try await database.community.seed(
            SeedCommunity(users: sample.users, articles: sample.articles, owners: [subject: SampleAccount.handle]))
    }
}
