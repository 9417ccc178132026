import HTTPServer
import HTTPWire
import Testing

@testable import GatewayCore

@Suite("The route table")
struct RouteTableTests {
    let table: RouteTable

    init() throws {
        table = try RouteTable(
            PlatformRoutes.all(), upstreams: PlatformRoutes.upstreams)
    }

    private func match(_ path: String) -> (prefix: String, to: GatewayRoute.Destination, canonical: String?)? {
        guard let match = table.match(text: path) else { return nil }
        return (
            String(path.prefix(match.prefixBytes)), table.routes[match.route].destination,
            match.rewrite.map { String(decoding: table.rewrites[$0], as: UTF8.self) }
        )
    }

    static let direct: [(path: String, prefix: String, upstream: String)] = [
        ("/api/v1/bookings", "/api/v1/bookings", "booking-management"),
        ("/api/v1/bookings/", "/api/v1/bookings", "booking-management"),
        ("/api/v1/bookings/42/status", "/api/v1/bookings", "booking-management"),
        ("/api/v1/staff/x", "/api/v1/staff", "staff-assignment"),
        ("/api/v1/kits", "/api/v1/kits", "kit-management"),
        ("/api/v1/compliance/rules", "/api/v1/compliance", "compliance-management"),
        ("/api/v1/regions", "/api/v1/regions", "geographic-management"),
        ("/api/v1/notifications/tickets", "/api/v1/notifications", "realtime-communication"),
        ("/socket.io/", "/socket.io", "realtime-communication"),
        ("/socket.io", "/socket.io", "realtime-communication"),
    ]

    @Test("a path goes to the service of its prefix", arguments: direct)
    func upstreams(path: String, prefix: String, upstream: String) {
        let found = match(path)
        #expect(found?.prefix == prefix)
        #expect(found?.to == .upstream(upstream))
        #expect(found?.canonical == nil)
    }

    static let strangers = [
        "/", "", "/api", "/api/v1", "/api/v1/", "/api/v1/bookingsX", "/api/v1/booking", "/api/v2/bookings",
        "/API/v1/bookings", "/socket.iox", "/healthz", "/api/v1/Bookings", "*", "api/v1/bookings",
        "/api/v1//bookings", "/x/api/v1/bookings",
    ]

    @Test("a path that only resembles a prefix has no route", arguments: strangers)
    func noRoute(path: String) {
        #expect(match(path) == nil)
    }

    static let aliases: [(path: String, prefix: String, canonical: String, upstream: String)] = [
        ("/api/bookings/42", "/api/bookings", "/api/v1/bookings", "booking-management"),
        ("/api/organizations", "/api/organizations", "/api/v1/bookings/organizations", "booking-management"),
        ("/api/roster/week", "/api/roster", "/api/v1/staff/roster", "staff-assignment"),
        ("/api/shifts", "/api/shifts", "/api/v1/staff/shifts", "staff-assignment"),
        ("/api/kits/9", "/api/kits", "/api/v1/kits", "kit-management"),
        ("/api/items", "/api/items", "/api/v1/kits/items", "kit-management"),
        ("/api/locations/x", "/api/locations", "/api/v1/regions/locations", "geographic-management"),
        ("/api/notifications", "/api/notifications", "/api/v1/notifications", "realtime-communication"),
    ]

    @Test("an older name leads to the service that owns it today", arguments: aliases)
    func olderNames(path: String, prefix: String, canonical: String, upstream: String) {
        let found = match(path)
        #expect(found?.prefix == prefix)
        #expect(found?.canonical == canonical)
        #expect(found?.to == .upstream(upstream))
    }

    @Test("the gateway's own pages need no identity and are not counted")
    func ownPages() throws {
        for (prefix, resource) in PlatformRoutes.own {
            let found = try #require(table.match(text: prefix + "/x"))
            let route = table.routes[found.route]
            #expect(route.destination == .own(resource))
            #expect(!route.needsIdentity && route.rateClass == .uncounted)
        }
    }

    @Test("of two prefixes the longer one wins, wherever it stands in the list", arguments: [false, true])
    func longest(isReversed: Bool) throws {
        let routes = [
            GatewayRoute("/a", to: .upstream("one")), GatewayRoute("/a/b/c", to: .upstream("two")),
            GatewayRoute("/a/b", to: .upstream("three")),
        ]
        let table = try RouteTable(isReversed ? routes.reversed() : routes, upstreams: ["one", "two", "three"])
        func upstream(_ path: String) -> GatewayRoute.Destination? {
            table.match(text: path).map { table.routes[$0.route].destination }
        }
        #expect(upstream("/a/x") == .upstream("one"))
        #expect(upstream("/a/b") == .upstream("three"))
        #expect(upstream("/a/b/cc") == .upstream("three"))
        #expect(upstream("/a/b/c/d") == .upstream("two"))
    }

    @Test("a path is matched in its normal form, so that no spelling of it slips past")
    func normalForm() throws {
        for raw in [
            "/api/v1/x/../bookings/1", "/api//v1/./bookings/1", "/api/v1/%62ookings/1", "/api/%76%31/bookings/1",
        ] {
            let target = try HTTPTarget(raw)
            let found = target.withPath { table.match($0) }
            #expect(found.map { table.routes[$0.route].destination } == .upstream("booking-management"), "\(raw)")
        }
    }

    @Test("every fault of a list is told at once")
    func faults() {
        var slow = GatewayRoute("/slow", to: .upstream("one"))
        slow.timeouts.connect = .seconds(20)
        var big = GatewayRoute("/big", to: .upstream("one"))
        big.bodyBytesMax = RouteLimits.bodyBytesMax + 1
        let routes = [
            GatewayRoute("/a", to: .upstream("one")), GatewayRoute("/a", to: .upstream("two")),
            GatewayRoute("b", to: .upstream("one")),
            GatewayRoute("/c/{id}", to: .upstream("one")), GatewayRoute("/a/same", to: .upstream("one")), slow, big,
            GatewayRoute("/x", to: .alias(of: "/nowhere")), GatewayRoute("/y", to: .alias(of: "/y/z")),
            GatewayRoute("/z", to: .alias(of: "z")), GatewayRoute("/w", to: .alias(of: "/x")),
            GatewayRoute("/ok", to: .alias(of: "/a/deep")), GatewayRoute("/page", to: .own(.health)),
            GatewayRoute("/v", to: .alias(of: "/page")),
        ]
        let expected: [RouteFault] = [
            RouteFault(prefix: "b", kind: .prefixMalformed(.slashMissing)),
            RouteFault(prefix: "/c/{id}", kind: .prefixHasParameter),
            RouteFault(prefix: "/a", kind: .upstreamUnknown("two")),
            RouteFault(prefix: "/a", kind: .prefixDuplicated(of: "/a")),
            RouteFault(prefix: "/a/same", kind: .redundant(under: "/a")),
            RouteFault(prefix: "/slow", kind: .timeoutsImpossible),
            RouteFault(prefix: "/big", kind: .bodyLimitOutOfRange),
            RouteFault(prefix: "/x", kind: .aliasLeadsNowhere("/nowhere")),
            RouteFault(prefix: "/y", kind: .aliasOfItself),
            RouteFault(prefix: "/z", kind: .aliasMalformed(.slashMissing)),
            RouteFault(prefix: "/w", kind: .aliasLeadsNowhere("/x")),
            RouteFault(prefix: "/v", kind: .aliasLeadsNowhere("/page")),
        ]
        #expect(throws: RouteFaults(all: expected)) { try RouteTable(routes, upstreams: ["one"]) }
    }

    @Test("256 routes are accepted, 257 and none are not")
    func numberOfRoutes() throws {
        func routes(_ count: Int) -> [GatewayRoute] {
            (0..<count).map { GatewayRoute("/r\($0)", to: .upstream("one")) }
        }
        _ = try RouteTable(routes(256), upstreams: ["one"])
        #expect(throws: RouteFaults(all: [RouteFault(prefix: "", kind: .routesTooMany)])) {
            try RouteTable(routes(257), upstreams: ["one"])
        }
        #expect(throws: RouteFaults(all: [RouteFault(prefix: "", kind: .routesMissing)])) {
            try RouteTable([], upstreams: ["one"])
        }
    }
}
