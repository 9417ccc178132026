import EventLoop
import HTTPServer
import HTTPWire
import Observability
import PlatformProtocol
import TestKit
import Testing

@testable import ServiceRuntime

@Suite("A process that serves HTTP")
struct HTTPServiceTests {
    /// A process with one service, run by its group as `main` would, except that the test sends the signals.
    private final class Process: Sendable {
        let address = Recorded<SocketAddress?>(nil)
        let board = HealthBoard(clock: SystemWallClock(), figures: RequestFigures().forHealth)
        let slowAsked = Signal()
        let slowMayAnswer = Signal()
        private let signals: AsyncStream<ProcessSignal>
        let send: AsyncStream<ProcessSignal>.Continuation

        init() { (signals, send) = AsyncStream.makeStream() }

        /// One that answers when the test lets it, and one that never does.
        private func slowRoutes() throws -> [Route] {
            let (asked, mayAnswer) = (slowAsked, slowMayAnswer)
            return [
                Route(open: try #require(PermissionTable.operation(named: "listProblems"))) { _ in
                    await asked.set()
                    await mayAnswer.wait()
                    try Task.checkCancellation()
                    return Response(.ok, body: .bytes(Array("whole".utf8)))
                },
                Route(open: try #require(PermissionTable.operation(named: "getProblem"))) { _ in
                    await asked.set()
                    await waitForCancellation()
                    throw CancellationError()
                },
            ]
        }

        func run(_ change: (inout HTTPServiceSettings) -> Void = { _ in }) async throws -> GroupOutcome {
            let output = try LogOutput(service: "test", clock: SystemWallClock(), descriptor: Discarding())
            defer { output.close() }
            let logger = Logger(output)
            let operations = try OperationalRoutes(
                .of(.kits),
                version: ServiceVersion(
                    service: "kits", version: "1", revision: nil, startedAt: SystemWallClock().now),
                health: board, metrics: MetricsRegistry(), beside: [], events: .none)
            let routes = try operations.table + slowRoutes()
            let telemetry = RequestTelemetry(
                of: routes, logger: logger, metrics: RequestMetrics(in: MetricsRegistry()), figures: RequestFigures(),
                clock: SystemWallClock())
            var settings = HTTPServiceSettings(.loopback(port: 0))
            change(&settings)
            let service = HTTPService(
                settings, telemetry: telemetry, logger: logger,
                listening: { [address] bound in address.update { $0 = bound } },
                handler: { _ in try Router(routes, authenticator: Nobody()) })
            return await ServiceGroup(
                [ServiceEntry(service)], signals: Scripted(signals: signals), logger: logger,
                hooks: GroupHooks(phaseChanged: { [board] in board.enter($0) }, abandon: { _ in })
            ).run()
        }

        /// A connection, once the process is ready.
        func connect(on loop: Loop) async throws -> RawConnection {
            try await wait(until: "the process is ready") { self.board.ready().status == 200 }
            return try await RawConnection(to: try #require(address.value), on: loop)
        }
    }

    private static func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n" }

    @Test("asked to stop, it finishes the request under way, takes no new connection, and succeeds")
    func orderlyEnd() async throws {
        let process = Process()
        #expect(process.board.ready().status == 503)
        async let outcome = process.run()
        try await withLoop { loop in
            let probe = try await process.connect(on: loop)
            try await probe.send(Self.get("/health/ready"))
            #expect(try await probe.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 200"))
            let busy = try await process.connect(on: loop)
            try await busy.send(Self.get("/problems"))
            await process.slowAsked.wait()

            process.send.yield(.terminate)
            // The idle connection is let go first: from then on the listener is closed.
            #expect(await probe.readToEnd().end == .closed)
            #expect(process.board.ready().status == 503)
            let address = try #require(process.address.value)
            await #expect(throws: (any Error).self) { _ = try await RawConnection(to: address, on: loop) }

            await process.slowMayAnswer.set()
            let answer = await busy.readToEnd()
            #expect(answer.text.hasPrefix("HTTP/1.1 200"))
            #expect(answer.text.contains("Connection: close"))
            #expect(answer.text.hasSuffix("whole"))
            #expect(answer.end == .closed)
        }
        #expect(try await outcome == GroupOutcome(end: .signal(.terminate)))
        #expect(try await outcome.exitCode == 0)
    }

    @Test("several loops serve one port")
    func loops() async throws {
        let process = Process()
        async let outcome = process.run { $0.loops = 3 }
        try await withLoop { loop in
            for _ in 0..<12 {
                let connection = try await process.connect(on: loop)
                try await connection.send(Self.get("/health/live"))
                #expect(try await connection.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 200"))
                connection.close()
            }
        }
        process.send.yield(.terminate)
        #expect(try await outcome.exitCode == 0)
    }

    @Test("readiness says no before the listener closes, until the notice has been long enough or is cut short")
    func notice() async throws {
        let process = Process()
        async let outcome = process.run { $0.noticeTime = .seconds(300) }
        try await withLoop { loop in
            let probe = try await process.connect(on: loop)
            process.send.yield(.terminate)
            try await wait(until: "the process drains") { process.board.ready().status == 503 }
            let late = try await RawConnection(to: try #require(process.address.value), on: loop)
            try await late.send(Self.get("/health/ready"))
            #expect(try await late.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 503"))
            process.send.yield(.interrupt)
            #expect(await probe.readToEnd().end != .stillOpen)
        }
        #expect(try await outcome.forcedBy == .interrupt)
    }

    @Test("a request that outlasts the time to finish is told so and cancelled, and the process still succeeds")
    func graceUsedUp() async throws {
        let process = Process()
        async let outcome = process.run { $0.drainMax = .milliseconds(20) }
        try await withLoop { loop in
            let connection = try await process.connect(on: loop)
            try await connection.send(Self.get("/problems/never"))
            await process.slowAsked.wait()
            process.send.yield(.terminate)
            #expect(await connection.readToEnd().end != .stillOpen)
        }
        #expect(try await outcome.exitCode == 0)
    }

    @Test("a second signal ends everything at once")
    func forced() async throws {
        let process = Process()
        async let outcome = process.run { $0.drainMax = .seconds(300) }
        try await withLoop { loop in
            let connection = try await process.connect(on: loop)
            try await connection.send(Self.get("/problems/never"))
            await process.slowAsked.wait()
            process.send.yield(.terminate)
            process.send.yield(.interrupt)
            #expect(await connection.readToEnd().end != .stillOpen)
        }
        #expect(try await outcome.exitCode == 130)
    }

    @Test("an address that is taken fails the start, and nothing is left behind")
    func addressTaken() async throws {
        let first = Process()
        async let outcome = first.run()
        try await withLoop { loop in
            _ = try await first.connect(on: loop)
            let taken = try #require(first.address.value)
            let second = Process()
            let failed = try await second.run { $0.address = taken }
            #expect(failed.end == .failed(service: "http"))
            #expect(failed.exitCode == 1)
            #expect(second.address.value == nil)
        }
        first.send.yield(.terminate)
        #expect(try await outcome.exitCode == 0)
    }
}
