import Identifiers
import JSON
import PlatformProtocol
import Postgres
import Testing

@testable import EventStore

@Suite("Events are found, page by page, by those who may see them")
struct QueryTests {
    @Test("an aggregate's events come in the order of its versions, and each page goes on where the last one ended")
    func aggregate() async throws {
        try await withStore { site in
            for version in [2, 1, 3, 5, 4] { try await site.tell(key(1), version: version) }
            try await site.tell(key(2), version: 1)
            for limit in [1, 2, 4, 5, 6, 100_000] {
                let versions = try await site.all(limit) { cursor, limit in
                    try await site.own.events(of: .bookingCompliance, key(1), after: cursor, limit: limit)
                }.map(\.aggregateVersion)
                #expect(versions == [1, 2, 3, 4, 5], "pages of \(limit)")
            }
            let none = try await site.own.events(of: .booking, key(1))
            #expect(none.events.isEmpty && none.next == nil, "another type with the same id")
        }
    }

    @Test("events of several types come in the order of time, within a period that begins with it and ends before it")
    func types() async throws {
        try await withStore { site in
            var ids: [EventID] = []
            for hour in 0..<12 {
                site.clock.set(StoreSite.start.advanced(by: .seconds(hour * 3600)))
                ids.append(try await site.tell(key(hour), years: [1, 3, 7][hour % 3]))
            }
            let types: [EventType] = [.complianceChecked, .locationCreated, .kitReleased]
            let hours = { (hour: Int) in StoreSite.start.advanced(by: .seconds(hour * 3600)) }
            for reader in [site.own, site.everybodys] {
                for limit in [1, 5, 200] {
                    let all = try await site.all(limit) { cursor, limit in
                        try await reader.events(ofTypes: types, after: cursor, limit: limit)
                    }
                    #expect(all.map(\.id) == ids)
                    let middle = try await site.all(limit) { cursor, limit in
                        try await reader.events(
                            ofTypes: types, within: hours(3)..<hours(7), after: cursor, limit: limit)
                    }
                    #expect(middle.map(\.id) == Array(ids[3..<7]))
                }
                let laws = try await reader.events(ofTypes: [.complianceChecked])
                #expect(laws.events.map(\.id) == [ids[2], ids[5], ids[8], ids[11]])
            }
        }
    }

    @Test("an organisation sees its own events in every way of reading, and the system role everybody's")
    func scopes() async throws {
        try await withStore { site in
            var cause = EventCause.command(key(7), by: nil)
            cause.correlationID = key(8)
            let own = try await site.tell(key(1), cause: cause)
            let foreign = try await site.tell(key(2), of: StoreSite.other, cause: cause)
            let readers: [(StoredEvents, Set<EventID>)] = [
                (site.own, [own]), (StoredEvents(site.system, for: .organization(StoreSite.own)), [own]),
                (StoredEvents(site.app, for: .organization(StoreSite.other)), [foreign]),
                (site.everybodys, [own, foreign]), (StoredEvents(site.app, for: .system), []),
            ]
            for (reader, expected) in readers {
                var seen: [Set<EventID>] = [Set(try await reader.story(key(8)).map(\.id))]
                seen.append(Set(try await reader.events(ofTypes: [.complianceChecked]).events.map(\.id)))
                var byAggregate: Set<EventID> = []
                var byState: Set<EventID> = []
                var byID: Set<EventID> = []
                for number in 1...2 {
                    let page = try await reader.events(of: .bookingCompliance, key(number))
                    byAggregate.formUnion(page.events.map(\.id))
                    let state = try await reader.state(of: .bookingCompliance, key(number), at: .version(9))
                    if let state { byState.insert(state.event.id) }
                }
                for id in [own, foreign] { if let event = try await reader.event(id) { byID.insert(event.id) } }
                seen += [byAggregate, byState, byID]
                for ids in seen { #expect(ids == expected) }
            }
        }
    }

    @Test("large events make pages short and are all read")
    func large() async throws {
        try await withStore { site in
            let note = String(repeating: "x", count: 900_000)
            for version in 1...24 { try await site.tell(key(1), version: version, note: note) }
            let pages = try await site.pages(200) { cursor, limit in
                try await site.own.events(of: .bookingCompliance, key(1), after: cursor, limit: limit)
            }
            #expect(pages.count > 1)
            #expect(pages.flatMap { $0 }.map(\.aggregateVersion) == Array(1...24))
        }
    }

    @Test("a partition that is dropped between two pages makes the second an error, and no gap")
    func dropped() async throws {
        try await withStore { site in
            for version in 1...3 { try await site.tell(key(1), version: version, years: 1) }
            _ = try await site.maintenance.run()
            let first = try await site.own.events(of: .kitAssignment, key(1), limit: 1)
            let byType = try await site.own.events(ofTypes: [.kitReleased], limit: 1)
            let law = try await site.own.events(ofTypes: [.complianceChecked], limit: 1)
            #expect(law.next == nil)
            _ = try await site.sealer.seal()
            site.clock.pass(months: 13)
            let outcomes = try await site.maintenance.run()
            #expect(outcomes.first?.dropped == ["event_store_1y_first"])
            await #expect(throws: EventStoreFault.droppedWhileReading) {
                try await site.own.events(of: .kitAssignment, key(1), after: first.next)
            }
            await #expect(throws: EventStoreFault.droppedWhileReading) {
                try await site.own.events(ofTypes: [.kitReleased], after: byType.next)
            }
            // Whoever begins now reads what there is, and whoever reads other classes goes on.
            #expect(try await site.own.events(of: .kitAssignment, key(1)).events.isEmpty)
            let elsewhere = EventCursor(id: .belowAll, version: 0, drops: 0)
            #expect(try await site.own.events(ofTypes: [.complianceChecked], after: elsewhere).events.isEmpty)
        }
    }
}

@Suite("An aggregate as it was")
struct StateTests {
    @Test("the last snapshot until a version or a time, and nothing before the first")
    func asOf() async throws {
        try await withStore { site in
            for version in 1...4 {
                site.clock.set(StoreSite.start.advanced(by: .seconds(version * 60)))
                try await site.tell(key(1), version: version, years: 3, note: "state \(version)")
            }
            // A fact about the place that carries no state of it.
            try await site.tamper("UPDATE event_store SET event_data = event_data - 'location' WHERE version = 4")
            let minute = { (minute: Int) in StoreSite.start.advanced(by: .seconds(minute * 60)) }
            let table: [(HistoryBound, Int?)] = [
                (.version(0), nil), (.version(1), 1), (.version(3), 3), (.version(4), 3), (.version(Int.max), 3),
                (.time(minute(0)), nil), (.time(minute(1)), 1),
                (.time(minute(2).advanced(by: .microseconds(-1))), 1), (.time(minute(2)), 2), (.time(minute(90)), 3),
            ]
            for (bound, version) in table {
                let state = try await site.own.state(of: .location, key(1), at: bound)
                #expect(state?.event.aggregateVersion == version, "\(bound)")
                #expect(state?.snapshot == version.map { ["note": .string("state \($0)")] }, "\(bound)")
            }
            #expect(try await site.own.state(of: .location, key(2), at: .version(1)) == nil)
        }
    }

    @Test("every aggregate with a snapshot has a type of event that carries it")
    func members() {
        for aggregate in AggregateType.allCases {
            guard let member = aggregate.snapshotMember else { continue }
            let carriers = EventType.allCases.filter {
                $0.declaration.aggregate == aggregate && $0.declaration.memberNames.contains(member)
            }
            #expect(!carriers.isEmpty, "\(aggregate)")
        }
    }
}

extension StoreSite {
    func pages(
        _ limit: Int, _ read: (EventCursor?, Int) async throws -> EventPage
    ) async throws -> [[StoredEvent]] {
        var pages: [[StoredEvent]] = []
        var cursor: EventCursor?
        repeat {
            let page = try await read(cursor, limit)
            #expect(page.events.count <= limit)
            pages.append(page.events)
            cursor = page.next
        } while cursor != nil && pages.count < 100
        return pages
    }

    func all(
        _ limit: Int, _ read: (EventCursor?, Int) async throws -> EventPage
    ) async throws -> [StoredEvent] {
        try await pages(limit, read).flatMap { $0 }
    }
}
