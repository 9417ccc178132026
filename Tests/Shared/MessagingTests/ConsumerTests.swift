import EventLoop
import Identifiers
import KafkaClient
import KafkaMock
import LocalPostgres
import Migrations
import Observability
import PlatformProtocol
import Postgres
import PostgresTestKit
import TestKit
import Testing

@testable import Messaging

@Suite("A consumer")
struct ConsumerTests {
    @Test("what is committed takes effect once, in order for each key, whatever is sent twice")
    func once() async throws {
        try await withMessaging { site in
            let consumer = try site.consumer([MessagingSite.noting])
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    for number in 0..<5 { try await site.tell(key(number), 4) }
                    try await site.waitForEffects(20)
                    // Everything once more, as a relay does that died before it could delete.
                    let records = try await site.log(MessagingSite.topic, 20)
                    try await site.producing(records.map(\.copy))
                    try await site.tell(key(7))
                    try await site.waitForEffects(21)
                    try await wait(until: "the repetitions were recognised", within: .seconds(20)) {
                        site.outcome(.duplicate) == records.count
                    }
                }
            }
            let effects = try await site.effects()
            #expect(effects.count == 6)
            #expect(effects.values.allSatisfy { $0 == Array(1...$0.count) })
            #expect(effects.values.map(\.count).sorted() == [1, 4, 4, 4, 4, 4])
            // The group stands behind everything: whoever comes next has nothing to do.
            let second = try site.consumer([MessagingSite.noting])
            try await site.running(second) {
                try await wait(until: "it has its partitions") { await site.on { second.isListening } }
                let committed = await site.on { second.kafka?.lags.reduce(0) { $0 + ($1.committed ?? 0) } }
                #expect(committed == 41)
            }
            #expect(site.outcome(.duplicate) == 20)
        }
    }

    @Test("what cannot be read goes to the dead letters with its bytes and headers, and other keys go on")
    func poison() async throws {
        try await withMessaging(partitions: 1) { site in
            let good = try site.record(key(1), 1)
            var headless = good
            headless.headers = KafkaHeaders()
            var disagreeing = try site.record(key(2), 1)
            disagreeing.headers = good.headers
            var unknown = KafkaHeaders()
            unknown.append("x", [0, 1, 0xFF])
            unknown.append("null", nil)
            var future = try site.record(key(3), 1)
            future.value = Array(
                String(decoding: future.value ?? [], as: UTF8.self)
                    .replacing(#""schemaVersion":1"#, with: #""schemaVersion":9"#).utf8)
            future.headers = future.headers.replacing("schema-version", with: "9")
            let poison: [(String, ProducerRecord)] = [
                (
                    "bad_envelope",
                    ProducerRecord(
                        topic: MessagingSite.topic, key: Array("k".utf8), value: Array("{not json".utf8),
                        headers: unknown)
                ),
                ("null_value", ProducerRecord(topic: MessagingSite.topic, key: Array("k".utf8), value: nil)),
                ("bad_envelope", ProducerRecord(topic: MessagingSite.topic, key: [0xFF, 0], value: [])),
                (
                    "value_too_large",
                    ProducerRecord(
                        topic: MessagingSite.topic, key: Array("k".utf8),
                        value: [UInt8](repeating: 0x20, count: 1_200_000))
                ),
                ("missing_header", headless), ("disagreeing_header", disagreeing), ("unknown_version", future),
            ]
            try await site.producing(poison.map(\.1) + [good])
            let consumer = try site.consumer([MessagingSite.noting])
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    try await site.waitForEffects(1)
                    try await wait(until: "all are dead", within: .seconds(20)) {
                        site.outcome(.dead) == poison.count
                    }
                    try await site.waitForEmptyOutbox()
                }
            }
            let letters = try await site.letters(poison.count)
            #expect(letters.map { $0.headers.text("dead-letter-reason") } == poison.map(\.0))
            #expect(letters.map { $0.headers.text("dead-letter-offset") } == (0..<poison.count).map(String.init))
            #expect(letters[0].value == poison[0].1.value && letters[0].key == poison[0].1.key)
            #expect(letters[0].headers["x"] == [0, 1, 0xFF])
            #expect(letters[1].value == nil)
            #expect(letters[2].value?.isEmpty == true && letters[2].headers["dead-letter-key"] == [0xFF, 0])
            #expect(letters[3].value?.count == MessagingLimits.deadLetterValueBytes)
            #expect(letters[3].headers.text("dead-letter-value-bytes") == "1200000")
            #expect(letters[6].value == future.value && letters[6].headers.text("schema-version") == "9")
            let dead = try await site.test.run(
                "SELECT count(*) FROM inbox WHERE outcome = 'dead'", as: .system)
            #expect(dead.trimmed == "7")
        }
    }

    @Test(
        "a handler that fails is tried again, then parked and tried later; in the end the event is a dead letter, and others go on"
    )
    func failing() async throws {
        try await withMessaging(partitions: 1) { site in
            let attempts = Recorded<[UUID128: Int]>([:])
            let consumer = try site.consumer([
                .on(Told.self) { told, envelope, transaction in
                    try transaction.enqueue(
                        """
                        INSERT INTO effects (event_id, key, version)
                        VALUES (\(envelope.id), \(told.about), \(Int32(told.number)))
                        """)
                    let attempt = attempts.update { attempts in
                        attempts[told.about, default: 0] += 1
                        return attempts[told.about, default: 0]
                    }
                    if told.about == key(1), attempt < 3 { throw Refused() }
                    if told.about == key(2), told.number == 1 { throw Refused() }
                }
            ]) { $0.attemptsDelayed = 2 }
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    for number in 0..<4 { try await site.tell(key(number), 2) }
                    try await site.waitForEffects(7)
                    try await site.waitForEmptyOutbox()
                }
            }
            let effects = try await site.effects()
            #expect(effects == [key(0): [1, 2], key(1): [1, 2], key(2): [2], key(3): [1, 2]])
            #expect(attempts.value == [key(0): 2, key(1): 4, key(2): 6, key(3): 2])
            let letters = try await site.letters(1)
            #expect(letters[0].headers.text("dead-letter-reason") == "refused")
            #expect(letters[0].headers.text("dead-letter-attempts") == "5")
            #expect(letters[0].key == Array(key(2).description.utf8))
            #expect(try letters[0].original().aggregateVersion == 1)
            #expect(site.outcome(.failed) == 7)
        }
    }

    @Test("what is prevented is tried again for as long as it takes, and nothing becomes a dead letter")
    func prevented() async throws {
        try await withMessaging { site in
            let isAway = Recorded(true)
            let attempts = Recorded(0)
            let consumer = try site.consumer([
                .on(Told.self) { told, envelope, transaction in
                    attempts.update { $0 += 1 }
                    if isAway.value { throw DependencyAway() }
                    try transaction.enqueue(
                        """
                        INSERT INTO effects (event_id, key, version)
                        VALUES (\(envelope.id), \(told.about), \(Int32(told.number)))
                        """)
                }
            ])
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    for number in 0..<4 { try await site.tell(key(number), 3) }
                    try await wait(until: "a partition is held back", within: .seconds(30)) {
                        attempts.value > 12
                            && site.consumerMetrics.paused.with("booking-management").value > 0
                    }
                    isAway.update { $0 = false }
                    try await site.waitForEffects(12)
                    try await site.tell(key(1))
                    try await site.waitForEffects(13)
                }
                try await wait(until: "nothing is held back") {
                    site.consumerMetrics.paused.with("booking-management").value == 0
                }
            }
            #expect(try await site.effects().values.allSatisfy { $0 == Array(1...$0.count) })
            #expect(site.outcome(.dead) == 0)
            #expect(site.outcome(.failed) == 0)
        }
    }

    @Test("a shutdown while handlers are busy counts nothing, leaves nothing, and the next one takes over")
    func shutdown() async throws {
        try await withMessaging { site in
            let started = Recorded(0)
            let busy = try site.consumer([
                .on(Told.self) { _, _, _ in
                    started.update { $0 += 1 }
                    await waitForCancellation()
                    try Task.checkCancellation()
                }
            ]) {
                $0.stopMax = .milliseconds(500)
                $0.kafka.revokeWaitMax = .milliseconds(100)
            }
            try await site.running(try site.relay()) {
                try await site.running(busy) {
                    for number in 0..<6 { try await site.tell(key(number), 3) }
                    try await wait(until: "a handler is busy", within: .seconds(30)) { started.value > 0 }
                }
            }
            let entered = try await site.count("SELECT count(*) FROM inbox")
            #expect(entered == 0)
            #expect(site.outcome(.failed) + site.outcome(.stalled) + site.outcome(.dead) == 0)
            // Work may also end in its transaction, before its handler is asked; there is never more than was told.
            #expect((started.value...18).contains(site.outcome(.cancelled)))
            let next = try site.consumer([MessagingSite.noting])
            try await site.running(next) { try await site.waitForEffects(18) }
            #expect(try await site.effects().values.allSatisfy { $0 == [1, 2, 3] })
        }
    }

    @Test("while the database is gone nothing moves; when it is back, each event has one effect")
    func databaseGone() async throws {
        try await withMessaging { site in
            let consumer = try site.consumer([MessagingSite.noting])
            try await site.running(consumer) {
                try await site.running(try site.relay()) {
                    for round in 0..<10 {
                        for number in 0..<5 { try await site.tellInAnyCase(key(number)) }
                        if round % 3 == 1 {
                            try await site.test.database.run(
                                """
                                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                                WHERE datname = current_database() AND pid <> pg_backend_pid()
                                """)
                        }
                    }
                    try await site.database.ready(until: soon)
                    // A commit without an answer may have been one, so there may be a few more.
                    try await site.waitForEffects(try await site.count("SELECT count(*) FROM event_store"))
                }
            }
            let effects = try await site.effects()
            #expect(effects.count == 5)
            #expect(effects.values.allSatisfy { $0.count >= 10 && $0 == Array(1...$0.count) })
        }
    }
}

/// The event's own fault.
struct Refused: SafelyDescribed {
    var label: StaticString { "refused" }
    var description: String { "refused" }
}

struct DependencyAway: TransientFailure {
    var isTransient: Bool { true }
}

extension MessagingSite {
    /// An event as a record, which no outbox has seen.
    func record(_ key: UUID128, _ version: Int) throws -> ProducerRecord {
        var source = SystemRandomNumberGenerator()
        var ids = UUIDGenerator(seededFrom: &source)
        let now = Timestamp(secondsSinceEpoch: 1_790_000_000)
        let envelope = try EventPublisher(.compliance, publishes: [Told.self]).envelope(
            Told(about: key, number: version), id: EventID(ids.next(at: now)), at: now, version: version,
            organizationID: Self.organization, cause: .command(key, by: nil))
        let record = try envelope.record()
        var headers = KafkaHeaders()
        for header in record.headers { headers.append(header.name, header.value) }
        return ProducerRecord(topic: record.topic, key: record.key, value: record.value, headers: headers)
    }

    /// What lies in the topic of dead letters, in the order of its coming.
    func letters(_ count: Int) async throws -> [ConsumedRecord] {
        let reader = try LogReader(self, Self.deadLetters, group: "postman")
        var letters: [ConsumedRecord] = []
        while letters.count < count { letters += try await reader.next() }
        await reader.close()
        return letters.sorted {
            ($0.headers.text("dead-letter-offset") ?? "") < ($1.headers.text("dead-letter-offset") ?? "")
        }
    }
}

extension LogReader {
    func next() async throws -> [ConsumedRecord] {
        let records = try await consumer.next(atMost: 100)
        for record in records { consumer.finish(record.position) }
        return records
    }
}

extension ConsumedRecord {
    /// The same record to be sent again.
    var copy: ProducerRecord {
        ProducerRecord(topic: topic, key: key ?? [], value: value, headers: headers)
    }

    /// The event in a dead letter.
    func original() throws -> Envelope { try Envelope(value: value ?? []) }
}

extension KafkaHeaders {
    func replacing(_ name: String, with value: String) -> KafkaHeaders {
        var headers = KafkaHeaders()
        visit { other, old in headers.append(other, other == name ? Array(value.utf8) : old.map(Array.init)) }
        return headers
    }
}
