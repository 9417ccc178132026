import Identifiers
import PlatformProtocol
import Testing

@testable import EventStore

@Suite("What led to what")
struct CausalityTests {
    /// Events by number with their causes, and the lines of the tree: depth and number. Causes from 100 on are commands.
    static let table: [([(Int, Int?)], [(Int, Int)])] = [
        ([], []),
        ([(1, 100)], [(0, 1)]),
        ([(1, nil)], [(0, 1)]),
        // A command that told two facts, and what followed from each.
        ([(1, 100), (2, 100), (3, 1), (4, 2), (5, 3)], [(0, 1), (1, 3), (2, 5), (0, 2), (1, 4)]),
        // Effects of one event stand in the order of their ids, whatever order they were read in.
        ([(4, 1), (3, 1), (1, 100), (2, 1)], [(0, 1), (1, 2), (1, 3), (1, 4)]),
        // The cause is another service's event, which this store does not have.
        ([(5, 50), (6, 5)], [(0, 5), (1, 6)]),
        // Links that go round are cut, and nothing is lost or told twice.
        ([(1, 1)], [(0, 1)]),
        ([(1, 2), (2, 1), (3, 2)], [(0, 1), (1, 2), (2, 3)]),
        ([(1, 100), (2, 3), (3, 2)], [(0, 1), (0, 2), (1, 3)]),
    ]

    @Test("each event stands below its cause", arguments: table.indices)
    func tree(_ row: Int) {
        let (events, lines) = Self.table[row]
        let tree = CausalityTree(events.map { event($0.0, $0.1) })
        #expect(tree.entries.map { [$0.depth, Int($0.event.position)] } == lines.map { [$0.0, $0.1] })
        #expect(tree.entries.filter(\.beginsTree).count == lines.count { $0.0 == 0 })
    }

    @Test("a chain of thousands of steps is no depth of the stack")
    func long() {
        let tree = CausalityTree((1...50_000).map { event($0, $0 == 1 ? nil : $0 - 1) })
        #expect(tree.entries.last?.depth == 49_999)
    }

    @Test("a story is read with all its classes, and one that is too long is refused")
    func story() async throws {
        try await withStore { site in
            var cause = EventCause.command(key(7), by: nil)
            cause.correlationID = key(8)
            let first = try await site.tell(key(1), years: 7, cause: cause)
            let envelope = try #require(try await site.own.event(first)).envelope()
            for (number, years) in [(2, 1), (3, 3)] {
                site.clock.set(site.clock.now.advanced(by: .seconds(1)))
                try await site.tell(key(number), years: years, cause: .event(envelope))
            }
            try await site.tell(key(4), years: 3)
            let tree = try await site.own.causality(of: key(8))
            #expect(tree.entries.map(\.depth) == [0, 1, 1])
            #expect(tree.entries.map(\.event.aggregateID) == [key(1), key(2), key(3)])
            try await site.tamper(
                """
                INSERT INTO event_store (id, retention_years, organization_id, event_type, schema_version,
                    aggregate_type, aggregate_id, version, event_data, metadata, correlation_id, created_at)
                SELECT gen_random_uuid(), 7, organization_id, event_type, 1, aggregate_type, gen_random_uuid(), 1, '{}',
                    '{}', correlation_id, created_at
                FROM event_store, generate_series(1, \(EventStoreLimits.storyMax - 3)) WHERE id = '\(first)'
                """)
            #expect(try await site.own.story(key(8)).count == EventStoreLimits.storyMax)
            try await site.tell(key(5), years: 3, cause: .event(envelope))
            await #expect(throws: EventStoreFault.storyTooLong) { try await site.own.story(key(8)) }
        }
    }

    private func event(_ number: Int, _ cause: Int?) -> StoredEvent {
        StoredEvent(
            id: EventID(key(number)), position: Int64(number), retentionYears: 7, organizationID: StoreSite.own,
            typeName: "COMPLIANCE_CHECKED", schemaVersion: 1, aggregateTypeName: "booking_compliance",
            aggregateID: key(0), aggregateVersion: number, payload: [], rest: [], correlationID: key(0),
            causationID: cause.map(key), createdBy: nil, createdAt: StoreSite.start)
    }
}
