import HTTPServer
import HTTPWire
import PlatformProtocol
import Testing

@testable import GatewayCore

@Suite("The platform's own operations behind its routes")
struct PlatformOperationsTests {
    /// Answered where operators connect, not where clients do.
    static let forOperators: Set = ["getMetrics", "getDescriptor"]

    @Test("every row of the permission table is found by its method and path, through its route")
    func everyOperation() throws {
        let operations = try PlatformRoutes.operations()
        let routes = try RouteTable(
            PlatformRoutes.all(), upstreams: PlatformRoutes.upstreams, operations: operations)
        for (row, operation) in PermissionTable.operations.enumerated()
        where !Self.forOperators.contains(operation.name) {
            let path = operation.path.split(separator: "/").map { $0.hasPrefix("{") ? "x1" : String($0) }
            let bytes = Array(("/" + path.joined(separator: "/")).utf8)
            let match = try #require(routes.match(text: String(decoding: bytes, as: UTF8.self)), "\(operation.path)")
            let method = try #require(HTTPMethod.allCases.first { "\($0.name)" == "\(operation.method.name)" })
            let node = try #require(match.operations, "\(operation.path)")
            guard
                case .found(let found) = operations.lookup(
                    method, bytes.span, from: match.prefixBytes, under: node)
            else {
                Issue.record("\(operation.name) is not found")
                continue
            }
            #expect(found.operation == row, "\(operation.name)")
            if case .upstream(let upstream) = routes.routes[match.route].destination {
                #expect(upstream == operation.service?.rawValue, "\(operation.name)")
            }
        }
    }

    static let rows: [(HTTPMethod, String, String)] = [
        (.get, "/api/v1/bookings", "listBookings"), (.head, "/api/v1/bookings", "listBookings"),
        (.post, "/api/v1/bookings", "createBooking"), (.get, "/api/v1/bookings/018f-x", "getBooking"),
        (.get, "/api/v1/bookings/statistics", "getBookingStatistics"),
        (.get, "/api/v1/bookings/reference/BR-1", "getBookingByReference"),
        (.get, "/api/v1/bookings/reference", "getBooking"),
        // The reference "approve", whatever the method: no booking has the id "reference".
        (.get, "/api/v1/bookings/reference/approve", "getBookingByReference"),
        (.post, "/api/v1/bookings/reference/approve", "GET, HEAD, OPTIONS"),
        (.post, "/api/v1/bookings/event-instances/7/ready", "markEventReady"),
        (.get, "/api/v1/bookings/event-instances/7", "getEventInstance"),
        (.get, "/api/v1/bookings/7/event-instances", "listEventInstances"),
        (.delete, "/api/v1/bookings", "GET, HEAD, POST, OPTIONS"),
        (.get, "/api/v1/bookings/7/approve", "POST, OPTIONS"), (.get, "/api/v1/bookings/", "nothing"),
        (.get, "/api/v1//bookings", "nothing"), (.get, "/api/v1/Bookings", "nothing"), (.get, "/api/v1", "nothing"),
        (.get, "/", "nothing"), (.get, "", "nothing"), (.get, "/api/v1/bookings/1/2/3", "nothing"),
        (.get, "/api/v1/bookings?x=1", "nothing"),
    ]

    @Test("fixed segments win, other methods are named, unknown paths match nothing", arguments: rows)
    func meaning(method: HTTPMethod, path: String, expected: String) throws {
        let found =
            switch try PlatformRoutes.operations().lookup(method, Array(path.utf8).span) {
            case .found(let match): PermissionTable.operations[match.operation].name
            case .methodNotAllowed(let allowed): allowed.text
            case .unknown: "nothing"
            }
        #expect(found == expected)
    }

    @Test("every service has a route, and every alias leads to one")
    func everyService() throws {
        let routes = try RouteTable(PlatformRoutes.all(), upstreams: PlatformRoutes.upstreams)
        #expect(PlatformRoutes.services.count == 6)
        for service in PlatformRoutes.services {
            for prefix in service.prefixes {
                let match = try #require(routes.match(text: prefix + "/x"))
                #expect(routes.routes[match.route].destination == .upstream(service.name.rawValue))
            }
        }
        for alias in PathAlias.all { #expect(routes.match(text: alias.prefix)?.rewrite != nil) }
    }
}
