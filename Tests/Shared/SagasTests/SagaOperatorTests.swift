import EventLoop
import Identifiers
import Postgres
import ServiceRuntime
import Synchronization
import TestKit
import Testing

@testable import Sagas

@Suite("Stuck sagas and those who decide about them") struct SagaOperatorTests {
    private static let operatorID = ActorID("ops@example")

    /// An engine whose booking sagas turn back at the payment and get stuck releasing the inventory, while `fails`.
    private func stuckEngine(_ site: SagaSite, _ fails: @escaping @Sendable () -> Bool) throws -> SagaEngine {
        let ledger = Ledger(site) { command, moment in
            guard moment == .before else { return }
            if command.step == "create_payment_intent", command.direction == .forward { throw SagaRefusal("declined") }
            if command.step == "reserve_inventory", command.direction == .backward, fails() { throw Broken() }
        }
        return site.engine([try ledger.wired(BookingCreation.self, policy: .quick(persistentRetries: 5))])
    }

    @Test(
        "an undoing that keeps failing is told: an error in the log, a count, an entry; then an operator has it go on")
    func retry() async throws {
        try await withSagas { site in
            let fails = Mutex(true)
            let engine = try stuckEngine(site) { fails.withLock { $0 } }
            let actor = try #require(Self.operatorID)
            try await site.running(site.runner(engine)) {
                let id = try await site.begin(with: engine)
                let stuck = try await site.settled(id)
                #expect(stuck.phase == .stuck && stuck.step == "reserve_inventory" && stuck.direction == .backward)
                #expect(stuck.fault?.label == "declined" && stuck.dueAt == nil && stuck.endedAt == nil)
                #expect(try await site.queries.audit(of: id).map(\.kind) == [.turnedBack, .stuck])
                let tried = try await site.queries.steps(of: id).first {
                    $0.direction == .backward && $0.step == stuck.step
                }
                #expect(tried?.attempts == 6 && tried?.outcome == .failed && tried?.fault?.label == "Broken")
                #expect(site.metric(#"saga_stuck_total{saga="booking_creation"}"#) == "1")
                try await wait(until: "the log has it") {
                    site.lines.text.contains("saga is stuck: an operator must retry or abandon it")
                }
                await #expect(throws: SagaError.unfitReason) {
                    try await engine.retry(id, because: "", by: actor, in: site.app, for: SagaSite.scope)
                }
                fails.withLock { $0 = false }
                try await engine.retry(
                    id, because: "the warehouse is back", by: actor, in: site.app, for: SagaSite.scope)
                let record = try await site.settled(id)
                #expect(record.phase == .compensated)
                #expect(try await site.violations(of: record, BookingCreation.plan) == [])
                let entry = try #require(try await site.queries.audit(of: id).last)
                #expect(entry.kind == .retried && entry.reason == "the warehouse is back" && entry.actor == actor)
                await #expect(throws: SagaError.notStuck) {
                    try await engine.retry(id, because: "again", by: actor, in: site.app, for: SagaSite.scope)
                }
            }
        }
    }

    @Test("an operator who abandons a saga ends it, with the reason and the name on record")
    func abandon() async throws {
        try await withSagas { site in
            let engine = try stuckEngine(site) { true }
            let actor = try #require(Self.operatorID)
            try await site.running(site.runner(engine)) {
                let id = try await site.begin(with: engine)
                try await site.expect(id, .stuck)
                await #expect(throws: SagaError.notFound) {
                    try await engine.abandon(
                        id, because: "not mine", by: actor, in: site.app, for: .organization(UUID128(high: 5, low: 5)))
                }
                try await engine.abandon(
                    id, because: "released by hand, ticket 4711", by: actor, in: site.app, for: SagaSite.scope)
                let record = try await site.saga(id)
                #expect(record.phase == .abandoned && record.endedAt != nil && record.dueAt == nil)
                let entry = try #require(try await site.queries.audit(of: id).last)
                #expect(entry.kind == .abandoned && entry.reason?.contains("4711") == true && entry.actor == actor)
                await #expect(throws: SagaError.notStuck) {
                    try await engine.abandon(id, because: "twice", by: actor, in: site.app, for: SagaSite.scope)
                }
            }
            #expect(site.metric(#"saga_decisions_total{saga="booking_creation",decision="abandoned"}"#) == "1")
        }
    }

    @Test("a saga that runs is not an operator's to decide about")
    func running() async throws {
        try await withSagas { site in
            let engine = site.engine([try Ledger(site).wired(BookingCreation.self)])
            let actor = try #require(Self.operatorID)
            let id = try await site.begin(with: engine)
            await #expect(throws: SagaError.notStuck) {
                try await engine.abandon(id, because: "impatience", by: actor, in: site.app, for: SagaSite.scope)
            }
            #expect(try await site.saga(id).version == 1)
        }
    }

    @Test("what a saga carries and nobody can read gets it stuck, not lost and not driven for ever")
    func unreadable() async throws {
        try await withSagas { site in
            let engine = site.engine([
                try Ledger(site).wired(BookingCreation.self, policy: .quick(persistentRetries: 3))
            ])
            let id = try await site.begin(with: engine)
            try await site.app.execute(
                """
                UPDATE saga SET payload = '{"bookingId": 7}', step = 'create_payment_intent' WHERE id = \(id)
                """, for: SagaSite.scope)
            try await site.running(site.runner(engine)) {
                let record = try await site.settled(id)
                #expect(record.phase == .stuck && record.fault?.label == "unreadable_payload")
            }
        }
    }

    @Test("the figures tell the open ones by state, the oldest, and the timer that is overdue most")
    func figures() async throws {
        try await withSagas { site in
            let engine = try stuckEngine(site) { true }
            try await site.running(site.runner(engine)) {
                let id = try await site.begin(with: engine)
                try await site.expect(id, .stuck)
            }
            let waiting = try await site.begin(with: engine)
            let later = site.clock.now.advanced(by: .seconds(90))
            let figures = try await SagaFigures.read(at: later, in: site.system)
            #expect(figures.groups.map(\.phase).sorted { $0.rawValue < $1.rawValue } == [.forward, .stuck])
            #expect(figures.longestDue != nil)
            site.metrics.take(figures, of: [BookingCreation.type], at: later)
            #expect(site.metric(#"saga_open{saga="booking_creation",state="stuck"}"#) == "1")
            #expect(site.metric(#"saga_open{saga="booking_creation",state="compensating"}"#) == "0")
            let age = Int(site.metric(#"saga_oldest_open_seconds{saga="booking_creation",state="forward"}"#) ?? "") ?? 0
            #expect(age >= 89)
            #expect((Int(site.metric("saga_timer_late_seconds") ?? "") ?? 0) >= 89)
            #expect(try await site.saga(waiting).phase == .forward)
        }
    }
}
