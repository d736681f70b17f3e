/// What one client may take from the server. The backend listens on loopback only, but every program of this machine can reach it.
struct ServerLimits: Sendable {
    /// The largest head of a request, in bytes.
    var head = 16_384
    /// The longest time in which a head must arrive, from the connection or from its first byte.
    var headTime = Duration.seconds(10)
    /// The longest time in which a body must arrive.
    var bodyTime = Duration.seconds(60)
    /// The longest time that a client may take to read a reply.
    var replyTime = Duration.seconds(60)
    /// The longest time between two requests on one connection.
    var idleTime = Duration.seconds(60)
    /// The largest number of open connections. More wait in the system's queue.
    var connections = 256
}
