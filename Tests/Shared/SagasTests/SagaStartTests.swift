import EventLoop
import Identifiers
import JSON
import Postgres
import ServiceRuntime
import Synchronization
import TestKit
import Testing

@testable import Sagas

@Suite("Beginning, following and finding sagas") struct SagaStartTests {
    @Test("a business key has one saga of a type, also when two begin at once; another organisation has its own")
    func businessKey() async throws {
        try await withSagas { site in
            let ledger = Ledger(site)
            let engine = site.engine([try ledger.wired(BookingCreation.self), try ledger.wired(StaffAssignment.self)])
            let starts = try await withThrowingTaskGroup(of: SagaStart.self) { group in
                for _ in 0..<4 {
                    group.addTask(executorPreference: site.loop) {
                        try await site.start(BookingCreation.self, .test, key: "k", with: engine)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let begun = starts.filter { if case .begun = $0 { true } else { false } }
            #expect(begun.count == 1)
            #expect(Set(starts.map(\.id)).count == 1)
            let id = starts[0].id
            #expect(try await site.start(BookingCreation.self, .test, key: "k", with: engine) == .existing(id))
            let staff = try await site.start(
                StaffAssignment.self, .init(bookingID: BookingID(id), bookingVersion: 1), key: "k", with: engine)
            #expect(staff != .existing(id))
            let other = OrganizationID(UUID128(high: 3, low: 3))
            let theirs = try await site.start(BookingCreation.self, .test, key: "k", for: other, with: engine)
            #expect(theirs.id != id)
            let mine = try await site.queries.find(BookingCreation.type, key: "k", of: SagaSite.organization)
            #expect(mine?.id == id)
            #expect(try await site.queries.find(theirs.id) == nil)
            #expect(try await SagaQueries(site.system, for: .system).find(theirs.id)?.organizationID == other)
        }
    }

    @Test("a saga that was begun in a transaction that is rolled back is not there")
    func rolledBack() async throws {
        try await withSagas { site in
            let engine = site.engine([try Ledger(site).wired(BookingCreation.self)])
            await #expect(throws: Broken.self) {
                try await site.app.transaction(for: SagaSite.scope) { transaction in
                    _ = try await engine.start(
                        BookingCreation.self, key: "k", payload: .test,
                        origin: SagaOrigin(correlationID: engine.newID()), in: transaction)
                    throw Broken()
                }
            }
            #expect(try await site.queries.list().isEmpty)
        }
    }

    @Test("keys and payloads have bounds, and one past them is refused")
    func bounds() async throws {
        try await withSagas { site in
            let engine = site.engine([try Ledger(site).wired(BookingCreation.self)])
            let longest = String(repeating: "k", count: SagaLimits.keyBytesMax)
            _ = try await site.begin(with: engine, key: longest)
            for key in ["", longest + "k"] {
                await #expect(throws: SagaError.unfitKey) { try await site.begin(with: engine, key: key) }
            }
            func payload(_ size: Int) -> BookingCreation.Payload {
                .init(bookingID: BookingID(sagaID), request: .string(String(repeating: "x", count: size)))
            }
            let rest = SagaLimits.payloadBytesMax - payload(0).jsonBytes().count
            _ = try await site.start(BookingCreation.self, payload(rest), with: engine)
            await #expect(throws: SagaError.payloadTooLarge(SagaLimits.payloadBytesMax + 1)) {
                try await site.start(BookingCreation.self, payload(rest + 1), with: engine)
            }
            await #expect(throws: SagaError.unknownDefinition(type: "staff_assignment", version: 1)) {
                try await site.start(
                    StaffAssignment.self, .init(bookingID: BookingID(sagaID), bookingVersion: 1), with: engine)
            }
        }
    }

    @Test("whoever began a saga may drive it until a step is done; a runner does the rest")
    func follow() async throws {
        try await withSagas { site in
            let engine = site.engine([try Ledger(site).wired(BookingCreation.self)])
            let id = try await site.begin(with: engine, drivenHere: true)
            let record = try await engine.follow(
                id, until: .done("create_booking_record"), in: site.app, for: SagaSite.scope, by: .now + .seconds(30))
            #expect(record.phase == .forward && record.step == "create_payment_intent")
            #expect(try await site.ledger(of: id).count == 8)
            try await site.running(site.runner(engine)) {
                try await site.expect(id, .completed)
            }
            let after = try await engine.follow(
                id, until: .done("create_booking_record"), in: site.app, for: SagaSite.scope, by: .now + .seconds(30))
            #expect(after.phase == .completed)
        }
    }

    @Test("a refusal on the way is answered with its reason as soon as the saga turns back")
    func followRefused() async throws {
        try await withSagas { site in
            let ledger = Ledger(site) { command, moment in
                guard command.step == "calculate_cost_estimate", moment == .before else { return }
                throw SagaRefusal("no_rate", detail: ["state": "CA"])
            }
            let engine = site.engine([try ledger.wired(BookingCreation.self)])
            let id = try await site.begin(with: engine, drivenHere: true)
            let record = try await engine.follow(
                id, until: .done("create_booking_record"), in: site.app, for: SagaSite.scope, by: .now + .seconds(30))
            #expect(record.fault == SagaFault("no_rate", at: "calculate_cost_estimate", detail: ["state": "CA"]))
            let end = try await engine.follow(
                id, until: .settled, in: site.app, for: SagaSite.scope, by: .now + .seconds(30))
            #expect(end.phase == .compensated)
            #expect(try await site.violations(of: end, BookingCreation.plan) == [])
        }
    }

    @Test("whoever follows runs out of time and says so; the saga goes on")
    func followTooLong() async throws {
        try await withSagas { site in
            let isAway = Mutex(true)
            let ledger = Ledger(site) { command, moment in
                guard command.step == "reserve_inventory", moment == .before, isAway.withLock({ $0 }) else { return }
                throw Away()
            }
            let engine = site.engine([try ledger.wired(BookingCreation.self)])
            let id = try await site.begin(with: engine, drivenHere: true)
            await #expect(throws: SagaError.notThereYet) {
                try await engine.follow(
                    id, until: .settled, in: site.app, for: SagaSite.scope, by: .now + .milliseconds(200))
            }
            isAway.withLock { $0 = false }
            try await site.running(site.runner(engine)) {
                try await site.expect(id, .completed)
            }
        }
    }

    @Test("sagas of a definition that is not wired here are left to those who know it")
    func notWired() async throws {
        try await withSagas { site in
            let ledger = Ledger(site)
            let both = site.engine([try ledger.wired(BookingCreation.self), try ledger.wired(StaffAssignment.self)])
            let one = site.engine([try ledger.wired(StaffAssignment.self)])
            let strange = try await site.begin(with: both)
            try await site.running(site.runner(one)) {
                let known = try await site.start(
                    StaffAssignment.self, .init(bookingID: BookingID(sagaID), bookingVersion: 1), with: one
                ).id
                try await site.expect(known, .completed)
            }
            #expect(try await site.saga(strange).version == 1)
            try await site.running(site.runner(both)) {
                try await site.expect(strange, .completed)
            }
        }
    }

    @Test("each move tells whoever listens in its own transaction, and is undone when that fails")
    func hook() async throws {
        try await withSagas { site in
            let failures = Mutex(3)
            let engine = site.engine([try Ledger(site).wired(BookingCreation.self)]) { settings in
                settings.onChange = { change, transaction in
                    try transaction.enqueue(
                        """
                        INSERT INTO ledger (saga_id, step, delta)
                        VALUES (\(change.before.id), 'told', \(Int32(clamping: change.version)))
                        """)
                    guard change.phase == .completed else { return }
                    let fails = failures.withLock { left in
                        defer { left -= 1 }
                        return left > 0
                    }
                    if fails { throw Away() }
                }
            }
            try await site.running(site.runner(engine)) {
                let id = try await site.begin(with: engine)
                let record = try await site.settled(id)
                #expect(record.phase == .completed)
                let told = try await site.app.rows(
                    "SELECT delta FROM ledger WHERE saga_id = \(id) AND step = 'told' ORDER BY delta",
                    for: SagaSite.scope
                ).decode(Int32.self)
                #expect(told == Array(2...Int32(record.version)))
                #expect(try await site.violations(of: record, BookingCreation.plan) == [])
            }
        }
    }

    @Test("lists go page by page from the latest, by type and state")
    func lists() async throws {
        try await withSagas { site in
            let engine = site.engine([try Ledger(site).wired(BookingCreation.self)])
            var ids: [UUID128] = []
            for _ in 0..<5 { ids.append(try await site.begin(with: engine)) }
            let latest = Array(ids.reversed())
            let first = try await site.queries.list(limit: 2)
            #expect(first.map(\.id) == Array(latest[0..<2]))
            let rest = try await site.queries.list(before: first.last?.id, limit: 10)
            #expect(rest.map(\.id) == Array(latest[2...]))
            #expect(try await site.queries.list(.init(type: BookingCreation.type, phase: .forward)).count == 5)
            #expect(try await site.queries.list(.init(phase: .stuck)).isEmpty)
            #expect(try await site.queries.list(.init(type: "other")).isEmpty)
            let all = SagaQueries(site.system, for: .system)
            #expect(try await all.list(.init(organizationID: SagaSite.organization)).count == 5)
        }
    }

    @Test("the sweep deletes what ended long ago with all that hangs on it, and nothing else")
    func sweep() async throws {
        try await withSagas { site in
            let engine = site.engine([try Ledger(site).wired(BookingCreation.self)])
            try await site.running(site.runner(engine)) {
                for key in ["old", "new"] {
                    try await site.expect(try await site.begin(with: engine, key: key), .completed)
                }
            }
            _ = try await site.begin(with: engine, key: "open")
            try await site.app.execute(
                "UPDATE saga SET ended_at = now() - interval '401 days' WHERE business_key = 'old'",
                for: SagaSite.scope)
            let old = try #require(
                try await site.queries.find(BookingCreation.type, key: "old", of: SagaSite.organization)?.id)
            try await site.app.execute(
                "UPDATE saga_fence SET at = now() - interval '91 days' WHERE saga_id = \(old)", for: SagaSite.scope)
            let fences = BookingCreation.plan.steps.count { $0.form.forward == .call && $0.form.compensation != nil }
            let checks = BookingCreation.plan.steps.count { $0.form.forward == .call && $0.form.compensation == nil }
            #expect(try await SagaSweep.run(in: site.system) == 1 + fences + checks)
            #expect(try await SagaSweep.run(in: site.system) == 0)
            #expect(try await site.queries.list().map(\.businessKey) == ["open", "new"])
            #expect(try await site.queries.steps(of: old).isEmpty)
        }
    }
}
