import EventLoop
import KafkaClient
import Observability
import PlatformProtocol
import ServiceRuntime
import ServiceTestKit
import TestKit
import Testing

@testable import LocalPlatform

extension SystemTests {
    @Test("what cannot be decoded, on any topic that anybody hears, holds up nothing and lies with the dead letters")
    func undecodable() async throws {
        try await withPlatform { site in
            let services = ServiceName.allCases.filter { $0 != .gateway }
            let topics = Set(services.flatMap(TopicRegistry.topics(consumedBy:))).sorted()
            try await produce(rubbish: topics, at: site)
            // Whatever a service hears, it hears behind the rubbish.
            let venue = try await site.venue()
            let booking = try await site.book(venue, day: 100).text("id")
            try await wait(until: "the law was asked", status: { site.checkout.lastLines }) {
                try await site.checks(of: booking) == 1
            }
            for service in services {
                let topics = TopicRegistry.topics(consumedBy: service)
                try await wait(until: "\(service) has put all of it aside", status: { site.checkout.lastLines }) {
                    try await dead(at: service, site) >= topics.count
                }
            }
        }
    }

    /// One value that is nothing at all on every topic.
    private func produce(rubbish topics: [String], at site: SystemSite) async throws {
        let servers = try #require(site.platform.bootstrapServers).split(separator: ",").map(String.init)
        let blocking = try BlockingThread()
        let output = try LogOutput(service: "test", level: .error, clock: SystemWallClock())
        let producer = try KafkaProducer(
            ProducerSettings(KafkaConnection(bootstrapServers: servers, clientID: "test")), topics: topics,
            on: site.loop, blocking: blocking, logger: Logger(output))
        let records = topics.map { ProducerRecord(topic: $0, key: Array("key".utf8), value: Array("{\"no\":".utf8)) }
        let outcomes = await producer.deliver(records, until: .now + .seconds(30))
        #expect(outcomes.allSatisfy { $0.isDelivered }, "\(outcomes)")
        await producer.close(until: .now + .seconds(5))
        await Task.detached {
            blocking.stop()
            output.close()
        }.value
    }

    /// How many events a service has given up.
    private func dead(at service: ServiceName, _ site: SystemSite) async throws -> Int {
        let process = try #require(site.platform.plan.processes.first { $0.service == service })
        let address = try #require(SocketAddress(process.health.host, port: process.health.port))
        let connection = try await RawConnection(to: address, on: site.loop)
        defer { connection.close() }
        try await connection.send("GET /metrics HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
        let lines = await connection.readToEnd().text.split(separator: "\n")
        return lines.filter { $0.contains("consumer_events_total{") && $0.contains(#"outcome="dead""#) }
            .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
    }
}
