/// How our gateway is started for a bench: the names of its program and of its settings, in one place.
struct GatewayUnderTest {
    static let program = "gateway"

    let port: UInt16
    let adminPort: UInt16
    let upstream: UInt16
    let secret: String
    let logsAccess: Bool

    /// One loop and limits that are never reached: the peers have one worker and refuse nothing either.
    var environment: [String: String] {
        [
            "RISHI_LISTEN": "127.0.0.1:\(port)",
            "RISHI_ADMIN_LISTEN": "127.0.0.1:\(adminPort)",
            "RISHI_LOOPS": "1",
            "RISHI_UPSTREAM_BOOKING": "127.0.0.1:\(upstream)",
            "RISHI_JWT_SECRET": secret,
            "RISHI_JWT_ISSUERS": "https://bench.test",
            // A key for this run only: what it signs reaches nothing but the bench's own upstream.
            "RISHI_INTERNAL_KEY": "BwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSY",
            "RISHI_LIMIT_REQUESTS": "1000000/1s",
            "RISHI_LIMIT_WRITES": "1000000/1s",
            "RISHI_LIMIT_ORGANIZATION": "1000000/1s",
            "RISHI_LIMIT_CONCURRENT": "1000000",
            "RISHI_LOG_LEVEL": logsAccess ? "info" : "warning",
        ]
    }
}
