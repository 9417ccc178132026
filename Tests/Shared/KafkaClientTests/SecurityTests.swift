import EventLoop
import KafkaClient
import KafkaMock
import TestKit
import Testing

/// The mock cluster speaks plain text and knows no users. A client that expects more of it is what a service meets whose
/// settings name the wrong listener.
@Suite("A listener that is not as secure as it should be")
struct SecurityTests {
    /// How a client may expect more than there is.
    enum Expectation: String, CaseIterable {
        case tls, user, userOverTLS

        /// What becomes of it. Without TLS the client learns that nobody asks for its user; within TLS it learns nothing.
        var kind: KafkaFault.Kind { self == .user ? .authenticationFailed : .handshakeFailed }

        func apply(to connection: inout KafkaConnection) {
            let credentials = KafkaCredentials(.plain, user: "u", password: KafkaSecret("correct-horse"))
            switch self {
            case .tls: connection.security = .tls(KafkaTLS())
            case .user: connection.security = .sasl(credentials, over: nil)
            case .userOverTLS: connection.security = .sasl(credentials, over: KafkaTLS())
            }
            // The mock cluster does not answer a user at all.
            connection.setupTimeout = .seconds(1)
        }
    }

    @Test(
        "a producer says so under a label of its own, goes on trying, and ends when it is closed",
        arguments: Expectation.allCases)
    func producer(_ expectation: Expectation) async throws {
        try await withKafka { site in
            let producer = try site.producer(["events"]) { expectation.apply(to: &$0.connection) }
            try await wait(until: "it knows", status: { Self.status(producer.lastFault, site) }) {
                producer.lastFault?.kind == expectation.kind
            }
            // Not replaced by the news that no broker is left.
            try await wait(until: "it has told of more", status: { Self.status(producer.lastFault, site) }) {
                producer.counters.errors > 2
            }
            #expect(producer.lastFault?.kind == expectation.kind, "\(Self.status(producer.lastFault, site))")
            let outcome = await producer.deliver(.text("events", "k", "v"), until: .now + .milliseconds(50))
            #expect(outcome == .purged)
            #expect(producer.counters.fatalErrors == 0)
            #expect(await producer.close(until: .now))
            #expect(!site.lines.text.contains("correct-horse"))
        }
    }

    @Test("a consumer says so and waits; closing it takes no longer than it may", arguments: Expectation.allCases)
    func consumer(_ expectation: Expectation) async throws {
        try await withKafka { site in
            let faults = Recorded<[KafkaFault.Kind]>([])
            var hooks = KafkaConsumerHooks()
            hooks.failed = { fault in faults.update { $0.append(fault.kind) } }
            let consumer = try site.consumer(["events"], hooks: hooks) { expectation.apply(to: &$0.connection) }
            let reader = Task(executorPreference: site.loop) { try await consumer.next(atMost: 1).count }
            try await wait(until: "it knows", status: { Self.status(consumer.lastFault, site) }) {
                faults.value.count > 2
            }
            #expect(consumer.lastFault?.kind == expectation.kind, "\(Self.status(consumer.lastFault, site))")
            #expect(consumer.partitions.isEmpty)
            #expect(await consumer.close(until: soon))
            // Not an error: it has gone on waiting until then.
            #expect(try await reader.value == 0)
        }
    }

    @Test("an operator's question ends with its deadline", arguments: Expectation.allCases)
    func admin(_ expectation: Expectation) async throws {
        try await withKafka { site in
            var connection = site.connection
            expectation.apply(to: &connection)
            let admin = try KafkaAdmin(connection, on: site.loop, blocking: site.blocking)
            await #expect(throws: KafkaFault.self) { try await admin.topics(until: .now + .milliseconds(300)) }
            #expect(await admin.close())
        }
    }

    private static func status(_ fault: KafkaFault?, _ site: KafkaSite) -> String {
        "\(fault?.description ?? "no fault")\n\(site.lines.text)"
    }
}
