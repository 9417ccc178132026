import HTTPServer
import HTTPWire
import Testing

@testable import GatewayCore

@Suite("Operations behind aliases")
struct AliasLookupTests {
    static let operations: [(method: HTTPMethod, template: String)] = [
        (.get, "/api/v1/bookings"), (.post, "/api/v1/bookings"), (.get, "/api/v1/bookings/{id}"),
        (.put, "/api/v1/bookings/{id}"), (.get, "/api/v1/bookings/statistics"),
        (.get, "/api/v1/bookings/reference/{reference}"), (.post, "/api/v1/bookings/{id}/{action}"),
        (.get, "/api/v1/bookings/{id}/history"), (.delete, "/api/v1/kits/{id}"),
        (.get, "/api/v1/staff/roster/{week}"),
    ]

    @Test("an alias is looked up under its canonical prefix from where its own prefix ends")
    func underAnAlias() throws {
        let table = try TemplateTable(Self.operations)
        let routes = try RouteTable(
            PlatformRoutes.all(), upstreams: PlatformRoutes.upstreams, operations: table)
        for (path, expected) in [("/api/roster/2026-W03", 9), ("/api/bookings/17", 2), ("/api/bookings", 0)] {
            let bytes = Array(path.utf8)
            let match = try #require(routes.match(text: path))
            let node = try #require(match.operations)
            guard case .found(let found) = table.lookup(.get, bytes.span, from: match.prefixBytes, under: node) else {
                Issue.record("\(path) is an operation")
                continue
            }
            #expect(found.operation == expected)
        }
        let shifts = try #require(routes.match(text: "/api/shifts/1"))
        #expect(shifts.operations == nil, "no operation lies there, so nothing is allowed")
    }
}
