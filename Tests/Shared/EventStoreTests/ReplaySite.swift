import EventLoop
import Identifiers
import Messaging
import Migrations
import PlatformProtocol
import Postgres
import PostgresTestKit
import Synchronization
import Testing

@testable import EventStore

/// A projection as a service has one: a copy of places, written by whoever is newer, that may be rebuilt.
enum Copies {
    static let tables = """
        CREATE TABLE copies (
            id uuid PRIMARY KEY, organization_id uuid NOT NULL, version integer NOT NULL, note text NOT NULL,
            applied integer NOT NULL DEFAULT 1, made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            length integer GENERATED ALWAYS AS (length(note)) STORED);
        CREATE TABLE notes (id uuid PRIMARY KEY, copy_id uuid NOT NULL REFERENCES copies);
        ALTER TABLE copies ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        CREATE POLICY own_organization ON copies TO booking_app
            USING (organization_id = (SELECT current_organization()))
            WITH CHECK (organization_id = (SELECT current_organization()));
        CREATE POLICY system_sees ON copies FOR SELECT TO booking_system USING (true);
        GRANT SELECT, INSERT, UPDATE ON copies TO booking_app;
        GRANT SELECT ON copies TO booking_system;
        INSERT INTO rebuildable_tables VALUES ('copies');
        """

    static func apply(_ told: PlaceTold, _ envelope: Envelope, _ transaction: Transaction) async throws {
        try await transaction.applyIfNewer(
            envelope, than: "SELECT version FROM copies WHERE id = \(told.about) FOR UPDATE"
        ) {
            try await transaction.execute(
                """
                INSERT INTO copies (id, organization_id, version, note)
                VALUES (\(told.about), \(envelope.organizationID), \(Int32(envelope.aggregateVersion)), \(told.note))
                ON CONFLICT (id) DO UPDATE SET version = excluded.version, note = excluded.note,
                    applied = copies.applied + 1
                """)
        }
    }

    /// The consumer of a service, with one more thing to do before each event.
    static func consumer(
        _ before: @escaping @Sendable (PlaceTold, Envelope, Transaction) async throws -> Void = { _, _, _ in }
    ) throws -> EventConsumer {
        try EventConsumer(
            .booking,
            subscriptions: [
                .on(PlaceTold.self) { told, envelope, transaction in
                    try await before(told, envelope, transaction)
                    try await apply(told, envelope, transaction)
                }
            ])
    }
}

extension ReplayHandler {
    /// What a service's consumer does behind its inbox.
    static func of(_ consumer: EventConsumer) -> ReplayHandler {
        ReplayHandler(of: .booking, types: [.locationCreated]) { envelope, transaction in
            _ = try await consumer.handle(envelope, in: transaction)
        }
    }
}

extension StoreSite {
    static let build = "places_2"

    var shadow: ShadowBuild { ShadowBuild(Self.build, of: ["copies"], in: system) }

    func replay(
        _ name: String = "booking-management.places_2",
        _ before: @escaping @Sendable (PlaceTold, Envelope, Transaction) async throws -> Void = { _, _, _ in }
    ) throws -> EventReplay {
        EventReplay(name, to: .of(try Copies.consumer(before)), from: system, into: shadow)
    }

    /// Tells a place's next state, and has the live handler take it unless it is told not to.
    func place(
        _ number: Int, version: Int, note: String, of organization: OrganizationID = own, isHeard: Bool = true
    ) async throws {
        let id = try await tell(key(number), version: version, years: 3, of: organization, note: note)
        if isHeard { try await hear(id) }
    }

    /// What the service's consumer does as the application.
    func hear(_ id: EventID) async throws {
        let envelope = try #require(try await everybodys.event(id)).envelope()
        let consumer = try Copies.consumer()
        try await app.transaction(for: .organization(envelope.organizationID)) { transaction in
            _ = try await consumer.handle(envelope, in: transaction)
        }
    }

    /// Thirty places of two organisations in three versions each.
    func places() async throws {
        // A copy of a template belongs to whoever copies it; a service's database belongs to its owner.
        try await tamper(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO booking_owner', current_database()); END $$")
        try await test.run(Copies.tables, as: .owner)
        for version in 1...3 {
            for number in 1...30 {
                let organization = number % 3 == 0 ? Self.other : Self.own
                try await place(number, version: version, note: "\(number) v\(version)", of: organization)
            }
        }
        try await shadow.prepare()
    }
}
