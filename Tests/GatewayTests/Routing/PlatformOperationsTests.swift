import HTTPServer
import HTTPWire
import PlatformProtocol
import Testing

@testable import GatewayCore

@Suite("The platform's own operations behind its routes")
struct PlatformOperationsTests {
    /// What a process says of itself to operators and tools on its own address; the door for clients has no such page.
    static let forOperators: Set = ["getAsyncAPI", "getDescriptor", "getMetrics", "getOpenAPI"]

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
