import EventLoop
import JSON
import JSONSchemaTestKit
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
            var heard: [ServiceName: [String]] = [:]
            for service in services { heard[service] = try await topics(heardBy: service, site) }
            let all = Set(heard.values.joined()).sorted()
            #expect(all.count > 10)
            try await produce(rubbish: all, at: site)
            // Whatever a service hears, it hears behind the rubbish.
            let venue = try await site.venue()
            let booking = try await site.book(venue, day: 100).text("id")
            try await wait(until: "the law was asked", every: .milliseconds(100)) {
                try await site.checks(of: booking) == 1
            }
            for service in services {
                try await wait(until: "\(service) has put all of it aside", every: .milliseconds(100)) {
                    try await dead(at: service, site) == heard[service]?.count
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

    /// The topics that a service says it subscribes to.
    private func topics(heardBy service: ServiceName, _ site: SystemSite) async throws -> [String] {
        let document = try await site.page("/asyncapi.json", of: service).json
        guard case .object(let operations)? = document["operations"] else { return [] }
        return operations.members.filter { $0.value["action"] == "receive" }.compactMap { operation in
            guard case .string(let channel)? = operation.value["channel"]?["$ref"],
                case .string(let topic)? = JSONPointer.value(at: channel.dropFirst() + "/address", in: document)
            else { return nil }
            return topic
        }
    }

    /// How many events a service has given up.
    private func dead(at service: ServiceName, _ site: SystemSite) async throws -> Int {
        let lines = try await site.page("/metrics", of: service).response.body.split(separator: "\n")
        return lines.filter { $0.contains("consumer_events_total{") && $0.contains(#"outcome="dead""#) }
            .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
    }
}
