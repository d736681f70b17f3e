/// One of the three layers of the API contract. A stage runs exactly one of them.
package enum Layer: String, Sendable, CaseIterable {
    /// The deployed branch `main`: `GET /users?username=N` alone.
    case main
    /// The deployed branch `dev`: `GET /user?username=N` and `GET /users`.
    case dev
    /// What the architecture diagram plans, together with the look-up of `dev`. Lists have pages.
    case planned
}
