import EventLoop
import JSON
import LocalPostgres
import Migrations
import PostgresTestKit
import TestKit
import Testing

@testable import rishi

@Suite("What operators see of events that have not taken effect") struct OperationsTests {
    @Test("letters are listed, shown, sent back and discarded; what waits is found in its table")
    func letters() async throws {
        try await withBookingDatabase { bookings in
            #expect(try await run("letters list booking", at: bookings).0 == .done)
            try await plant(in: bookings)
            let (status, lines) = try await run("letters list booking", at: bookings)
            #expect(status == .pending)
            let table = lines[0].split(separator: "\n").map { $0.split(separator: " ") }
            #expect(table[0].prefix(3) == ["SERVICE", "ID", "TYPE"])
            #expect(table.dropFirst().map { $0[1] } == [Self.id(2)[...], Self.id(1)[...]], "the last one first")
            let json = try await run("letters list booking --topic staff.assigned --json", at: bookings).1[0]
            let found = try rows(of: json)
            #expect(found.count == 1 && found[0]["reason"] == "refused" && found[0]["attempts"] == 11)

            let page = try await run("letters show booking --id \(Self.id(1))", at: bookings).1[0]
            #expect(page.contains("detail        why\u{FFFD}[2J\n"), "no command to the terminal")
            #expect(page.hasSuffix("headers\n  ce_id: e1\nvalue\n{\"hex\":\"00ff\"}"))
            #expect(try await run("letters show booking --id \(Self.id(9))", at: bookings).0 == .failed)

            let back = try await run(
                "letters send-back booking --id \(Self.id(1)) --by ann --because mended", at: bookings)
            #expect(back.0 == .done && back.1.last == "1 done, 0 refused")
            let again = try await run("letters discard booking --id \(Self.id(1)) --by ann --because x", at: bookings)
            #expect(again.0 == .failed && again.1.first?.hasSuffix("discard: it is sent_back already") == true)
            let rest = try await run("letters discard booking --all --by ann --because old", at: bookings)
            #expect(rest.0 == .done && rest.1.last == "1 done, 0 refused")
            #expect(try await run("letters list booking", at: bookings).1 == ["no dead letters"])
            let all = try await run("letters list booking --state all --json", at: bookings).1[0]
            #expect(try rows(of: all).map { $0["state"] } == ["discarded", "sent_back"])

            // What was sent back is parked, and can be told to be tried at once.
            let parked = try await run("parked booking --json", at: bookings)
            #expect(parked.0 == .pending)
            let line = try rows(of: parked.1[0])
            #expect(line.count == 1 && line[0]["key"] == "k1" && line[0]["events"] == 1)
            let names = "--consumer booking-management --org \(Self.organization)"
            #expect(try await run("parked try booking \(names) --key k1", at: bookings).0 == .done)
            #expect(try await run("parked try booking \(names) --key k2", at: bookings).0 == .failed)
        }
    }

    @Test("an outbox tells what waits by topic, and what the broker refuses")
    func outbox() async throws {
        try await withBookingDatabase { bookings in
            #expect(try await run("outbox booking", at: bookings).1 == ["every outbox is empty"])
            try await bookings.run(
                """
                SET app.org = '\(Self.organization)';
                INSERT INTO outbox (event_id, organization_id, topic, key, payload, headers, created_at)
                SELECT gen_random_uuid(), current_organization(), topic, 'k' || n, '{}', '[]', '2026-01-01Z'
                FROM generate_series(1, 3) n, unnest(ARRAY['booking.created', 'booking.updated']) topic
                """, as: "booking_app")
            #expect(try await run("outbox booking", at: bookings).0 == .done)
            try await bookings.run(
                """
                UPDATE outbox SET attempts = 4, last_error = 'too_large'
                WHERE topic = 'booking.updated' AND key = 'k2'
                """, as: "booking_system")
            let (status, lines) = try await run("outbox booking --json", at: bookings)
            #expect(status == .pending)
            let report = try rows(of: lines[0])
            #expect(report.map { $0["topic"] } == ["booking.created", "booking.updated"])
            #expect(report.map { $0["rows"] } == [3, 3] && report.map { $0["refusedKeys"] } == [0, 1])
            #expect(report[1]["lastError"] == "too_large")
        }
    }

    @Test("a table is as wide as it must be, and its last column has no end")
    func table() {
        var report = Report("a", "long")
        report.add(.text("xyz"), .number(1))
        report.add(.text(nil), .text(""))
        #expect(report.table == "A    LONG\nxyz  1\n")
        #expect(report.json == #"[{"a":"xyz","long":1},{"a":null,"long":""}]"#)
    }

    // MARK: Scenes

    private static let organization = "0192f0c1-0000-7000-8000-00000000000a"

    private static func id(_ number: Int) -> String { "0192f0c1-0000-7000-8000-0000000000e\(number)" }

    /// Two letters, of which the second died later.
    private func plant(in bookings: PostgresDatabase) async throws {
        try await bookings.run(
            """
            SET app.org = '\(Self.organization)';
            INSERT INTO dead_letters (consumer, event_id, organization_id, key, record_key, topic, partition, "offset", value, headers,
                reason, detail, attempts, first_failure, died_at)
            VALUES ('booking-management', '\(Self.id(1))', current_organization(), 'k1', 'k1', 'staff.assigned', 0, 7,
                    '\\x00ff', '[["ce_id","e1"]]', 'refused', E'why\\x1b[2J', 11, '2026-01-01Z', '2026-01-02Z'),
                ('booking-management', '\(Self.id(2))', current_organization(), 'k2', 'k2', 'kit.assigned', 1, 8,
                    NULL, '[]', 'unreadable', '', 0, '2026-01-03Z', '2026-01-03Z')
            """, as: "booking_app")
    }

    private static func address(of server: PostgresServer) -> String {
        "host=\(server.socketFolder) port=\(server.port)"
    }

    /// A server of its own, with the one database that has a name by which commands find it.
    private func withBookingDatabase(_ body: (PostgresDatabase) async throws -> Void) async throws {
        let server = try await PostgresServer()
        let outcome: Result<Void, any Error>
        do {
            let address = Self.address(of: server)
            for line in ["db prepare booking --run --admin", "db migrate booking --server"] {
                let words =
                    line.split(separator: " ").map(String.init) + [
                        line.hasSuffix("admin") ? "\(address) user=postgres" : address
                    ]
                let environment = OperatorEnvironment(["RISHI_DATA": ServiceTestDatabase.checkout.root])
                let command = try #require(try DatabaseCommand(words, environment))
                _ = try await withLoop { loop in try await command.run(on: loop, environment) { _ in } }
            }
            outcome = .success(try await body(server.database(named: "bookings_db")))
        } catch {
            outcome = .failure(error)
        }
        await server.close()
        try outcome.get()
    }

    private func rows(of json: String) throws -> [JSONValue] {
        guard case .array(let rows) = try JSONValue(parsing: Array(json.utf8)) else { return [] }
        return rows
    }

    private func run(_ line: String, at bookings: PostgresDatabase) async throws -> (CommandStatus, [String]) {
        let environment = OperatorEnvironment(["RISHI_DATABASE_SERVER": Self.address(of: bookings.server)])
        let words = line.split(separator: " ").map(String.init)
        let types: [any OperatorCommand.Type] = [LettersCommand.self, ParkedCommand.self, OutboxCommand.self]
        let type = try #require(types.first { $0.name == words[0] })
        let command = try #require(try type.init(words, environment))
        let lines = Recorded<[String]>([])
        let status = try await withLoop { loop in
            try await command.run(on: loop, environment) { line in lines.update { $0.append(line) } }
        }
        return (status, lines.value)
    }
}
