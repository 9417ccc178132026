/// What the tables of routes and operations accept.
enum RoutingLimits {
    static let routesMax = 256
    static let operationsMax = 4096
    /// Segments of a prefix or template. Matching is bounded by it too.
    static let segmentsMax = 12
    /// Bytes of a prefix or template.
    static let templateBytesMax = 256
    /// Parameters of a template; their places are handed out without an allocation.
    static let parametersMax = 4
    /// The largest body a route may allow.
    static let bodyBytesMax = 1 << 30
}
