import EventLoop
import Identifiers
import KafkaClient
import KafkaMock
import LocalPostgres
import Migrations
import Observability
import PlatformProtocol
import Postgres
import TestKit
import Testing

@testable import Messaging
@testable import PostgresTestKit

@Suite("The relay")
struct RelayTests {
    @Test("what is committed is sent as it was written, and is gone from the outbox when the broker has it")
    func sends() async throws {
        try await withMessaging { site in
            let reader = try LogReader(site)
            // More rows than a batch has, so that a batch must be of the oldest.
            for number in 0..<3 { try await site.tell(key(number), 3) }
            try await site.running(try site.relay { $0.batchRows = 2 }) {
                try await site.waitForEmptyOutbox()
            }
            let records = try await reader.read(9)
            await reader.close()
            #expect(records.firstOccurrences.count == 3)
            #expect(records.firstOccurrences.values.allSatisfy { $0 == [1, 2, 3] })
            let envelope = try #require(records.first).envelope()
            #expect(envelope.source == .compliance)
            #expect(envelope.organizationID == MessagingSite.organization)
            let stored = try await site.count("SELECT count(*) FROM event_store")
            #expect(stored == 9)
            #expect(site.gate.rows == 0)
            #expect(site.relayMetrics.sent.with("relay").value == 9)
        }
    }

    @Test("two relays: one works; when its session is ended the other goes on, and keys keep their order")
    func takesOver() async throws {
        try await withMessaging { site in
            let reader = try LogReader(site)
            let first = try site.relay("first")
            let second = try site.relay("second")
            try await site.running(first) {
                try await wait(until: "the first leads") { await site.on { first.isLeading } }
                try await site.running(second) {
                    for round in 0..<6 {
                        for number in 0..<5 { try await site.tell(key(number), 2) }
                        let leader = await site.on { first.isLeading ? first.serverProcess : second.serverProcess }
                        if round % 2 == 0, let leader {
                            try await site.test.database.run("SELECT pg_terminate_backend(\(leader))")
                        }
                    }
                    try await site.waitForEmptyOutbox()
                }
            }
            let records = try await reader.read(60)
            await reader.close()
            #expect(records.firstOccurrences.count == 5)
            #expect(records.firstOccurrences.values.allSatisfy { $0 == Array(1...12) })
            #expect(site.lines.text.contains("outbox relay lost its database"))
        }
    }

    @Test("while the broker is away nothing is lost and writes go on; when it is back everything goes out in order")
    func brokerAway() async throws {
        try await withMessaging { site in
            try await site.running(try site.relay { $0.deliveryMax = .milliseconds(300) }) {
                try await site.tell(key(1), 2)
                try await site.waitForEmptyOutbox()
                // Every request breaks its connection. A broker that is taken down may find its port taken.
                try await site.cluster.apply(.loseRequests(.produce, count: 12, broker: nil))
                for number in 0..<4 { try await site.tell(key(number), 3) }
                try await wait(until: "a batch was taken back") {
                    site.relayMetrics.producers.with("relay").value > 1
                }
                #expect(site.gate.rows == 12)
                try await site.waitForEmptyOutbox()
            }
            // Made now: the mock cluster does not survive the loss of a connection with a pending join.
            let reader = try LogReader(site)
            let records = try await reader.read(14)
            await reader.close()
            #expect(records.firstOccurrences.mapValues(\.count).values.sorted() == [3, 3, 3, 5])
            #expect(records.firstOccurrences.values.allSatisfy { $0 == Array(1...$0.count) })
        }
    }

    @Test(
        "a lost request, a lost acknowledgement and a fatal error end in the same log but for repetitions",
        arguments: [
            MockFault.loseRequests(.produce, count: 2, broker: nil),
            .loseAnswers(.produce, count: 1, delay: .seconds(4), broker: nil),
            .fail(.produce, code: 45, count: 1, broker: nil),
            .fail(.produce, code: 6, count: 2, broker: nil),
        ])
    func faults(_ fault: MockFault) async throws {
        try await withMessaging { site in
            try await site.running(try site.relay()) {
                try await site.tell(key(9))
                try await site.waitForEmptyOutbox()
                try await site.cluster.apply(fault)
                for number in 0..<4 { try await site.tell(key(number), 3) }
                try await site.waitForEmptyOutbox()
            }
            // Made now: the mock cluster does not survive the loss of a connection with a pending join.
            let reader = try LogReader(site)
            let records = try await reader.read(13)
            await reader.close()
            #expect(records.firstOccurrences.count == 5)
            #expect(records.firstOccurrences.values.allSatisfy { $0 == Array(1...$0.count) })
        }
    }

    @Test("a row that the broker refuses holds back its own key and no other, and goes out once it may")
    func quarantine() async throws {
        try await withMessaging { site in
            let reader = try LogReader(site)
            try await site.running(try site.relay()) {
                // A topic of somebody else's: nobody of ours could have written the row, but it is there.
                try await site.insertRow(of: key(1), topic: "booking.created")
                try await site.tell(key(1), 2)
                try await site.tell(key(2), 2)
                try await wait(until: "the others are out") { try await site.rowsInOutbox() == 3 }
                try await wait(until: "the refusal is noted") {
                    try await site.test.run("SELECT max(attempts) FROM outbox", as: .system).trimmed > "1"
                }
                #expect(site.relayMetrics.quarantined.with("relay").value == 1)
                try await site.test.run("DELETE FROM outbox WHERE topic = 'booking.created'", as: .system)
                try await site.waitForEmptyOutbox()
            }
            let records = try await reader.read(4)
            await reader.close()
            #expect(records.firstOccurrences.values.allSatisfy { $0 == [1, 2] })
            #expect(records.count == 4)
            #expect(site.relayMetrics.faults.with("relay", "undeclared_topic").value >= 1)
        }
    }

    @Test("a partition without a leader holds up its own keys and nobody else, batch after batch")
    func leaderless() async throws {
        try await withMessaging { site in
            // Nothing is taken back within this test's life: whatever goes out goes out beside what waits.
            let relay = try site.relay { settings in
                settings.deliveryMax = .seconds(600)
                settings.batchRows = 4
            }
            try await site.running(relay) {
                for number in 0..<8 { try await site.tell(key(number)) }
                let log = try await site.log(MessagingSite.topic, 8, group: "before")
                let stuck = Set(log.filter { $0.partition == 0 }.compactMap(\.key))
                try #require((1..<8).contains(stuck.count))
                try await site.cluster.apply(.leaderless(topic: MessagingSite.topic, partition: 0))
                for round in 1...3 {
                    for number in 0..<8 { try await site.tell(key(number), 2) }
                    try await wait(until: "everything else is out", status: site.told) {
                        try await site.rowsInOutbox() == 2 * round * stuck.count
                    }
                }
                #expect(site.relayMetrics.producers.with("relay").value == 1)
                try await site.cluster.apply(.leader(topic: MessagingSite.topic, partition: 0, broker: 1))
                try await site.waitForEmptyOutbox()
            }
            // Made now: the mock cluster does not survive the loss of a connection with a pending join.
            let records = try await site.log(MessagingSite.topic, 56)
            #expect(records.firstOccurrences.count == 8)
            #expect(records.firstOccurrences.values.allSatisfy { $0 == Array(1...7) })
            #expect(records.count == 56, "nothing was sent twice")
        }
    }

    @Test("told to stop while a partition has no leader, it waits no longer than it may, and loses nothing")
    func stopsLeaderless() async throws {
        try await withMessaging { site in
            try await site.cluster.apply(.leaderless(topic: MessagingSite.topic, partition: 0))
            for number in 0..<8 { try await site.tell(key(number)) }
            let first = try site.relay { settings in
                settings.deliveryMax = .seconds(600)
                settings.stopMax = .milliseconds(200)
            }
            try await site.running(first) {
                try await wait(until: "what has a leader is out") {
                    let rows = try await site.rowsInOutbox()
                    return rows > 0 && rows < 8
                }
                #expect(await site.on { first.isDelivering })
            }
            try await site.cluster.apply(.leader(topic: MessagingSite.topic, partition: 0, broker: 1))
            try await site.running(try site.relay("second")) { try await site.waitForEmptyOutbox() }
            let records = try await site.log(MessagingSite.topic, 8)
            #expect(records.firstOccurrences.count == 8)
        }
    }

    @Test("what waits for a leader beyond its deadline is taken back and sent again, and it goes out when it has one")
    func takenBack() async throws {
        try await withMessaging { site in
            try await site.running(try site.relay { $0.deliveryMax = .milliseconds(500) }) {
                try await site.tell(key(0))
                try await site.waitForEmptyOutbox()
                try await site.cluster.apply(.leaderless(topic: MessagingSite.topic, partition: 0))
                for number in 0..<8 { try await site.tell(key(number)) }
                try await wait(until: "what has a leader is out") {
                    let rows = try await site.rowsInOutbox()
                    return rows > 0 && rows < 8
                }
                try await site.cluster.apply(.leader(topic: MessagingSite.topic, partition: 0, broker: 1))
                try await site.waitForEmptyOutbox()
            }
            // Made now: the mock cluster does not survive the loss of a connection with a pending join.
            let reader = try LogReader(site)
            let records = try await reader.read(9)
            await reader.close()
            #expect(records.firstOccurrences.count == 8)
        }
    }

    @Test(
        "the database gone between the broker's answer and the deletion: everything is sent again, in order",
        arguments: [Duration.milliseconds(10), .seconds(60)])
    func goneBeforeDeletion(_ batchWait: Duration) async throws {
        try await withMessaging { site in
            try await site.cluster.apply(.slow(.milliseconds(400), broker: nil))
            for number in 0..<3 { try await site.tell(key(number), 3) }
            // It waits for the answer, or has gone on beside what is under way.
            let relay = try site.relay {
                $0.batchWait = batchWait
                // A new producer asks the slow broker half a dozen things before it sends anything.
                $0.deliveryMax = .seconds(10)
            }
            try await site.running(relay) {
                try await wait(until: "a batch is on its way") { await site.on { relay.isDelivering } }
                let leader = try #require(await site.on { relay.serverProcess })
                try await site.test.database.run("SELECT pg_terminate_backend(\(leader))")
                try await site.waitForEmptyOutbox()
                try await site.cluster.apply(.slow(.zero, broker: nil))
            }
            #expect(site.lines.text.contains("outbox relay lost its database"))
            let reader = try LogReader(site)
            let records = try await reader.read(9)
            await reader.close()
            #expect(records.firstOccurrences.values.allSatisfy { $0 == [1, 2, 3] })
        }
    }

    @Test("a server that is restarted under writers, relay and consumer loses nothing and doubles nothing")
    func restart() async throws {
        let server = try await PostgresServer(.durable)
        let outcome: Result<Void, any Error>
        do {
            try await prepare(.booking, on: server)
            try await withMigrator(of: .booking, on: server) { _ = try await $0.apply() }
            let test = ServiceTestDatabase(service: .booking, database: server.database(named: "bookings_db"))
            try await test.database.run(messagingTables)
            try await withMessaging(test, brokers: 1, partitions: 2, rowsMax: 1_000) { site in
                try await site.running(try site.consumer([MessagingSite.noting])) {
                    try await site.running(try site.relay()) {
                        for round in 0..<6 {
                            for number in 0..<4 { try await site.tellInAnyCase(key(number)) }
                            if round == 2 { try await server.restart(.immediate) }
                        }
                        try await site.database.ready(until: soon)
                        try await site.waitForEffects(try await site.count("SELECT count(*) FROM event_store"))
                    }
                }
                let effects = try await site.effects()
                #expect(effects.count == 4)
                #expect(effects.values.allSatisfy { $0.count >= 6 && $0 == Array(1...$0.count) })
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await server.close()
        try outcome.get()
    }

    @Test("a relay that is told to stop gives its lock away at once")
    func stops() async throws {
        try await withMessaging { site in
            for _ in 0..<3 {
                let relay = try site.relay()
                try await site.running(relay) {
                    try await wait(until: "it leads") { await site.on { relay.isLeading } }
                }
            }
        }
    }
}

extension MessagingSite {
    /// Reads something that lives on the loop.
    func on<Value: Sendable>(_ read: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: read()) }
        }
    }

    func insertRow(of key: UUID128, topic: String) async throws {
        _ = try await database.execute(
            """
            INSERT INTO outbox (event_id, organization_id, topic, key, payload, headers, created_at)
            VALUES (\(key), \(Self.organization), \(topic), \(key.description), \([UInt8(1)]), '[]', now())
            """, for: .organization(Self.organization))
    }
}
