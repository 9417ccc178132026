import EventLoop
import Identifiers
import PlatformProtocol
import Postgres
import TestKit
import Testing

@testable import EventStore

@Suite("The audit chain", .serialized)
struct ChainTests {
    @Test("what is sealed verifies, once, in links by class and month, and each seal goes on where the last one ended")
    func whole() async throws {
        try await withStore { site in
            #expect(try await site.verifier.verify() == ChainReport())
            try await site.fill()
            let sealed = try await site.sealer.seal()
            #expect(sealed.events == 12 && !sealed.isBehind)
            #expect(try await site.sealer.seal().events == 0)
            try await site.tell(key(90))
            let waiting = try await site.verifier.verify()
            #expect(waiting.unsealed == 1 && waiting.events == 12 && waiting.fault == nil)
            let second = try await site.sealer.seal()
            #expect(second.events == 1)
            let report = try await site.verifier.verify()
            #expect(report.fault == nil && report.events == 13 && report.links == 7 && report.eventsGone == 0)
            #expect(report.head == second.head)
            #expect(try await site.number("SELECT count(DISTINCT (retention_years, lower_id)) FROM event_chain") == 6)
        }
    }

    @Test("a backlog of several runs is sealed in runs that meet")
    func runs() async throws {
        try await withStore { site in
            try await site.tell(key(1))
            try await site.tamper(
                """
                INSERT INTO event_store (id, retention_years, organization_id, event_type, schema_version,
                    aggregate_type, aggregate_id, version, event_data, metadata, correlation_id, created_at)
                SELECT first_id_at(now() + i * interval '1 ms'), CASE i % 2 WHEN 0 THEN 1 ELSE 7 END, organization_id,
                    event_type, 1, aggregate_type, gen_random_uuid(), 1, event_data, metadata, correlation_id, now()
                FROM event_store, generate_series(1, 1234) i
                """)
            #expect(try await site.sealer.seal().events == 1235)
            let report = try await site.verifier.verify()
            #expect(report.fault == nil && report.events == 1235)
            #expect(try await site.number("SELECT count(DISTINCT to_position) FROM event_chain") == 3)
        }
    }

    /// What somebody does to the database, and what the verifier says of it: the link, and the kind of fault. Twelve
    /// events lie in six links, two months of three classes: 1 and 4 of one year, 2 and 5 of three, 3 and 6 of seven.
    static let tampering: [(String, Int64, ChainFault.Kind)] = {
        let january = month(0)
        let law = "WHERE retention_years = 7 AND version = 1 AND created_at < '2016-02-01Z'"
        let everyColumn = [
            "event_data = event_data || '{\"note\":\"forged\"}'", "event_data = event_data - 'note'",
            "metadata = metadata || '{\"source\":\"nobody\"}'", "organization_id = gen_random_uuid()",
            "event_type = 'COMPLIANCE_VIOLATION_DETECTED'", "schema_version = 2", "aggregate_type = 'booking'",
            "aggregate_id = gen_random_uuid()", "version = 9", "correlation_id = gen_random_uuid()",
            "causation_id = gen_random_uuid()", "causation_id = NULL", "created_by = 'somebody else'",
            "created_by = NULL", "created_at = created_at + interval '1 microsecond'",
            "id = (left(id::text, 35) || CASE right(id::text, 1) WHEN '0' THEN '1' ELSE '0' END)::uuid",
        ]
        var table: [(String, Int64, ChainFault.Kind)] = everyColumn.map {
            ("UPDATE event_store SET \($0) \(law)", 3, .rowsChanged(years: 7, month: january))
        }
        table += [
            // Two rows of a month change places.
            (
                "UPDATE event_store SET position = 2 * 3 + 3 - position WHERE position IN (3, 6)", 3,
                .rowsChanged(years: 7, month: january)
            ),
            ("DELETE FROM event_store \(law)", 3, .rowsRemoved(years: 7, month: january)),
            ("DELETE FROM event_store WHERE retention_years = 1", 1, .rowsRemoved(years: 1, month: january)),
            // A row that turns up among sealed ones: in a month that is bound, and in one that is not.
            (insertion(january: true), 3, .rowsInserted(years: 7, month: january)),
            (insertion(january: false), 1, .rowsInserted(years: 7, month: month(5))),
            // A row that is moved to another class or behind everything.
            (
                "UPDATE event_store SET retention_years = 3 \(law)", 2, .rowsInserted(years: 3, month: january)
            ),
            ("UPDATE event_store SET position = 10000 \(law)", 3, .rowsRemoved(years: 7, month: january)),
            // The chain itself.
            ("UPDATE event_chain SET digest = sha256('x') WHERE sequence = 2", 2, .linkChanged),
            ("UPDATE event_chain SET events = 1 WHERE sequence = 5", 5, .linkChanged),
            ("UPDATE event_chain SET sealed_at = sealed_at - interval '1 day' WHERE sequence = 4", 4, .linkChanged),
            ("UPDATE event_chain SET lower_id = upper_id, upper_id = lower_id WHERE sequence = 4", 4, .linkChanged),
            ("UPDATE event_chain SET hash = sha256('x') WHERE sequence = 2", 2, .linkChanged),
            ("UPDATE event_chain SET previous = sha256('x') WHERE sequence = 5", 5, .previousDiffers),
            ("DELETE FROM event_chain WHERE sequence = 1", 1, .linkMissing),
            ("DELETE FROM event_chain WHERE sequence = 4", 4, .linkMissing),
            (
                "DELETE FROM event_chain WHERE sequence > 3; DELETE FROM event_store WHERE position > 6", 6,
                .anchorDiffers
            ),
            // Covering a removal with a record of a drop that never came, or came too early.
            (
                "DELETE FROM event_store \(law); \(forgedDrop(upper: "first_id_at('2016-02-01Z')", at: "'2016-03-01Z'"))",
                3, .rowsRemoved(years: 7, month: january)
            ),
            (
                "DELETE FROM event_store \(law); \(forgedDrop(upper: "first_id_at('2016-02-01Z')", at: "'2023-03-01Z'"))",
                3, .rowsRemoved(years: 7, month: january)
            ),
        ]
        return table
    }()

    @Test("whatever is changed, removed, inserted or moved shows, at the link it shows at")
    func tampered() async throws {
        try await withStore { site in
            try await site.fill()
            let sealed = try await site.sealer.seal()
            let verifier = ChainVerifier(site.system, anchors: [try #require(sealed.head)])
            try await site.tamper(
                "CREATE TABLE events AS SELECT * FROM event_store; CREATE TABLE links AS SELECT * FROM event_chain")
            for (statement, link, kind) in Self.tampering {
                #expect(try await verifier.verify().fault == nil, "before \(statement)")
                try await site.tamper(statement)
                let fault = try await verifier.verify().fault
                #expect(fault == ChainFault(sequence: link, kind: kind), "\(statement)")
                #expect(fault?.description.hasPrefix("link \(link): ") == true)
                try await site.tamper(
                    """
                    DELETE FROM event_store; INSERT INTO event_store SELECT * FROM events;
                    DELETE FROM event_chain; INSERT INTO event_chain SELECT * FROM links; DELETE FROM partition_drops
                    """)
            }
        }
    }

    @Test("a chain that was made anew as a whole verifies by itself, and not against what was written down")
    func forged() async throws {
        try await withStore { site in
            try await site.fill()
            let head = try #require(try await site.sealer.seal().head)
            try await site.tamper(
                "DELETE FROM event_chain; UPDATE event_store SET created_by = 'forger' WHERE position = 1")
            site.clock.pass(months: 1)
            _ = try await site.sealer.seal()
            #expect(try await site.verifier.verify().fault == nil)
            let fault = try await ChainVerifier(site.system, anchors: [head]).verify().fault
            #expect(fault == ChainFault(sequence: head.sequence, kind: .anchorDiffers))
        }
    }

    @Test("what retention has dropped is told apart from what was taken, before and after the drop is sealed")
    func dropped() async throws {
        try await withStore { site in
            try await site.fill()
            _ = try await site.maintenance.run()
            _ = try await site.sealer.seal()
            site.clock.pass(months: 14)
            _ = try await site.maintenance.run()
            for isSealed in [false, true] {
                if isSealed { #expect(try await site.sealer.seal().drops > 0) }
                let report = try await site.verifier.verify()
                #expect(report.fault == nil, "\(String(describing: report.fault))")
                #expect(report.events == 8 && report.eventsGone == 4)
            }
            // A record that says more went than there was, one that is gone, and a row that is back in what was dropped.
            let sequence = try await site.number(
                "SELECT sequence FROM event_chain WHERE kind = 'dropped' AND events > 0 ORDER BY 1 LIMIT 1")
            let first = try await site.number("SELECT min(sequence) FROM event_chain WHERE kind = 'dropped'")
            for (statement, link, kind) in [
                (
                    "UPDATE partition_drops SET events = events + 1 WHERE events > 0", sequence,
                    ChainFault.Kind.dropChanged
                ),
                ("UPDATE partition_drops SET dropped_at = dropped_at - interval '3 hours'", first, .dropChanged),
                ("DELETE FROM partition_drops", 1, .rowsRemoved(years: 1, month: month(0))),
            ] {
                try await site.tamper("CREATE TABLE kept AS SELECT * FROM partition_drops")
                try await site.tamper(statement)
                #expect(try await site.verifier.verify().fault == ChainFault(sequence: Int64(link), kind: kind))
                try await site.tamper(
                    """
                    DELETE FROM partition_drops;
                    INSERT INTO partition_drops OVERRIDING SYSTEM VALUE SELECT * FROM kept; DROP TABLE kept
                    """)
                #expect(try await site.verifier.verify().fault == nil)
            }
            try await site.tamper(
                """
                INSERT INTO event_store (id, retention_years, position, organization_id, event_type, schema_version,
                    aggregate_type, aggregate_id, version, event_data, metadata, correlation_id, created_at)
                SELECT first_id_at('2016-01-15Z'), 1, 1, organization_id, event_type, 1, aggregate_type, aggregate_id,
                    77, '{}', '{}', correlation_id, created_at FROM event_store WHERE retention_years = 7 LIMIT 1
                """)
            let fault = try await site.verifier.verify().fault
            #expect(fault == ChainFault(sequence: 1, kind: .rowsRemoved(years: 1, month: month(0))))
        }
    }

    @Test("of two sealers at once each row is bound once, whoever comes first")
    func together() async throws {
        try await withStore { site in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask(executorPreference: site.loop) {
                        for _ in 0..<10 { _ = try await site.sealer.seal() }
                    }
                }
                for number in 0..<60 {
                    group.addTask(executorPreference: site.loop) { try await site.tell(key(number)) }
                }
                try await group.waitForAll()
            }
            _ = try await site.sealer.seal()
            let report = try await site.verifier.verify()
            #expect(report.fault == nil && report.events == 60 && report.unsealed == 0)
        }
    }

    private static func insertion(january: Bool) -> String {
        """
        INSERT INTO event_store (id, retention_years, position, organization_id, event_type, schema_version,
            aggregate_type, aggregate_id, version, event_data, metadata, correlation_id, created_at)
        SELECT first_id_at('\(january ? "2016-01-20Z" : "2016-06-20Z")'), 7, 3, organization_id, event_type, 1,
            aggregate_type, gen_random_uuid(), 1, '{}', '{}', correlation_id, created_at
        FROM event_store WHERE position = 3
        """
    }

    private static func forgedDrop(upper: String, at moment: String) -> String {
        """
        INSERT INTO partition_drops (parent, partition, retention_years, lower_id, upper_id, events, last_position,
            dropped_at)
        VALUES ('event_store_7y', 'event_store_7y_first', 7, '00000000-0000-0000-0000-000000000000', \(upper), 1, 3,
            \(moment))
        """
    }
}

/// The beginning of the months after January 2016.
private func month(_ number: Int) -> Timestamp {
    let days = [0, 31, 60, 91, 121, 152]
    return Timestamp(secondsSinceEpoch: 1_451_606_400 + Int64(days[number]) * 86_400)
}

extension StoreSite {
    /// Two events of each class in each of two months, at the positions 1 to 12.
    func fill() async throws {
        for (index, months) in [0, 1].enumerated() {
            clock.set(Self.start.after(months: months))
            for version in 1...2 {
                for years in [1, 3, 7] {
                    try await tell(key(10 * index + years), version: version, years: years, note: "event")
                }
            }
        }
    }
}
