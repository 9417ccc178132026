import EventLoop
import HTTPServer
import Identifiers
import JSON
import KafkaClient
import LocalPostgres
import Migrations
import PlatformProtocol
import Postgres
import PostgresTestKit
import TestKit
import Testing

@testable import Messaging
@testable import ServiceRuntime

@Suite("The outbox")
struct OutboxTests {
    @Test("an event lies in the store and in the outbox with the change, or nowhere")
    func together() async throws {
        try await withMessaging { site in
            try await site.tell(key(1))
            await #expect(throws: Changed.self) {
                try await site.database.transaction(for: .organization(MessagingSite.organization)) { transaction in
                    try site.outbox.append(
                        Told(about: key(2), number: 1), version: 1, cause: .command(key(2), by: nil), in: transaction)
                    _ = try await transaction.one("SELECT 1")
                    throw Changed()
                }
            }
            let stored = try await site.test.run(
                """
                SELECT retention_years, event_type, version, aggregate_type, event_data->>'number',
                    metadata->>'source', (SELECT count(*) FROM outbox o WHERE o.event_id = s.id)
                FROM event_store s
                """, as: .system)
            #expect(stored.trimmed == "7|COMPLIANCE_CHECKED|1|booking_compliance|1|compliance-management|1")
            #expect(site.gate.rows == 1)
        }
    }

    @Test("a batch tells in one flush, and its store refuses a version that is there already")
    func batch() async throws {
        try await withMessaging { site in
            var batch = Batch(for: .organization(MessagingSite.organization))
            let first = try site.outbox.append(
                Told(about: key(1), number: 1), version: 1, cause: .command(key(1), by: nil), to: &batch)
            let second = try site.outbox.append(
                Told(about: key(1), number: 2), version: 2, cause: .command(key(1), by: nil), to: &batch)
            #expect(first < second)
            _ = try await site.database.run(batch)
            #expect(site.gate.rows == 2)
            var again = Batch(for: .organization(MessagingSite.organization))
            again.execute("INSERT INTO aggregates (id, version) VALUES (\(key(1)), 2)")
            try site.outbox.append(
                Told(about: key(1), number: 2), version: 2, cause: .command(key(1), by: nil), to: &again)
            do {
                _ = try await site.database.run(again)
                Issue.record("a version was told twice")
            } catch let error as PostgresError {
                #expect("\(error.label)" == "unique_violation")
            }
            let rows = try await site.rowsInOutbox()
            #expect(rows == 2)
            let aggregates = try await site.count("SELECT count(*) FROM aggregates")
            #expect(aggregates == 0)
            #expect(site.gate.rows == 2)
        }
    }

    @Test("what must not be told is refused before anything is written")
    func refused() async throws {
        try await withMessaging { site in
            var batch = Batch(for: .organization(MessagingSite.organization))
            var system = Batch(for: .system)
            let cause = EventCause.command(key(1), by: nil)
            let told = Told(about: key(1), number: 1)
            #expect(throws: OutboxFault.noOrganization) {
                try site.outbox.append(told, version: 1, cause: cause, to: &system)
            }
            #expect(throws: OutboxFault.versionOutOfRange(0)) {
                try site.outbox.append(told, version: 0, cause: cause, to: &batch)
            }
            #expect(throws: OutboxFault.versionOutOfRange(1 << 31)) {
                try site.outbox.append(told, version: 1 << 31, cause: cause, to: &batch)
            }
            #expect(throws: OutboxFault.undeclared(.notPublished(.complianceViolationDetected, by: .compliance))) {
                try site.outbox.append(Undeclared(about: key(1)), version: 1, cause: cause, to: &batch)
            }
            let long = Told(about: key(1), number: 1, padding: EventLimits.valueBytesMax)
            #expect(throws: OutboxFault.self) { try site.outbox.append(long, version: 1, cause: cause, to: &batch) }
            #expect(batch.count == 0 && system.count == 0)
        }
    }

    @Test("beyond its bound the outbox refuses with 503 and a time to wait; below it does not")
    func bound() async throws {
        try await withMessaging(rowsMax: 3) { site in
            try await site.tell(key(1), 3)
            do {
                try await site.tell(key(2))
                Issue.record("a full outbox took an event")
            } catch let fault as OutboxFault {
                #expect(fault == .full)
                #expect(fault.problem.code.status == 503)
                #expect(fault.problem.headers == [.init("Retry-After", "5")])
            }
            let aggregates = try await site.count("SELECT count(*) FROM aggregates")
            #expect(aggregates == 1)
            try await site.running(try site.relay()) {
                try await site.waitForEmptyOutbox()
                try await wait(until: "there is room") { site.gate.rows == 0 }
                try await site.tell(key(2))
            }
        }
    }

    @Test("a relay that finds a full outbox measures it before anything is written, in every process")
    func measured() async throws {
        try await withMessaging(rowsMax: 3) { site in
            try await site.tell(key(1), 3)
            let other = OutboxGate(rowsMax: 3)
            other.measured(rows: site.gate.rows, oldest: nil)
            #expect(throws: OutboxFault.full) { try other.admit() }
            other.deleted(1)
            #expect(throws: Never.self) { try other.admit() }
        }
    }

    static let headers: [KafkaHeaders] = {
        var plain = KafkaHeaders()
        plain.append("ce_id", text: "0192")
        plain.append("quoted", text: "a\"b\\c\n\u{1}é")
        var odd = KafkaHeaders()
        odd.append("zero", [0, 1, 2])
        odd.append("no text", [0xFF, 0xFE])
        odd.append("null", nil)
        odd.append("empty", [])
        odd.append("twice", text: "1")
        odd.append("twice", text: "2")
        return [KafkaHeaders(), plain, odd]
    }()

    @Test("headers come out of the table as they went in, whatever their bytes", arguments: headers)
    func storedHeaders(_ headers: KafkaHeaders) {
        #expect(StoredHeaders.headers(of: StoredHeaders.text(of: headers)) == headers)
    }

    @Test(
        "headers that nobody of ours wrote are not guessed at",
        arguments: [
            "{}", "[[1,2]]", #"[["a"]]"#, #"[["a",{"hex":"0"}]]"#, #"[["a",{"hex":"zz"}]]"#, "[", #"["a","b"]"#,
        ])
    func foreignHeaders(_ text: String) {
        #expect(StoredHeaders.headers(of: JSONText(Array(text.utf8))) == nil)
    }
}

private struct Changed: Error {}

private struct Undeclared: EventPayload {
    static let type = EventType.complianceViolationDetected
    let about: UUID128
    var aggregateID: UUID128 { about }
    static let json = JSONType.openRecord(Self.init, Field("violationId", \.about, .uuid128))
}
