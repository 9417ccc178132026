import Crypto
import EventLoop
import HTTPClient
import HTTPServer
import Identifiers
import Identity
import Observability
import PlatformProtocol
import ServiceRuntime

/// What one loop of the gateway owns: verified tokens, minted tokens, upstream connections. Nothing of it is shared,
/// so nothing of it is locked; only the counts of the rate limiter are common to all loops.
// Safety: made and used on its loop's thread only; every entry comes from an exchange of that loop.
final class GatewayLoop: @unchecked Sendable {
    let loop: Loop
    let setup: GatewaySetup
    let metrics: GatewayMetrics
    let requestForwarding: RequestForwarding
    let responseForwarding = ResponseForwarding(isEncrypted: false)
    let upstreams: [ServiceUpstream]
    /// By the number of the route.
    let targets: [RouteTarget]
    var verifier: IdentityVerifier
    var minter: InternalTokenMinter

    private var moment = MonotonicTime(nanoseconds: 0)
    private var wallClock = UnixTime(seconds: 0)
    private let clock = SystemWallClock()

    /// Must be called on `loop`.
    init(
        _ setup: GatewaySetup, addresses: UpstreamAddresses, keys: JWTKeyRing, revocations: RevocationList,
        metrics: GatewayMetrics, limits: UpstreamLimits, on loop: Loop
    ) throws(IdentityVerifier.Fault) {
        self.loop = loop
        self.setup = setup
        self.metrics = metrics
        requestForwarding = RequestForwarding(via: setup.via, proxies: setup.proxies)
        verifier = try .users(policy: setup.tokenPolicy, keys: keys, revocations: revocations)
        minter = InternalTokenMinter(owner: .gateway, key: setup.internalKey)
        let upstreams = ServiceName.allCases.map { name in
            ServiceUpstream(
                name: name, authority: addresses.authorities[name] ?? Array(name.rawValue.utf8),
                upstream: Upstream(
                    name: name.rawValue, endpoints: addresses.endpoints[name] ?? [], on: loop, limits: limits),
                endpointCount: addresses.endpoints[name]?.count ?? 0)
        }
        self.upstreams = upstreams
        targets = setup.routes.routes.map { route in
            guard case .upstream(let name) = route.destination else { return RouteTarget(route, service: nil) }
            return RouteTarget(route, service: upstreams.first { $0.name.rawValue == name })
        }
    }

    /// The wall clock in whole seconds, read once a turn of the loop.
    var now: UnixTime {
        if loop.now != moment {
            moment = loop.now
            wallClock = UnixTime(seconds: clock.now.secondsSinceEpoch)
        }
        return wallClock
    }

    /// How its upstreams are.
    var view: LoopView {
        LoopView(
            services: upstreams.map {
                ServiceView(name: $0.name, counters: $0.upstream.counters, endpoints: $0.upstream.endpointStates)
            })
    }

    /// Closes idle upstream connections and waits for busy ones.
    func close() async {
        for service in upstreams { await service.upstream.drain(until: .now + ProxyLimits.upstreamDrain) }
    }
}

/// A service as one loop reaches it.
// Safety: the upstream is used on its loop only, and checks that itself.
final class ServiceUpstream: @unchecked Sendable {
    let name: ServiceName
    /// What access lines say of it.
    let members: PreparedMembers
    /// What the service reads in `Host`.
    let authority: [UInt8]
    let upstream: Upstream
    /// Requests whose bodies are passed on while they arrive, and how many of them there may be.
    private(set) var uploads = 0
    private let uploadsMax: Int

    init(name: ServiceName, authority: [UInt8], upstream: Upstream, endpointCount: Int) {
        self.name = name
        members = PreparedMembers(upstream: name.rawValue)
        self.authority = authority
        self.upstream = upstream
        uploadsMax = max(1, endpointCount) * ProxyLimits.uploadsPerEndpointMax
    }

    /// Takes a connection's worth of room for an upload; false when there is none.
    func beginUpload() -> Bool {
        guard uploads < uploadsMax else { return false }
        uploads += 1
        return true
    }

    func endUpload() { uploads -= 1 }
}
