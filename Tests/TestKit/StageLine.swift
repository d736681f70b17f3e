/// The line that a backend prints when it has started: its stage, and the account of the sample user.
public struct StageLine: Decodable, Sendable {
    public let api: String
    public let issuer: String
    public let client_id: String
    public let callback_ports: [Int]
    public let username: String
    public let password: String

    public init(api: String, issuer: String, client_id: String, callback_ports: [Int], username: String, password: String) {
        (self.api, self.issuer, self.client_id) = (api, issuer, client_id)
        (self.callback_ports, self.username, self.password) = (callback_ports, username, password)
    }
}
