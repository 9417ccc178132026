import Crypto
public import Observability
import PlatformProtocol
public import ServiceRuntime

/// Everything the gateway may be told at its start, one setting a property.
///
/// **Model.** Two steps. Reading the environment yields this value, or every setting that is missing or malformed.
/// `GatewaySetup` then makes keys, tables and limits of it, or tells every way in which settings that are fine by
/// themselves do not go together. A process that has a setup has nothing left to find wrong.
///
/// It starts nothing and opens nothing but the files that secrets are read from.
public struct GatewayConfiguration: Configuration {
    public let listen: HostPort
    public let adminListen: HostPort
    public let logLevel: LogLevel
    /// Zero means one for each core.
    public let loops: Int
    public let connectionsMax: Int
    public let connectionsPerAddressMax: Int
    public let viaPseudonym: String
    let trustedProxies: [IPNetwork]
    /// The instances of each service, by its name.
    public let upstreams: [String: [HostPort]]
    public let tokens: TokenSettings
    let limits: RateLimitPlan.Quotas
    public let rateKeysMax: Int
    public let timeouts: TimeoutSettings
    public let bodyBytesMax: Int
    /// For the parts of request bodies that wait in memory, of all clients together.
    public let bodiesHeldBytesMax: Int

    public init(reading environment: inout EnvironmentReader) {
        listen = environment.value(
            "RISHI_LISTEN", .hostPort, default: HostPort(host: "0.0.0.0", port: 8080), "Where clients connect.")
        adminListen = environment.value(
            "RISHI_ADMIN_LISTEN", .hostPort, default: HostPort(host: "127.0.0.1", port: 8081),
            "Where operators connect: health, metrics, upstreams. Keep it off public networks.")
        logLevel = environment.value(
            "RISHI_LOG_LEVEL", .logLevel, default: .info, "The lowest level that is logged; access lines are info.")
        loops = environment.value(
            "RISHI_LOOPS", .integer(in: 0...256), default: 0, "Event loops, each a thread; 0 means one for each core.")
        connectionsMax = environment.value(
            "RISHI_CONNECTIONS_MAX", .integer(in: 1...1_000_000), default: 20_000,
            "Client connections open at once; further ones are refused.")
        connectionsPerAddressMax = environment.value(
            "RISHI_CONNECTIONS_PER_ADDRESS_MAX", .integer(in: 1...1_000_000), default: 1000,
            "The same from one address (of IPv6, one /64).")
        viaPseudonym = environment.value(
            "RISHI_VIA", .text(bytes: 1...ForwardingLimits.pseudonymBytesMax), default: "rishi",
            "The name this gateway goes by in Via. Gateways behind one another need different ones.")
        trustedProxies = environment.value(
            "RISHI_TRUSTED_PROXIES", .list(of: .network, count: 1...ForwardingLimits.networksMax), default: [],
            "The proxies in front of the gateway that are believed about where a request came from.")
        var upstreams: [String: [HostPort]] = [:]
        for service in PlatformRoutes.services {
            upstreams[service.name.rawValue] = environment.value(
                Self.upstreamVariable(service.name), .list(of: .hostPort, count: 1...64),
                default: [HostPort(host: "127.0.0.1", port: service.port)], "The instances of \(service.title).")
        }
        self.upstreams = upstreams
        tokens = TokenSettings(reading: &environment)
        limits = RateLimitPlan.Quotas(reading: &environment)
        rateKeysMax = environment.value(
            "RISHI_LIMIT_KEYS", .integer(in: 1024...RateLimiterLimits.keysMaxHighest),
            default: RateLimiterLimits.keysMaxDefault,
            "Callers counted at once; further ones share a count until others have been silent for two windows.")
        timeouts = TimeoutSettings(reading: &environment)
        bodyBytesMax = environment.value(
            "RISHI_BODY_MAX", .size(in: 0...RouteLimits.bodyBytesMax), default: 10 << 20,
            "The longest request body that is forwarded.")
        bodiesHeldBytesMax = environment.value(
            "RISHI_BODIES_HELD_MAX", .size(in: ProxyLimits.bodyHeldBytes...(1 << 30)), default: 64 << 20,
            "Memory for bodies that are still arriving, of all clients together; further ones are refused for now.")
    }

    /// `RISHI_UPSTREAM_BOOKING`, and so on: named as the cases are.
    static func upstreamVariable(_ service: ServiceName) -> String {
        "RISHI_UPSTREAM_\("\(service)".uppercased())"
    }
}

/// How long the gateway waits for whom.
public struct TimeoutSettings: Sendable, Equatable {
    /// For the whole head of a request.
    public let head: Duration
    /// For the next request on an idle connection.
    public let keepAlive: Duration
    public let connect: Duration
    public let firstByte: Duration
    public let idle: Duration
    /// For load balancers to look elsewhere.
    public let notice: Duration
    /// For what is under way when the gateway stops.
    public let drain: Duration

    init(reading environment: inout EnvironmentReader) {
        let range = Duration.milliseconds(1)...RouteTimeouts.max
        head = environment.value(
            "RISHI_TIMEOUT_HEAD", .duration(in: range), default: .seconds(10),
            "How long a client may take to send the head of a request.")
        keepAlive = environment.value(
            "RISHI_TIMEOUT_KEEP_ALIVE", .duration(in: range), default: .seconds(65),
            "How long an idle connection waits for its next request.")
        connect = environment.value(
            "RISHI_TIMEOUT_CONNECT", .duration(in: range), default: .seconds(1),
            "How long a service may take to accept a connection.")
        firstByte = environment.value(
            "RISHI_TIMEOUT_FIRST_BYTE", .duration(in: range), default: .seconds(10),
            "How long a service may take to begin its answer.")
        idle = environment.value(
            "RISHI_TIMEOUT_IDLE", .duration(in: range), default: .seconds(30),
            "How long a body may pause, on either side.")
        notice = environment.value(
            "RISHI_DRAIN_NOTICE", .duration(in: .zero...RouteTimeouts.max), default: .zero,
            "How long requests are still taken after readiness has said no, for balancers to look elsewhere.")
        drain = environment.value(
            "RISHI_DRAIN", .duration(in: .zero...RouteTimeouts.max), default: .seconds(25),
            "How long requests under way may take to finish when the gateway stops.")
    }
}

/// The keys and rules of tokens.
public struct TokenSettings: Sendable {
    let secret: Secret<[UInt8]>?
    let publicKey: Secret<[UInt8]>?
    let keySet: Secret<[UInt8]>?
    public let issuers: [String]
    public let audiences: [String]
    public let leeway: Duration
    public let lifetimeMax: Duration
    let internalKey: Secret<[UInt8]>
    public let internalKeyName: String

    init(reading environment: inout EnvironmentReader) {
        secret = environment.optionalSecret(
            "RISHI_JWT_SECRET", .bytes(32...4096), "The shared secret of HS256 tokens, at least as long as the hash.")
        publicKey = environment.optionalSecret(
            "RISHI_JWT_PUBLIC_KEY", .bytes(1...16_384), "An Ed25519 public key as PEM; other kinds go in a key set.")
        keySet = environment.optionalSecret(
            "RISHI_JWT_JWKS", .bytes(1...ConfigurationLimits.secretFileBytes),
            "A JWK set with the keys that tokens are verified with.")
        issuers = environment.value(
            "RISHI_JWT_ISSUERS", .list(of: .text(bytes: 1...512), count: 1...16), "Whose tokens are accepted.")
        audiences = environment.value(
            "RISHI_JWT_AUDIENCES", .list(of: .text(bytes: 1...512), count: 1...16), default: ["rishi"],
            "For whom a token must have been issued; one of these suffices.")
        leeway = environment.value(
            "RISHI_JWT_LEEWAY", .duration(in: .zero ... .seconds(CryptoLimits.leewayMax)), default: .seconds(30),
            "How far the clocks of issuers may differ from ours.")
        lifetimeMax = environment.value(
            "RISHI_JWT_LIFETIME_MAX", .duration(in: .seconds(1) ... .seconds(86_400 * 31)), default: .seconds(86_400),
            "The longest lifetime of a token that is accepted.")
        internalKey = environment.secret(
            "RISHI_INTERNAL_KEY", .bytes(1...16_384),
            "The gateway's private key for internal tokens: Ed25519, as PEM or as its seed in base64url.")
        internalKeyName = environment.value(
            "RISHI_INTERNAL_KEY_NAME", .text(bytes: 1...64), default: "1",
            "The name of that key, by which a rotation tells the old one from the new.")
    }
}

extension RateLimitPlan.Quotas {
    init(reading environment: inout EnvironmentReader) {
        self.init()
        tier.requests = environment.value(
            "RISHI_LIMIT_REQUESTS", .quota, default: tier.requests, "What one caller may ask for.")
        tier.writes = environment.value(
            "RISHI_LIMIT_WRITES", .quota, default: tier.writes, "How many of these may change something.")
        let roles = environment.value(
            "RISHI_LIMIT_ROLES", .list(of: .roleQuota, count: 1...Role.allCases.count), default: [],
            "Other quotas for callers with a role; of several roles the most generous counts.")
        for quota in roles { tiers[quota.role] = quota.tier }
        organization = environment.value(
            "RISHI_LIMIT_ORGANIZATION", .quota, default: organization, "What an organisation's callers may together.")
        address = environment.value(
            "RISHI_LIMIT_ADDRESS", .quota, default: address, "What may come from one address without an identity.")
        authentication = environment.value(
            "RISHI_LIMIT_AUTHENTICATION", .quota, default: authentication,
            "How often an address may fail to authenticate before its tokens are no longer looked at.")
        subjectFlights = environment.value(
            "RISHI_LIMIT_CONCURRENT", .integer(in: 1...RateLimiterLimits.flightsMaxHighest), default: subjectFlights,
            "Requests of one caller on their way to a service at once, uploads and answers being read included.")
        addressFlights = environment.value(
            "RISHI_LIMIT_CONCURRENT_ADDRESS", .integer(in: 1...RateLimiterLimits.flightsMaxHighest),
            default: addressFlights, "The same from one address without an identity, the polls of Socket.IO included.")
    }
}
