/// What the route table accepts.
enum RouteLimits {
    static let routesMax = 256
    /// The largest body a route may allow.
    static let bodyBytesMax = 1 << 30
}
