import EventLoop
import HTTPServer
import HTTPWire
import JSON
import TestKit
import Testing

@testable import GatewayCore

@Suite("A gateway of several loops")
struct GatewayLoopsTests {
    private static let bookings = "/api/v1/bookings"

    /// The limits were divided among the loops, and the kernel spreads connections as it likes: callers were refused
    /// although there was room.
    @Test(
        "as many connections as the limit says are served, however the kernel spreads them, and not one more",
        arguments: ["RISHI_CONNECTIONS_PER_ADDRESS_MAX", "RISHI_CONNECTIONS_MAX"])
    func connectionLimit(setting: String) async throws {
        try await withGateway(["RISHI_LOOPS": "2", setting: "16"], service: EchoHandler()) { gateway, _ in
            var connections: [RawConnection] = []
            for _ in 0..<16 {
                let connection = try await gateway.connect()
                connections.append(connection)
                try await connection.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(try await connection.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
            }
            #expect(try await gateway.get("/health/live").status == 503)
            #expect(try await gateway.metric("http_connections_refused_total") == 1)
            #expect(try await gateway.metric("http_connections_open") == 16)
            connections[0].close()
            try await wait(until: "there is room again") {
                try await gateway.metric("http_connections_open") == 15
            }
            #expect(try await gateway.get("/health/live").status == 200)
            for connection in connections.dropFirst() { connection.close() }
        }
    }

    @Test("operators see all loops together: requests, connections and health of each instance")
    func upstreams() async throws {
        let gate = Signal()
        let slow = ResponseFunction { _ in
            await gate.wait()
            return Response(.ok)
        }
        try await withGateway(["RISHI_LOOPS": "2"], service: slow) { gateway, service in
            var connections: [RawConnection] = []
            for _ in 0..<16 {
                let connection = try await gateway.connect()
                connections.append(connection)
                try await connection.send(
                    "GET \(Self.bookings) HTTP/1.1\r\nHost: x\r\n\(try TestGateway.bearer())\r\n\r\n")
            }
            try await wait(until: "all are at the service") { service.endpoint.requestCount == 16 }
            let pages = try await (gateway.askAdmin("/admin/upstreams").body, gateway.metrics())
            await gate.set()
            let page = try JSONValue(parsing: Array(pages.0.utf8))
            guard case .array(let items) = page["items"] else {
                Issue.record("the page has items")
                return
            }
            let address = service.endpoint.address.description
            let row = try #require(
                items.first { $0["service"] == "booking-management" && $0["address"] == .string(address) })
            #expect(row["loops"] == 2)
            #expect(row["loopsEjecting"] == 0)
            #expect(row["healthy"] == true)
            #expect(row["outstanding"] == 16)
            #expect(row["open"] == 16)
            #expect(pages.1.contains(#"gateway_upstream_requests_active{upstream="booking-management"} 16"#))
            #expect(pages.1.contains(#"gateway_upstream_connections_open{upstream="booking-management"} 16"#))
            for connection in connections {
                _ = try await connection.read(through: "\r\n\r\n")
                connection.close()
            }
            let idle = try await gateway.metrics()
            #expect(idle.contains(#"gateway_upstream_requests_active{upstream="booking-management"} 0"#))
            #expect(idle.contains(#"gateway_upstream_requests_total{upstream="booking-management"} 16"#))
            #expect(idle.contains(#"gateway_upstream_connects_total{upstream="booking-management"} 16"#))
            #expect(idle.contains(#"gateway_upstream_connections_idle{upstream="booking-management"} 16"#))
        }
    }

    @Test("what goes wrong with a service is counted by what it was, and an instance that keeps failing is taken out")
    func faults() async throws {
        // Of two instances one may be taken out; nobody listens on port 1.
        let settings = ["RISHI_UPSTREAM_BOOKING": "127.0.0.1:1,127.0.0.1:2"]
        try await withGateway(settings, service: EchoHandler()) { gateway, _ in
            for _ in 0..<12 { #expect(try await gateway.authorized(Self.bookings).status == 502) }
            let metrics = try await gateway.metrics()
            #expect(
                metrics.contains(
                    #"gateway_upstream_faults_total{upstream="booking-management",fault="connect_failed"} 12"#))
            #expect(metrics.contains(#"gateway_upstream_ejections_total{upstream="booking-management"} 1"#))
            #expect(metrics.contains(#"gateway_upstream_instances_ejected{upstream="booking-management"} 1"#))
            #expect(!metrics.contains(#"gateway_upstream_retries_total{upstream="booking-management"} 0"#))
            #expect(try await gateway.askAdmin("/admin/upstreams").body.contains(#""loopsEjecting":1"#))
        }
    }

    @Test("a fresh gateway exposes its families and few series")
    func fresh() async throws {
        try await withGateway(service: EchoHandler()) { gateway, _ in
            let metrics = try await gateway.metrics()
            #expect(metrics.contains("# TYPE http_requests_total counter\n"))
            #expect(!metrics.contains("http_requests_total{"))
            #expect(metrics.utf8.count < 16 << 10)
        }
    }

    @Test("asked to stop, it goes on for the notice and says that it is not ready; operators see it to its end")
    func notice() async throws {
        try await withGateway(["RISHI_DRAIN_NOTICE": "1s"], service: EchoHandler()) { gateway, _ in
            #expect(try await gateway.get("/health/ready").status == 200)
            await gateway.stop.set()
            try await wait(until: "it says so on a new connection") {
                try await gateway.get("/health/ready").status == 503
            }
            #expect(try await gateway.authorized(Self.bookings).status == 200)
            #expect(try await gateway.askAdmin("/health/live").status == 200)
        }
    }
}
