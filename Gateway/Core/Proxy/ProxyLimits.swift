/// What a loop of the gateway takes for itself: connections to services, and memory for bodies that are on their way.
enum ProxyLimits {
    /// Connections of one loop to one instance of a service.
    static let connectionsPerEndpointMax = 256
    /// Of these, how many may serve requests whose bodies are still arriving: a client may send those as slowly as the
    /// least pace allows, and the other half is there for everybody else.
    static let uploadsPerEndpointMax = 128
    /// Requests of one loop waiting for a connection to one service.
    static let waitersMax = 1024
    /// Bytes of a body up to which the whole of it is waited for before a connection is taken. Of a longer one this much
    /// is, and what came with the last of it: at most one receive.
    static let bodyHeldBytes = 64 << 10
    /// How long connections to services may take to end after the last client has left.
    static let upstreamDrain: Duration = .seconds(1)
    /// How long a loop may take to say how its upstreams are; one that takes longer is told of as it was.
    static let viewWait: Duration = .seconds(1)
    /// How long answers to operators may take to finish when the gateway stops.
    static let adminDrain: Duration = .seconds(1)
}
