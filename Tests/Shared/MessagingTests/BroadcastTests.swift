import EventLoop
import Identifiers
import KafkaClient
import Observability
import PlatformProtocol
import Postgres
import TestKit
import Testing

@testable import Messaging
@testable import ServiceRuntime

@Suite("A broadcast consumer")
struct BroadcastTests {
    @Test("hears each event in every instance, passes over what cannot be read, and ends when it is asked to")
    func hears() async throws {
        try await withMessaging(partitions: 1) { site in
            let heard = (0..<2).map { _ in Recorded<[Int]>([]) }
            let registries = (0..<2).map { _ in MetricsRegistry() }
            let consumers = try zip(heard, registries).map { heard, registry in
                try site.broadcast(registry) { envelope in heard.update { $0.append(envelope.aggregateVersion) } }
            }
            let unreadable = ProducerRecord(
                topic: MessagingSite.topic, key: Array("k".utf8), value: Array("no event".utf8))
            try await site.running(consumers[0]) {
                try await site.running(consumers[1]) {
                    try await wait(until: "both listen") { await site.on { consumers.allSatisfy(\.isListening) } }
                    let records = try (1...50).map { try site.record(key($0 % 3), $0) }
                    try await site.producing(Array(records[..<25]) + [unreadable] + Array(records[25...]))
                    try await wait(until: "all is heard") { heard.allSatisfy { $0.value.last == 50 } }
                }
            }
            for (heard, registry) in zip(heard, registries) {
                #expect(heard.value == Array(1...50))
                var bytes: [UInt8] = []
                registry.expose(to: &bytes)
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(text.contains("broadcast_events_total{outcome=\"unreadable\"} 1\n"))
                #expect(text.contains("broadcast_lag 0\n"))
            }
            // It left nothing behind: no group, no inbox, no dead letter.
            #expect(try await site.count("SELECT count(*) FROM inbox") == 0)
            try await wait(until: "it is in the log") { site.lines.text.contains("broadcast event not readable") }
        }
    }

    @Test("is refused what the registry does not let its service hear")
    func refused() async throws {
        try await withMessaging(partitions: 1) { site in
            #expect(throws: RegistryFault.notConsumed(.inventoryUpdated, by: .notifications)) {
                _ = try BroadcastConsumer(
                    .notifications, hearing: [.complianceChecked, .inventoryUpdated],
                    settings: TailSettings(site.connection), on: site.loop, blocking: site.blocking,
                    logger: site.logger, metrics: BroadcastMetrics(MetricsRegistry())
                ) { _ in }
            }
        }
    }
}

extension MessagingSite {
    fileprivate func broadcast(
        _ registry: MetricsRegistry, _ handle: @escaping @Sendable (Envelope) -> Void
    ) throws -> BroadcastConsumer {
        var settings = TailSettings(connection)
        settings.fetchWaitMax = .milliseconds(10)
        return try BroadcastConsumer(
            .notifications, hearing: [.complianceChecked], settings: settings, on: loop, blocking: blocking,
            logger: logger, metrics: BroadcastMetrics(registry), handle: handle)
    }
}
