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
            "GATEWAY_PORT": String(port),
            "GATEWAY_ADMIN_PORT": String(adminPort),
            "GATEWAY_LOOPS": "1",
            "BOOKING_URL": "http://127.0.0.1:\(upstream)",
            "JWT_SECRET": secret,
            "RATE_LIMIT_REQUESTS": "1000000000",
            "LOG_ACCESS": logsAccess ? "true" : "false",
        ]
    }
}
