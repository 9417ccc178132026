import EventLoop
import Foundation
import Identifiers
import ServiceRuntime
import TestKit
import Testing

@testable import LocalPlatform

@Suite("The platform on one machine") struct PlatformTests {
    @Test("it comes up, lets its own token in, mends what dies, and leaves nothing when it ends")
    func life() async throws {
        let scene = try Scene()
        defer { scene.remove() }
        try await withLoop { loop in
            let platform = try Platform(scene.options(), on: loop, say: scene.say)
            let running = Recorded<[RunningPlatform]>([])
            let tasks = TaskSet(on: loop)
            tasks.add { await run(platform, scene) { running.update { $0.append(platform.running) } } }
            try await wait(until: "everything is ready", status: { scene.text }) { !running.value.isEmpty }
            let clients = try #require(SocketAddress("127.0.0.1", port: platform.plan.gateway.port))
            let token = try platform.running.token(at: SystemWallClock().now)

            // Who is let in meets a service that is not there; who is not is told so.
            #expect(try await status(of: "/api/v1/bookings", token, at: clients, on: loop) == "502")
            #expect(try await status(of: "/api/v1/bookings", token + "x", at: clients, on: loop) == "401")
            // The gateway needs no database and does not wait for them.
            try await wait(until: "the databases are ready", status: { scene.text }) {
                scene.text.contains("bookings_db ready")
            }
            #expect(scene.contents(scene.folder.environment).contains("export RISHI_DATABASE_SERVER='host="))

            let gateway = try #require(platform.services.last?.kept)
            let (first, broker) = (try #require(gateway.pid), try #require(platform.broker?.pid))
            let brokers = platform.bootstrapServers
            kill(first, SIGKILL)
            kill(broker, SIGKILL)
            try await wait(until: "both run again", status: { scene.text }) {
                gateway.pid.map { $0 != first } ?? false && platform.bootstrapServers != brokers
            }
            #expect(scene.text.contains("gateway was ended by signal 9; its last lines:\n    {"))
            #expect(scene.text.contains("local-broker came back empty"))
            try await wait(until: "the gateway answers again") { try await isReady(platform, on: loop) }

            let server = processes(naming: scene.folder.postgres + "/data")
            #expect(!server.isEmpty)
            platform.requestStop()
            await tasks.drained()
            #expect(processes(naming: scene.checkout).isEmpty)
            #expect(gateway.pid == nil && platform.broker?.pid == nil)
            let order = ["stopping", "stopped"].map { scene.lines.value.firstIndex(of: $0) }
            #expect(order.allSatisfy { $0 != nil })
        }
    }

    @Test("a port that is taken stops everything before it starts")
    func takenPort() async throws {
        let scene = try Scene()
        defer { scene.remove() }
        try await withLoop { loop in
            let listener = try TCPListener(.loopback(port: 0), on: loop)
            defer { listener.close() }
            let error = #expect(throws: LocalPlatformError.self) {
                try Platform(scene.options(portShift: listener.address.port &- 8080), on: loop, say: scene.say)
            }
            #expect(
                error?.description.contains("port \(listener.address.port), which gateway needs, is taken by") == true)
            #expect(scene.lines.value == [])
        }
    }

    @Test("a gateway that cannot run as it is set up ends everything with its own words")
    func hopeless() async throws {
        let scene = try Scene()
        defer { scene.remove() }
        try await withLoop { loop in
            var options = scene.options()
            options.environment["RISHI_LOOPS"] = "many"
            let platform = try Platform(options, on: loop, say: scene.say)
            let error = await #expect(throws: LocalPlatformError.self) { try await platform.run { _ in } }
            #expect(error?.description.contains("RISHI_LOOPS") == true)
            #expect(processes(naming: scene.checkout).isEmpty)
        }
    }

    private func run(_ platform: Platform, _ scene: Scene, _ whenReady: @escaping @Sendable () -> Void) async {
        do {
            try await platform.run { _ in whenReady() }
        } catch {
            Issue.record("\(error)\n\(scene.text)")
        }
    }

    private func isReady(_ platform: Platform, on loop: Loop) async throws -> Bool {
        await HealthProbe(platform.plan.operators).isReady(on: loop, until: .now + .seconds(1))
    }

    private func status(
        of path: String, _ token: String, at address: SocketAddress, on loop: Loop
    ) async throws -> String {
        let connection = try await RawConnection(to: address, on: loop)
        defer { connection.close() }
        try await connection.send("GET \(path) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n\r\n")
        return String(try await connection.read(through: "\r\n").split(separator: " ")[1])
    }
}
