import EventLoop
import Identifiers
import JSON
import Messaging
import PlatformProtocol
import Postgres
import PostgresTestKit
import TestKit
import Testing

@testable import EventStore

@Suite("A shadow is compared and takes the live table's place", .serialized)
struct SwapTests {
    @Test("each kind of difference is told with its row, and the swap makes all of them good")
    func differences() async throws {
        try await withStore { site in
            try await site.places()
            _ = try await site.replay().run()
            try await site.tamper(
                """
                UPDATE copies SET note = 'spoilt' WHERE id = '\(key(1))';
                DELETE FROM copies WHERE id = '\(key(2))';
                UPDATE copies SET id = '\(key(99))' WHERE id = '\(key(3))';
                UPDATE copies SET version = 9, note = 'ahead' WHERE id = '\(key(4))';
                INSERT INTO notes VALUES ('\(key(5))', '\(key(5))');
                """)
            let found = try await site.shadow.differences(of: "copies", ignoring: ["made_at"])
            let kinds = found.map { ["\($0.kind)", text($0.key["id"])] }
            #expect(
                kinds == [
                    ["different", "\(key(1))"], ["added", "\(key(2))"], ["added", "\(key(3))"], ["newer", "\(key(4))"],
                    ["missing", "\(key(99))"],
                ])
            #expect(found[0].live?["note"] == "spoilt" && found[0].shadow?["note"] == "1 v3")
            #expect(found[0].live?["made_at"] == nil)
            let grants = try await site.shape()
            let swapped = try await site.replay().swapIn(rest: .deleted)
            #expect(swapped.map(\.table) == ["copies"] && swapped.map(\.deleted) == [1])
            let live = try await site.tamper(
                "SELECT note FROM copies WHERE version <> 3 OR note NOT LIKE '% v3' ORDER BY id")
            #expect(live == "ahead", "what is newer stays")
            #expect(try await site.number("SELECT count(*) FROM copies") == 30)
            #expect(try await site.shape() == grants)
            #expect(try await site.number("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'shadow%'") == 0)
            await #expect(throws: ReplayFault.nameTaken("booking-management.places_2")) {
                try await site.replay().run()
            }
        }
    }

    @Test("rows that only the live table has can be kept")
    func kept() async throws {
        try await withStore { site in
            try await site.places()
            try await site.tamper("UPDATE copies SET id = '\(key(99))' WHERE id = '\(key(3))'")
            let swapped = try await site.replay().swapIn(rest: .kept)
            #expect(swapped.map(\.deleted) == [0])
            #expect(try await site.number("SELECT count(*) FROM copies") == 31)
        }
    }

    @Test("what the live handler takes while the swap goes on is in the table afterwards, and nothing older")
    func beside() async throws {
        try await withStore { site in
            try await site.places()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...3 {
                    group.addTask(executorPreference: site.loop) {
                        for version in 4...13 {
                            try await site.place(
                                writer * 4, version: version, note: "v\(version)", of: owner(writer * 4))
                            try await site.place(100 + writer * 100 + version, version: 1, note: "new")
                        }
                    }
                }
                group.addTask(executorPreference: site.loop) {
                    _ = try await site.replay().run()
                    _ = try await site.replay().swapIn(rest: .deleted)
                }
                try await group.waitForAll()
            }
            #expect(try await site.number("SELECT count(*) FROM copies") == 60)
            #expect(try await site.number("SELECT count(*) FROM copies WHERE version = 13 AND note = 'v13'") == 3)
        }
    }

    @Test("a swap that cannot have the table fails as a whole, and can be done later")
    func locked() async throws {
        try await withStore { site in
            try await site.places()
            _ = try await site.replay().run()
            try await site.tamper("UPDATE copies SET note = 'spoilt' WHERE id = '\(key(1))'")
            try await site.app.transaction(for: .organization(StoreSite.own)) { transaction in
                try await transaction.execute("UPDATE copies SET note = note WHERE id = \(key(7))")
                do {
                    _ = try await site.replay().swapIn(rest: .deleted)
                    Issue.record("swapped under a writer")
                } catch let error as PostgresError {
                    #expect("\(error.label)" == "lock_not_available")
                }
            }
            #expect(try await site.tamper("SELECT note FROM copies WHERE id = '\(key(1))'") == "spoilt")
            let record = try #require(try await EventSubscriptions(site.system).list().first)
            #expect(record.isActive && record.status == .done)
            _ = try await site.replay().swapIn(rest: .deleted)
            #expect(try await site.tamper("SELECT note FROM copies WHERE id = '\(key(1))'") == "1 v3")
        }
    }

    @Test("only what a migration has declared can be built, under a decent name, and only as the system role")
    func refused() async throws {
        try await withStore { site in
            try await site.places()
            for (name, table) in [
                ("x", "bookings"), ("x", "outbox"), ("x", "nothing"), ("X; --", "copies"), ("", "copies"),
            ] {
                await #expect(throws: PostgresError.self, "\(name) \(table)") {
                    try await ShadowBuild(name, of: [table], in: site.system).prepare()
                }
            }
            await #expect(throws: PostgresError.self) {
                try await ShadowBuild("x", of: ["copies"], in: site.app).prepare()
            }
            await #expect(throws: PostgresError.self) {
                try await site.system.rows(
                    "SELECT * FROM swap_shadow('places_2', ARRAY['bookings'], true)", for: .system)
            }
            try await site.shadow.prepare()
            try await site.shadow.discard()
            try await site.shadow.discard()
            #expect(try await site.number("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'shadow%'") == 0)
        }
    }

    private func text(_ value: JSONValue?) -> String {
        guard case .string(let text)? = value else { return "" }
        return text
    }
}

private func owner(_ number: Int) -> OrganizationID { number % 3 == 0 ? StoreSite.other : StoreSite.own }

extension StoreSite {
    /// What a swap must leave alone: the table itself, its grants, policies and references.
    fileprivate func shape() async throws -> String {
        try await tamper(
            """
            SELECT c.oid, relacl, relrowsecurity, relforcerowsecurity,
                (SELECT string_agg(polname, ',' ORDER BY polname) FROM pg_policy WHERE polrelid = c.oid),
                (SELECT count(*) FROM pg_constraint WHERE confrelid = c.oid)
            FROM pg_class c WHERE oid = 'public.copies'::regclass
            """)
    }
}
