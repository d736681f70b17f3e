/// One of the three layers of the API contract. A stage runs exactly one of them.
package enum Layer: String, Sendable, CaseIterable {
    /// The deployed branch `main`: `GET /users?username=N` alone.
    case main
    /// The deployed branch `dev`: `GET /user?username=N` and `GET /users`.
    case dev
    /// The routes of `dev`, and those that the architecture diagram plans.
    case planned

    /// Whether a stage that runs this layer serves a route that was introduced by `other`.
    func serves(routesOf other: Layer) -> Bool { self == other || (self == .planned && other == .dev) }
}
