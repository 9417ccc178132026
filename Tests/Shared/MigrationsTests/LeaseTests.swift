import LocalPostgres
import PostgresTestKit
import Testing

@testable import Migrations

@Suite("Leases of a venue") struct LeaseTests {
    /// Another organisation holds [17:00, 21:00) firmly.
    static let windows: [(String, Bool)] = [
        ("[2026-01-01 17:00Z,2026-01-01 21:00Z)", true),  // the same
        ("[2026-01-01 18:00Z,2026-01-01 19:00Z)", true),  // enclosed
        ("[2026-01-01 12:00Z,2026-01-01 23:00Z)", true),  // enclosing
        ("[2026-01-01 12:00Z,2026-01-01 17:00:00.000001Z)", true),  // over its start by the least there is
        ("[2026-01-01 12:00Z,2026-01-01 17:00Z)", false),  // touching its start
        ("[2026-01-01 21:00Z,2026-01-01 22:00Z)", false),  // touching its end
        ("[2026-01-01 20:59:59.999999Z,2026-01-01 22:00Z)", true),
        ("[2026-01-02 17:00Z,2026-01-02 21:00Z)", false),  // another day
    ]

    @Test("a window that overlaps is named, and refused; one that touches is free", arguments: windows)
    func overlap(_ window: String, isTaken: Bool) async throws {
        try await withServiceDatabase(.booking) { test in
            let probe = try await TenantProbe(test)
            try await book(in: probe)
            let conflict = try await test.run(
                "SET app.org = '\(Organization.other)'; SELECT lower(lease_conflict('\(Self.venue)', '\(window)'))",
                as: .app)
            #expect(conflict == (isTaken ? "2026-01-01 17:00:00+00" : ""))
            let answers = try await probe.attempt([Self.lease(window)], for: Organization.other)
            #expect(isTaken ? answers[0].hasPrefix("23P01 ") : answers[0] == "1", "\(answers[0])")
            #expect(!isTaken || answers[0].contains("leases_no_overlap"))
        }
    }

    @Test("a hold counts until it lapses, and is released by whoever wants its window, whoever had it")
    func lapse() async throws {
        try await withServiceDatabase(.booking) { test in
            let probe = try await TenantProbe(test)
            try await book(in: probe)
            let window = "[2026-01-03 17:00Z,2026-01-03 21:00Z)"
            for (expiry, isTaken) in [("now() + interval '1 hour'", true), ("now() - interval '1 second'", false)] {
                try await test.run(
                    "SET app.org = '\(Organization.own)';"
                        + "UPDATE leases SET status = 'released', released_at = now() WHERE kind = 'hold';"
                        + Self.lease(window, kind: "hold", expiry: expiry, booking: Self.ownBooking), as: .app)
                let asked = try await test.run(
                    "SET app.org = '\(Organization.other)'; SELECT lease_conflict('\(Self.venue)', '\(window)') IS NULL",
                    as: .app)
                #expect(asked == (isTaken ? "f" : "t"))
                let answers = try await probe.attempt(
                    [
                        "SELECT release_lapsed_leases('\(Self.venue)', '\(window)') FROM generate_series(1, 1)",
                        Self.lease(window),
                    ], for: Organization.other)
                #expect(isTaken ? answers[1].hasPrefix("23P01 ") : answers[1] == "1", "\(answers[1])")
            }
            let released = try await test.database.run(
                "SELECT count(*) FROM leases WHERE release_reason = 'lapsed' AND status = 'released'")
            #expect(released == "1")
        }
    }

    @Test("a booking is not in its own way, and what is shared or released is in nobody's")
    func notInTheWay() async throws {
        try await withServiceDatabase(.booking) { test in
            _ = try await TenantProbe(test)
            let window = "[2026-01-01 18:00Z,2026-01-01 19:00Z)"
            let question = "SET app.org = '\(Organization.own)'; SELECT lease_conflict('\(Self.venue)', '\(window)'"
            #expect(try await test.run(question + ") IS NULL", as: .app) == "f")
            #expect(try await test.run(question + ", '\(Self.ownBooking)') IS NULL", as: .app) == "t")
            for change in ["is_exclusive = false", "is_exclusive = true, status = 'released', released_at = now()"] {
                try await test.run("SET app.org = '\(Organization.own)'; UPDATE leases SET \(change)", as: .app)
                #expect(try await test.run(question + ") IS NULL", as: .app) == "t")
            }
        }
    }

    static let refusals = [
        "empty", "(2026-01-01,2026-01-02)", "[2026-01-01,2026-01-02]", "[2026-01-01,)", "(,2026-01-02)",
        "[2026-01-01,infinity)", "[-infinity,2026-01-01)",
    ]

    @Test("a window that is empty, has no end or includes its end is refused", arguments: refusals)
    func malformed(_ window: String) async throws {
        try await withServiceDatabase(.booking) { test in
            let probe = try await TenantProbe(test)
            try await book(in: probe)
            let answers = try await probe.attempt([Self.lease(window)], for: Organization.other)
            #expect(answers[0].hasPrefix("23514 "), "\(answers[0])")
        }
    }

    private static let venue = "0192f0c1-0000-7000-8000-000000000071"
    private static let ownBooking = "0192f0c1-0000-7000-8000-0000000000b1"
    private static let otherBooking = "0192f0c1-0000-7000-8000-0000000000b2"

    /// A booking of the other organisation, for its leases to refer to.
    private func book(in probe: TenantProbe) async throws {
        let answers = try await probe.attempt(
            [
                """
                INSERT INTO bookings (id, organization_id, version, reference, client_id, booking_type, title, status,
                    stage, state, starts_at, ends_at, time_zone, currency, estimated_cost_minor, created_by, created_at,
                    updated_by, updated_at)
                VALUES ('\(Self.otherBooking)', current_organization(), 1, 'BR-20260101-0000B2', gen_random_uuid(),
                    'trade_show', 'Another', 'draft', 'intake', 'NV', now(), now() + interval '1 hour',
                    'America/Los_Angeles', 'USD', 0, 'test', now(), 'test', now())
                """
            ], for: Organization.other)
        #expect(answers == ["1"])
    }

    private static func lease(
        _ window: String, kind: String = "firm", expiry: String = "NULL", booking: String = otherBooking
    ) -> String {
        """
        INSERT INTO leases (id, organization_id, booking_id, venue_id, occupied, setup_minutes, teardown_minutes,
            is_exclusive, party_size, status, kind, expires_at, created_at)
        VALUES (gen_random_uuid(), current_organization(), '\(booking)', '\(venue)', '\(window)', 0, 0, true, 1,
            'active', '\(kind)', \(expiry), now())
        """
    }
}
