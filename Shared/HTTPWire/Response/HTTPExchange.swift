/// What the encoder of a response has to know of the request it answers.
public struct HTTPExchange: Sendable, Equatable {
    /// HEAD gets no body.
    public let method: HTTPMethod
    /// HTTP/1.0 gets no chunks.
    public let version: HTTPVersion
    /// Whether the connection serves another request afterwards. A server that drains clears it; encoding a response
    /// that can only end with the connection clears it too.
    public var keepsAlive: Bool

    /// The exchange begun by `head`.
    public init(_ head: HTTPRequestHead) {
        self.init(method: head.method, version: head.version, keepsAlive: head.keepsAlive)
    }

    /// An exchange with these properties. For a request that could not be read: GET, 1.1 and not kept alive.
    public init(method: HTTPMethod = .get, version: HTTPVersion = .http11, keepsAlive: Bool = false) {
        self.method = method
        self.version = version
        self.keepsAlive = keepsAlive
    }
}
