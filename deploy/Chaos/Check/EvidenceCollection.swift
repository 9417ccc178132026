import EventLoop
import KafkaClient
import Observability
import PlatformProtocol

/// Waits until a platform is at rest, and gathers what it has left behind.
struct EvidenceCollection: Sendable {
    let site: ChaosSite
    let blocking: BlockingThread
    let logger: Logger
    /// For those who want to know what is waited for.
    let say: @Sendable (String) -> Void

    private var connection: KafkaConnection {
        KafkaConnection(bootstrapServers: site.bootstrap.split(separator: ",").map(String.init), clientID: "checker")
    }

    private var partitions: [TopicPartition] {
        TopicRegistry.topics.flatMap { topic in
            (0..<topic.partitions).map { TopicPartition(topic.name, Int32($0)) }
        }
    }

    // MARK: Coming to rest

    /// Whether everything has been told, read and handled within the time for it; the time it took.
    func rest() async throws -> Duration? {
        let begun = MonotonicTime.now
        var quiet = 0
        while MonotonicTime.now - begun < ChaosLimits.restMax {
            // An event that is handled may tell another one: what is at rest stays so.
            let unrest = try await unrest()
            quiet = unrest == nil ? quiet + 1 : 0
            if let unrest { say("  not at rest: \(unrest)") }
            if quiet == 3 { return MonotonicTime.now - begun }
            try await site.loop.sleep(for: .milliseconds(300))
        }
        return nil
    }

    /// What is still to be done, if anything.
    private func unrest() async throws -> String? {
        for (_, database, _) in ChaosSite.databases {
            let waiting = try await site.rows(
                "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM parked_keys)", in: database)
            guard waiting.first?.first == "0" else { return "\(database) has rows to send, or parked keys" }
        }
        let (committed, ends, _) = try await offsets()
        for (group, offsets) in committed.sorted(by: { $0.key < $1.key }) {
            let behind = offsets.reduce(0) { $0 + max(0, (ends[$1.key] ?? 0) - $1.value) }
            if behind > 0 { return "\(group) is \(behind) records behind" }
        }
        return nil
    }

    /// What groups have committed, where partitions end, and which of them have lost records.
    private func offsets() async throws -> ([String: [String: Int64]], [String: Int64], [String]) {
        let deadline = MonotonicTime.now + ChaosLimits.brokerMax
        var committed: [String: [String: Int64]] = [:]
        for (service, _, _) in ChaosSite.databases {
            let group = try GroupOffsets(connection, group: service.rawValue, on: site.loop, blocking: blocking)
            let heard = partitions.filter { TopicRegistry.topic(named: $0.topic)?.consumers.contains(service) == true }
            let offsets = heard.isEmpty ? [:] : try await group.committed(heard, until: deadline)
            await group.close()
            committed[service.rawValue] = Dictionary(
                uniqueKeysWithValues: offsets.map { ("\($0.key.topic)/\($0.key.partition)", $0.value) })
        }
        let checker = try GroupOffsets(connection, group: "checker", on: site.loop, blocking: blocking)
        var (ends, cut): ([String: Int64], [String]) = ([:], [])
        for (partition, held) in try await checker.held(partitions, until: deadline) {
            ends["\(partition.topic)/\(partition.partition)"] = held.upperBound
            if held.lowerBound > 0 { cut.append("\(partition.topic)/\(partition.partition)") }
        }
        await checker.close()
        return (committed, ends, cut)
    }

    // MARK: What is there

    func evidence() async throws -> RoundEvidence {
        var evidence = RoundEvidence()
        (evidence.committed, evidence.ends, evidence.cut) = try await offsets()
        for (service, database, _) in ChaosSite.databases {
            try await addTables(of: service.rawValue, in: database, to: &evidence)
        }
        evidence.notified = try await counts(
            "SELECT event_id, count(*) FROM notifications GROUP BY event_id", in: "comms_db")
        for (consumer, database) in [("staff-assignment", "staff_db"), ("kit-management", "kits_db")] {
            evidence.copies += try await site.rows("SELECT id, version FROM known_bookings", in: database).map {
                RoundEvidence.Copy(consumer: consumer, aggregate: "booking " + $0[0], version: Int($0[1]) ?? 0)
            }
        }
        evidence.bookings = try await site.rows("SELECT id, title, status FROM bookings", in: "bookings_db").map {
            RoundEvidence.Booking(id: $0[0], title: $0[1], status: $0[2])
        }
        evidence.doubleBookings = try await site.rows(
            """
            SELECT a.venue_id, a.occupied, a.booking_id, b.booking_id FROM leases a JOIN leases b
                ON a.venue_id = b.venue_id AND a.occupied && b.occupied AND a.booking_id < b.booking_id
            WHERE a.status = 'active' AND b.status = 'active' AND a.is_exclusive AND b.is_exclusive
            """, in: "bookings_db"
        ).map { $0.joined(separator: " ") }
        evidence.published = try await log(count: evidence.ends.values.reduce(0, +))
        return evidence
    }

    private func addTables(of consumer: String, in database: String, to evidence: inout RoundEvidence) async throws {
        evidence.stored += try await site.rows(
            """
            SELECT id, event_type, aggregate_type || ' ' || aggregate_id, version, coalesce(causation_id::text, '')
            FROM event_store
            """, in: database
        ).map {
            RoundEvidence.Stored(
                id: $0[0], type: $0[1], aggregate: $0[2], version: Int($0[3]) ?? 0, causation: $0[4])
        }
        let inbox = try await site.rows("SELECT event_id, outcome FROM inbox", in: database)
        evidence.inboxes[consumer] = Dictionary(inbox.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
        evidence.waiting[consumer] = try await counts("SELECT 'rows', count(*) FROM outbox", in: database)["rows"]
        evidence.dead += try await site.rows("SELECT event_id, topic, reason, detail FROM dead_letters", in: database)
            .map { "\(consumer): \($0.joined(separator: " "))" }
        evidence.parked += try await site.rows("SELECT key FROM parked_keys", in: database).map {
            "\(consumer): \($0.joined())"
        }
    }

    private func counts(_ query: String, in database: String) async throws -> [String: Int] {
        Dictionary(
            try await site.rows(query, in: database).map { ($0[0], Int($0[1]) ?? 0) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Every record of every topic.
    private func log(count: Int64) async throws -> [RoundEvidence.Published] {
        var settings = ConsumerSettings(connection, group: "checker-\(UInt32.random(in: .min ... .max))")
        settings.sessionTimeout = .seconds(6)
        let consumer = try KafkaConsumer(
            settings, topics: TopicRegistry.topics.map(\.name), on: site.loop, blocking: blocking, logger: logger)
        let records = Box<[RoundEvidence.Published]>()
        do {
            try await withDeadline(.now + ChaosLimits.brokerMax, on: site.loop) {
                try await Self.read(consumer, count, into: records)
            }
        } catch is DeadlineExceeded {
            _ = await consumer.close(until: .now)
            throw ChaosFault("only \(records.value?.count ?? 0) of \(count) records could be read")
        }
        _ = await consumer.close(until: .now)
        return records.value ?? []
    }

    private static func read(
        _ consumer: KafkaConsumer, _ count: Int64, into records: Box<[RoundEvidence.Published]>
    ) async throws {
        var read: [RoundEvidence.Published] = []
        while read.count < count {
            for record in try await consumer.next(atMost: 1_000) {
                consumer.finish(record.position)
                read.append(
                    RoundEvidence.Published(
                        id: record.headers.text("ce_id") ?? "?", type: record.headers.text("ce_type") ?? "?",
                        key: String(decoding: record.key ?? [], as: UTF8.self),
                        version: record.headers.text("aggregate-version").flatMap { Int($0) } ?? 0,
                        topic: record.topic, partition: record.partition, offset: record.offset))
            }
            records.value = read
            try Task.checkCancellation()
        }
    }
}
