import EventLoop
import Foundation
import HTTPServer
import HTTPWire
import Identifiers
import RealtimeDomain
import RealtimeService
import Streaming

/// One server with its clients.
// Safety: used on its loop only.
final class Measurement: HTTPHandler, @unchecked Sendable {
    private let transport: Transport
    private let loop: Loop
    private let hub: Hub
    private var bare: [TCPStream] = []

    init(_ transport: Transport, on loop: Loop) {
        (self.transport, self.loop) = (transport, loop)
        hub = Hub(on: loop, tag: InstanceTag(1))
    }

    private static let organization = OrganizationID(UUID128(high: 1, low: 1))
    private static let watcher = Watcher(organization: organization, viewers: Viewers(.manager), owned: [])

    func handle(_ exchange: ServerExchange) async throws {
        switch transport {
        case .websocket:
            let settings = WebSocketSettings { _ in true }
            try await exchange.send(
                try .webSocket(on: exchange, settings) { [hub] session in
                    let subscription = hub.subscribe(Self.watcher, to: session)
                    await session.closed()
                    subscription.end()
                })
        case .events:
            try await exchange.send(
                .events(on: exchange) { [hub] stream in
                    let subscription = hub.subscribe(Self.watcher, to: stream)
                    defer { subscription.end() }
                    try await stream.finished()
                })
        case .floor:
            try await exchange.send(
                Response(
                    .switchingProtocols,
                    body: .upgrade { connection in
                        self.bare.append(connection.stream)
                        // Whatever ends this ends the client.
                        while ((try? await connection.stream.receive { $0.count }) ?? 0) > 0 {}
                    }))
        }
    }

    func run(_ clients: Int, _ messages: Int) async throws -> Figures {
        let endpoint = try HTTPEndpoint(.loopback(port: 0), on: loop, handler: self)
        let serving = TaskSet(on: loop)
        serving.add { await endpoint.run() }
        let before = Self.residentBytes
        let child = Process()
        child.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = ["read", "\(endpoint.address.port)", transport.rawValue, "\(clients)"]
        try child.run()
        try await wait("the clients are there") { self.count == clients }
        try await loop.sleep(for: .milliseconds(500))
        let resident = Self.residentBytes - before
        let bytes = [UInt8](repeating: 0x78, count: 450)
        for number in 0..<20 { deliver(Self.message(number), bytes) }
        try await loop.sleep(for: .milliseconds(200))

        var publishing = 0
        var delivered = 0
        let start = Self.processorNanoseconds
        for number in 0..<messages {
            let begun = Self.processorNanoseconds
            delivered += deliver(Self.message(number + 100), bytes)
            publishing += Self.processorNanoseconds - begun
            // Time for the loop to send, and for the clients to read, which cost their own process.
            try await loop.sleep(for: .milliseconds(10))
        }
        let spent = Self.processorNanoseconds - start
        let figures = Figures(
            transport: transport, clients: clients, messages: messages, messageBytes: bytes.count,
            bytesPerIdleClient: resident / clients, nanosecondsPerDelivery: spent / (clients * messages),
            nanosecondsToPublish: publishing / (clients * messages),
            isWhole: delivered == clients * messages && count == clients)
        bare = []
        await endpoint.drain(within: .milliseconds(500))
        await serving.drained()
        return figures
    }

    private var count: Int { transport == .floor ? bare.count : hub.subscriptionCount }

    @discardableResult
    private func deliver(_ message: LiveMessage, _ bytes: [UInt8]) -> Int {
        guard transport == .floor else { return hub.publish(message, to: Self.organization) }
        var taken = 0
        // A stream that broke has taken nothing.
        for stream in bare where ((try? stream.sendNow(bytes.span)) ?? 0) == bytes.count { taken += 1 }
        return taken
    }

    private static func message(_ number: Int) -> LiveMessage {
        LiveMessage(
            id: EventID(UUID128(high: 1, low: UInt64(number))), event: .bookingStatusChanged,
            topic: "booking.status_changed", at: Timestamp(secondsSinceEpoch: 1_790_000_000), aggregateType: "booking",
            aggregateID: UUID128(high: 2, low: 3), version: number,
            summary: [
                .init("oldStatus", .text("approved")), .init("reference", .text("BR-20260101-ABCDEF")),
                .init("title", .text("Spring launch")), .init("status", .text("confirmed")),
                .init("stage", .text("ready")),
            ], owners: [.client("c"), .user("u")])
    }

    private func wait(_ what: String, _ holds: () -> Bool) async throws {
        for _ in 0..<3000 {
            if holds() { return }
            try await loop.sleep(for: .milliseconds(10))
        }
        throw NotReached(what: what)
    }

    private struct NotReached: Error {
        let what: String
    }

    /// Of this process, in steps of a microsecond.
    static var processorNanoseconds: Int { clock() * 1_000 }

    static var residentBytes: Int {
        // Linux has it; without it there is nothing to measure.
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }
}
