import EventLoop
import Foundation
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
                // What is told live only is looked at and let go; what has an effect is put aside.
                let effective = try await topics(of: "consumer_lag{", at: service, site)
                #expect(service == .notifications ? effective.count > 5 : effective == Set(heard[service] ?? []))
                let aside = Recorded(Set<String>())
                try await wait(
                    until: "\(service) has put all of it aside", within: .seconds(30), every: .milliseconds(100),
                    status: { "missing: \(effective.symmetricDifference(aside.value).sorted())" }
                ) {
                    let dead = try await topics(
                        of: "consumer_events_total{", with: #"outcome="dead""#, at: service, site)
                    aside.update { $0 = dead }
                    return dead == effective
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

    /// The topics that a figure of a service tells of, with a number above zero where a label is asked for.
    private func topics(
        of figure: String, with label: String? = nil, at service: ServiceName, _ site: SystemSite
    ) async throws -> Set<String> {
        let lines = try await site.page("/metrics", of: service).response.body.split(separator: "\n")
        let meant = lines.filter { line in
            line.hasPrefix(figure) && (label.map { line.contains($0) && !line.hasSuffix(" 0") } ?? true)
        }
        return Set(
            meant.compactMap { line in
                line.components(separatedBy: #"topic=""#).dropFirst().first?.split(separator: "\"").first.map(
                    String.init)
            })
    }
}
