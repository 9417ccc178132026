import EventLoop
import Identifiers
import JSON
import Migrations
import Postgres
import PostgresTestKit
import Synchronization
import TestKit
import Testing

@testable import Sagas
@testable import ServiceRuntime

@Suite("Sagas on a database") struct SagaRunTests {
    @Test("a saga goes through all its steps, each with one effect and one line in its log")
    func completes() async throws {
        try await withSagas { site in
            let ledger = Ledger(site)
            let engine = site.engine([try ledger.wired(BookingCreation.self), try ledger.wired(StaffAssignment.self)])
            try await site.running(site.runner(engine)) {
                let id = try await site.begin(with: engine)
                let staff = try await site.start(
                    StaffAssignment.self, .init(bookingID: BookingID(id), bookingVersion: 3), with: engine
                ).id
                for (id, plan) in [(id, BookingCreation.plan), (staff, StaffAssignment.plan)] {
                    let record = try await site.settled(id)
                    #expect(record.phase == .completed && record.endedAt != nil && record.dueAt == nil)
                    #expect(record.version == plan.steps.count + 1)
                    #expect(try await site.violations(of: record, plan) == [])
                    let steps = try await site.queries.steps(of: id)
                    #expect(steps.map(\.step) == plan.steps.map(\.name))
                    #expect(steps.allSatisfy { $0.outcome == .done && $0.attempts == 1 })
                    #expect(steps.map(\.commandID) == plan.steps.map { SagaMachine.command(id, $0.name, .forward) })
                    #expect(try await site.queries.audit(of: id).isEmpty)
                }
            }
            #expect(site.metric(#"saga_transitions_total{saga="booking_creation",state="completed"}"#) == "1")
            #expect(site.metric(#"saga_transitions_total{saga="booking_creation",state="forward"}"#) == "10")
        }
    }

    /// What an attempt of the faulty step does, by its number.
    enum StepFault: String, CaseIterable, Sendable {
        case refused, fails, failsThrice, replyLost, firstReplyLost, hangs, stallsFirst

        func strike(_ attempt: Int, _ moment: Ledger.Moment) async throws {
            switch (self, moment) {
            case (.refused, .before): throw SagaRefusal("forbidden", detail: ["why": "rules"])
            case (.fails, .before): throw Broken()
            case (.failsThrice, .before) where attempt <= 3: throw Broken()
            case (.replyLost, .after): throw Broken()
            case (.firstReplyLost, .after) where attempt == 1: throw Broken()
            case (.hangs, .before): await waitForCancellation()
            case (.stallsFirst, .before) where attempt <= 5: throw Away()
            default: break
            }
        }

        var isMadeGood: Bool { [.failsThrice, .firstReplyLost, .stallsFirst].contains(self) }
    }

    @Test("every fault at every step ends with all of the effects or none of them")
    func everyFault() async throws {
        try await withSagas { site in
            let faults = Mutex<[UUID128: (step: String, fault: StepFault)]>([:])
            let attempts = Mutex<[UUID128: Int]>([:])
            let ledger = Ledger(site) { command, moment in
                guard command.direction == .forward, let (step, fault) = faults.withLock({ $0[command.sagaID] }),
                    step == command.step
                else { return }
                let attempt = attempts.withLock { attempts in
                    if moment == .before { attempts[command.sagaID, default: 0] += 1 }
                    return attempts[command.sagaID] ?? 0
                }
                try await fault.strike(attempt, moment)
                if moment == .before { try Task.checkCancellation() }
            }
            let engine = site.engine([try ledger.wired(BookingCreation.self), try ledger.wired(StaffAssignment.self)]) {
                ($0.callMax, $0.operationMax) = (.seconds(1), .seconds(3))
            }
            try await site.app.transaction(for: SagaSite.scope) { transaction in
                for plan in [BookingCreation.plan, StaffAssignment.plan] {
                    for step in plan.steps {
                        for fault in StepFault.allCases where fault != .hangs || step.form.forward == .call {
                            let isBooking = plan == BookingCreation.plan
                            let key = "\(fault) \(step.name)"
                            let origin = SagaOrigin(correlationID: engine.newID())
                            let id =
                                isBooking
                                ? try await engine.start(
                                    BookingCreation.self, key: key, payload: .test, origin: origin, in: transaction
                                ).id
                                : try await engine.start(
                                    StaffAssignment.self, key: key,
                                    payload: .init(bookingID: BookingID(engine.newID()), bookingVersion: 1),
                                    origin: origin, in: transaction
                                ).id
                            faults.withLock { $0[id] = (step.name, fault) }
                        }
                    }
                }
            }
            try await site.running(site.runner(engine), site.runner(engine)) {
                for (id, (step, fault)) in faults.withLock({ $0 }) {
                    let record = try await site.settled(id)
                    let plan = record.type == BookingCreation.type ? BookingCreation.plan : StaffAssignment.plan
                    #expect(record.phase == (fault.isMadeGood ? .completed : .compensated), "\(fault) at \(step)")
                    #expect(try await site.violations(of: record, plan) == [], "\(fault) at \(step)")
                    // A driver that looks at one that has ended finds that out, and nothing wrong.
                    if record.step == plan.steps[0].name { #expect(!site.lines.text.contains("at no step")) }
                    if fault == .refused {
                        #expect(record.fault == SagaFault("forbidden", at: step, detail: ["why": "rules"]))
                        let log = try await site.queries.steps(of: id)
                        #expect(log.first { $0.step == step && $0.direction == .forward }?.attempts == 1)
                    }
                }
            }
        }
    }

    @Test("one saga is driven by one runner at a time, however many look for work")
    func oneDriver() async throws {
        try await withSagas { site in
            let inside = Mutex<[UUID128: Int]>([:])
            let overlaps = Mutex(0)
            let ledger = Ledger(site) { command, moment in
                inside.withLock { inside in
                    inside[command.sagaID, default: 0] += moment == .before ? 1 : -1
                    if inside[command.sagaID] == 2 { overlaps.withLock { $0 += 1 } }
                }
            }
            let engine = site.engine([try ledger.wired(BookingCreation.self)])
            let runners = (0..<3).map { _ in site.runner(engine, drivenMax: 4) }
            var ids: [UUID128] = []
            for _ in 0..<30 { ids.append(try await site.begin(with: engine)) }
            let all = ids
            try await site.running(runners[0], runners[1], runners[2]) {
                for id in all {
                    let record = try await site.settled(id)
                    #expect(record.phase == .completed)
                    #expect(try await site.violations(of: record, BookingCreation.plan) == [])
                }
            }
            #expect(overlaps.withLock { $0 } == 0)
            #expect(site.metric(#"saga_moves_lost_total{saga="booking_creation"}"#) == nil)
        }
    }

    @Test("what is away is waited for and is no failure, until the saga's own deadline turns it back")
    func stalls() async throws {
        try await withSagas { site in
            let isAway = Mutex(true)
            let ledger = Ledger(site) { command, moment in
                guard command.step == "reserve_inventory", command.direction == .forward, moment == .before else {
                    return
                }
                if isAway.withLock({ $0 }) { throw Away() }
            }
            let patient = site.engine([try ledger.wired(BookingCreation.self)])
            try await site.running(site.runner(patient)) {
                let id = try await site.begin(with: patient)
                try await wait(until: "it has stalled more often than a failure may be repeated") {
                    try await site.saga(id).stalls > 6
                }
                #expect(try await site.saga(id).failures == 0)
                isAway.withLock { $0 = false }
                try await site.expect(id, .completed)
            }
            isAway.withLock { $0 = true }
            let hasty = site.engine([
                try ledger.wired(BookingCreation.self, policy: .quick(deadline: .milliseconds(300)))
            ])
            try await site.running(site.runner(hasty)) {
                let id = try await site.begin(with: hasty)
                let record = try await site.settled(id)
                #expect(record.phase == .compensated)
                #expect(["deadline", "Away"].contains(record.fault?.label))
                #expect(try await site.violations(of: record, BookingCreation.plan) == [])
            }
        }
    }

    @Test(
        "a runner that is asked to stop finishes its command and leaves the rest; one that is cancelled counts nothing")
    func shutdown() async throws {
        try await withSagas { site in
            let reached = Signal()
            let gate = Signal()
            let hangs = Mutex(true)
            let ledger = Ledger(site) { command, moment in
                guard command.step == "create_payment_intent", moment == .before else { return }
                await reached.set()
                if hangs.withLock({ $0 }) { await waitForCancellation() } else { await gate.wait() }
                try Task.checkCancellation()
            }
            let engine = site.engine([try ledger.wired(BookingCreation.self)]) {
                ($0.callMax, $0.operationMax, $0.lease) = (.seconds(30), .seconds(31), .seconds(32))
            }
            let id = try await site.begin(with: engine)
            try await withThrowingTaskGroup(of: Void.self) { group in
                let runner = site.runner(engine)
                group.addTask(executorPreference: site.loop) { await runner.run(ServiceLifecycle {}) }
                await reached.wait()
                group.cancelAll()
                try await group.waitForAll()
            }
            let cancelled = try await site.saga(id)
            #expect(cancelled.step == "create_payment_intent" && cancelled.failures == 0 && cancelled.stalls == 0)
            #expect(!(try await site.queries.steps(of: id).contains { $0.step == "create_payment_intent" }))
            hangs.withLock { $0 = false }
            // As if the lease had lapsed.
            try await site.test.run("UPDATE saga_timer SET fire_at = now()", as: .system)
            try await site.running(site.runner(engine)) {
                try await wait(until: "the next runner has the command") {
                    try await site.app.one(
                        "SELECT claimed_by IS NOT NULL AND fire_at > now() + interval '10 s' FROM saga_timer",
                        for: SagaSite.scope
                    ).decode(Bool.self)
                }
                await gate.set()
            }
            #expect(try await site.queries.steps(of: id).contains { $0.step == "create_payment_intent" })
            try await site.running(site.runner(engine)) {
                let record = try await site.settled(id)
                #expect(record.phase == .completed)
                #expect(try await site.violations(of: record, BookingCreation.plan) == [])
                #expect(try await site.queries.steps(of: id).allSatisfy { $0.attempts == 1 })
            }
        }
    }
}
