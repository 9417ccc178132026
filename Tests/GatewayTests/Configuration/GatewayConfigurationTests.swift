import Crypto
import PlatformProtocol
import ServiceRuntime
import Testing

@testable import GatewayCore

@Suite("The gateway's settings")
struct GatewayConfigurationTests {
    static let seed = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
    static let least = [
        "RISHI_JWT_SECRET": "0123456789abcdefghijklmnopqrstuv", "RISHI_JWT_ISSUERS": "https://id.example",
        "RISHI_INTERNAL_KEY": seed,
    ]

    static func load(
        _ changes: [String: String] = [:]
    ) throws -> LoadedConfiguration<GatewayConfiguration> {
        try GatewayConfiguration.load(from: least.merging(changes) { $1 }, files: NoFiles())
    }

    @Test("three settings are enough to start; the rest has its default")
    func defaults() throws {
        let value = try Self.load().value
        #expect(value.listen == HostPort(host: "0.0.0.0", port: 8080))
        #expect(value.adminListen == HostPort(host: "127.0.0.1", port: 8081))
        #expect(value.loops == 0 && value.trustedProxies.isEmpty && value.viaPseudonym == "rishi")
        #expect(value.upstreams["booking-management"] == [HostPort(host: "127.0.0.1", port: 3001)])
        #expect(value.upstreams["realtime-communication"] == [HostPort(host: "127.0.0.1", port: 3006)])
        #expect(value.upstreams.count == 6)
        #expect(value.limits == RateLimitPlan.Quotas())
        #expect(value.rateKeysMax == 65_536 && value.bodyBytesMax == 10 << 20)
        #expect(value.timeouts.head == .seconds(10) && value.timeouts.drain == .seconds(25))
        _ = try GatewaySetup(value)
    }

    @Test("everything can be set")
    func everything() throws {
        let value = try Self.load([
            "RISHI_UPSTREAM_STAFF": "10.0.0.1:3002, [::1]:3002", "RISHI_TRUSTED_PROXIES": "10.0.0.0/8,fd00::/8",
            "RISHI_LIMIT_REQUESTS": "1000/60s", "RISHI_LIMIT_WRITES": "5/1s",
            "RISHI_LIMIT_ROLES": "service=2000/10s:500/10s,guest=10/10s:2/10s", "RISHI_LOOPS": "4",
            "RISHI_TIMEOUT_FIRST_BYTE": "2s", "RISHI_JWT_AUDIENCES": "rishi,rishi-mobile",
        ]).value
        #expect(value.upstreams["staff-assignment"]?.map(\.description) == ["10.0.0.1:3002", "[::1]:3002"])
        #expect(value.trustedProxies.map(\.description) == ["10.0.0.0/8", "fd00::/8"])
        #expect(value.limits.tier.requests == RateQuota(limit: 1000, windowSeconds: 60))
        #expect(value.limits.tier.writes == RateQuota(limit: 5, windowSeconds: 1))
        #expect(value.limits.tiers[.guest]?.writes == RateQuota(limit: 2, windowSeconds: 10))
        #expect(value.loops == 4 && value.timeouts.firstByte == .seconds(2))
        #expect(value.tokens.audiences == ["rishi", "rishi-mobile"])
    }

    @Test("every wrong setting is told at once, and no secret with it")
    func everyFault() throws {
        let wrong = [
            "RISHI_LISTEN": "8080", "RISHI_LOOPS": "257", "RISHI_TRUSTED_PROXIES": "10.1.0.0/8",
            "RISHI_LIMIT_REQUESTS": "100", "RISHI_LIMIT_ROLES": "king=1/1s:1/1s", "RISHI_UPSTREAM_KITS": "kits",
            "RISHI_JWT_SECRET": "short", "RISHI_JWT_ISSUERS": "", "RISHI_INTERNAL_KEY": "",
            "RISHI_JWT_LEEWAY": "301s", "RISHI_TIMEOUT_IDLE": "30", "RISHI_BODY_MAX": "2GiB", "RISHI_LIMIT_KEYS": "1",
        ]
        let faults = try #require(throws: ConfigurationFaults.self) { try Self.load(wrong) }
        #expect(Set(faults.faults.map(\.name)) == Set(wrong.keys))
        #expect(!faults.description.contains("short"))
    }

    @Test(
        "a quota is a number, a slash and seconds",
        arguments: [
            ("1/1s", true), ("1000000/1s", true), ("1/86400s", true), ("0/1s", false), ("1000001/1s", false),
            ("1/0s", false), ("1/86401s", false), ("1/1", false), ("1/1m", false), ("+1/1s", false), ("1/1s/1s", false),
            ("", false), ("1000000/86400s", false),
        ])
    func quotas(text: String, isQuota: Bool) {
        #expect((RateQuota(text: text) != nil) == isQuota)
    }

    @Test("every setting says what it is for")
    func documented() {
        let settings = GatewayConfiguration.settings
        #expect(Set(settings.map(\.name)).count == settings.count)
        #expect(!settings.isEmpty)
        for setting in settings {
            #expect(setting.name.hasPrefix("RISHI_") && setting.documentation.hasSuffix("."), "\(setting.name)")
        }
    }

    @Test("settings that are fine by themselves may not go together, and all of that is told at once")
    func setupFaults() throws {
        let value = try Self.load([
            "RISHI_JWT_SECRET": "", "RISHI_INTERNAL_KEY": "not a key", "RISHI_VIA": "two words",
            "RISHI_TIMEOUT_CONNECT": "20s",
        ]).value
        let faults = try #require(throws: GatewaySetupFaults.self) { try GatewaySetup(value) }
        #expect(
            faults.all.map(\.setting) == [
                "RISHI_JWT_SECRET, RISHI_JWT_PUBLIC_KEY, RISHI_JWT_JWKS", "RISHI_INTERNAL_KEY", "RISHI_VIA",
                "RISHI_TIMEOUT_CONNECT",
            ])
    }

    @Test("keys that are none are refused one by one")
    func wrongKeys() throws {
        let value = try Self.load([
            "RISHI_JWT_SECRET": String(repeating: "a", count: 32), "RISHI_JWT_PUBLIC_KEY": "PEM?",
            "RISHI_JWT_JWKS": "{}",
        ]).value
        let faults = try #require(throws: GatewaySetupFaults.self) { try GatewaySetup(value) }
        #expect(faults.all.map(\.setting) == ["RISHI_JWT_SECRET", "RISHI_JWT_PUBLIC_KEY", "RISHI_JWT_JWKS"])
        #expect(!faults.description.contains("aaaa"))
    }

    @Test("keys of all three settings are accepted together")
    func keys() throws {
        let setup = try GatewaySetup(
            Self.load([
                "RISHI_JWT_JWKS": """
                {"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
                {"kty":"unknown"}]}
                """
            ]).value)
        #expect(setup.tokenKeys.keys.map(\.algorithm) == [.hs256, .edDSA])
        #expect(setup.skippedKeys.map(\.index) == [1])
        #expect(setup.internalKey.algorithm == .edDSA)
    }
}

/// No setting of these tests names a file.
private struct NoFiles: FileSource {
    func read(_ path: String, atMost limit: Int) throws(FileFault) -> [UInt8] {
        throw .unreadable
    }
}
