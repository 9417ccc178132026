import Testing

/// Where each of the forty numbered attacks on tokens is tested, so that none is lost between modules.
@Suite("The list of attacks")
struct AttackListTests {
    /// These need a socket, a header section or several requests, so the gateway's own tests hold them.
    static let gateway: [(number: Int, what: String)] = [
        (10, "no connection is opened to jku or x5u"),
        (13, "a thousand unknown kids cause one refresh of the keys in a cool-down"),
        (36, "two Authorization fields, and tokens in the query or a cookie"),
        (39, "the same tokens in a WebSocket upgrade and in Socket.IO's auth"),
    ]

    /// These are about what a claim means, so `IdentityTests` hold them.
    static let identity = [28, 30, 34, 36]

    /// These are about what is kept, so `VerifiedTokenCacheTests` hold them.
    static let cache = [35, 37, 40]

    /// Holds by construction: codes are compared in one place, by CRYPTO_memcmp, and the time of a comparison cannot
    /// be asserted without measuring noise.
    static let construction = [38]

    @Test("every number is held somewhere")
    func complete() {
        let tables = ForgedHeaderTests.table + ForgedSignatureTests.table + ForgedClaimTests.table
        let held = Self.gateway.map(\.number) + Self.identity + Self.cache + Self.construction + tables.map(\.number)
        #expect(Set(held) == Set(1...40))
        #expect(tables.count > 250)
    }
}
