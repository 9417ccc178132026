import EventLoop
import Identifiers
import Migrations
import Postgres
import PostgresTestKit
import ServiceRuntime
import Synchronization
import TestKit
import Testing

@testable import Sagas

/// Drivers that were stopped and go on when others have gone on without them.
@Suite("Drivers that come too late") struct SagaStaleTests {
    @Test("an answer that comes when another driver has gone on is put on record and changes nothing")
    func staleAnswer() async throws {
        try await withSagas { site in
            let first = Mutex(true)
            let reached = Signal()
            let gate = Signal()
            let ledger = Ledger(site) { command, moment in
                guard command.step == "reserve_inventory", moment == .after else { return }
                let isFirst = first.withLock { isFirst in
                    defer { isFirst = false }
                    return isFirst
                }
                guard isFirst else { return }
                await reached.set()
                await gate.wait()
            }
            let engine = site.engine([try ledger.wired(BookingCreation.self)]) {
                ($0.callMax, $0.operationMax, $0.lease) = (.seconds(60), .seconds(61), .seconds(62))
            }
            let id = try await site.begin(with: engine)
            try await site.running(site.runner(engine), site.runner(engine)) {
                await reached.wait()
                // As if the first driver had not been heard of for the length of its lease.
                try await site.test.run("UPDATE saga_timer SET fire_at = now()", as: .system)
                let record = try await site.settled(id)
                #expect(record.phase == .completed)
                await gate.set()
                try await wait(until: "the stopped driver has come back") {
                    try await !site.queries.audit(of: id).isEmpty
                }
                let after = try await site.saga(id)
                #expect(after == record)
                #expect(try await site.violations(of: after, BookingCreation.plan) == [])
                let audit = try await site.queries.audit(of: id)
                #expect(audit.map(\.kind) == [.staleAnswer])
                #expect(audit.first?.detail == SagaFault("forward_done", at: "reserve_inventory"))
            }
            #expect(site.metric(#"saga_stale_answers_total{saga="booking_creation"}"#) == "1")
        }
    }

    @Test("an answer to the current command counts although another driver has recorded a failure of it meanwhile")
    func answerOfCurrentCommand() async throws {
        try await withSagas { site in
            let calls = Mutex(0)
            let reached = Signal()
            let gate = Signal()
            let ledger = Ledger(site) { command, moment in
                guard command.step == "reserve_inventory", moment == .before else { return }
                let call = calls.withLock { calls in
                    calls += 1
                    return calls
                }
                guard call == 1 else { throw Broken() }
                await reached.set()
                await gate.wait()
            }
            var policy = SagaPolicy.quick()
            policy.retryPauses = (.seconds(3_600), .seconds(3_600))
            let engine = site.engine([try ledger.wired(BookingCreation.self, policy: policy)]) {
                ($0.callMax, $0.operationMax, $0.lease) = (.seconds(60), .seconds(61), .seconds(62))
            }
            let id = try await site.begin(with: engine)
            try await site.running(site.runner(engine), site.runner(engine)) {
                await reached.wait()
                try await site.test.run("UPDATE saga_timer SET fire_at = now()", as: .system)
                try await wait(until: "the second driver has failed") { try await site.saga(id).failures == 1 }
                await gate.set()
                let record = try await site.settled(id)
                #expect(record.phase == .completed)
                #expect(try await site.violations(of: record, BookingCreation.plan) == [])
                #expect(try await site.queries.audit(of: id).isEmpty)
            }
        }
    }

    @Test("a command that arrives when its saga has been undone is refused at the fence its undoing left")
    func lateCommand() async throws {
        try await withSagas { site in
            let held = Mutex<SagaCommand?>(nil)
            let ledger = Ledger(site) { command, moment in
                guard command.step == "reserve_inventory", command.direction == .forward, moment == .before else {
                    return
                }
                held.withLock { $0 = command }
                throw Broken()
            }
            let engine = site.engine([try ledger.wired(BookingCreation.self)])
            try await site.running(site.runner(engine)) {
                let record = try await site.settled(try await site.begin(with: engine))
                #expect(record.phase == .compensated)
                let command = try #require(held.withLock { $0 })
                await #expect(throws: SagaRefusal.calledOff) { try await Ledger(site).perform(command) }
                #expect(try await site.violations(of: record, BookingCreation.plan) == [])
            }
        }
    }

    @Test("of two drivers at a local step one does it; the other waits at the row and does nothing")
    func localStepOnce() async throws {
        try await withSagas { site in
            let ledger = Ledger(site) { command, moment in
                // Lets the other driver come to the row while this one holds it.
                if moment == .after, command.step == "validate_booking_request" { await Task.yield() }
            }
            let engine = site.engine([try ledger.wired(BookingCreation.self)])
            for _ in 0..<20 {
                let id = try await site.begin(with: engine, drivenHere: true)
                let claimant = engine.newID()
                #expect(
                    try await engine.timers.claim(
                        id, as: claimant, lease: .seconds(30), at: site.clock.now, in: site.app, for: SagaSite.scope))
                // Two drivers that both believe to have the claim.
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<2 {
                        group.addTask(executorPreference: site.loop) {
                            let drive = SagaDrive(
                                engine: engine, id: id, claimant: claimant, database: site.app, scope: SagaSite.scope,
                                isStopping: { false }, isReached: { _ in false })
                            do {
                                _ = try await drive.run()
                            } catch {
                                Issue.record("\(error)")
                            }
                        }
                    }
                }
                let record = try await site.settled(id)
                #expect(record.phase == .completed)
                #expect(try await site.violations(of: record, BookingCreation.plan) == [])
            }
        }
    }

    @Test("whoever finds that another one drives a saga, or that nobody does, leaves it alone")
    func notMine() async throws {
        try await withSagas { site in
            let ledger = Ledger(site) { command, _ in Issue.record("\(command.step) was carried out") }
            let engine = site.engine([try ledger.wired(BookingCreation.self)])
            let id = try await site.begin(with: engine)
            func drive(_ claimant: UUID128) async throws -> SagaDrive.End {
                try await SagaDrive(
                    engine: engine, id: id, claimant: claimant, database: site.app, scope: SagaSite.scope,
                    isStopping: { false }, isReached: { _ in false }
                ).run()
            }
            let unclaimed = try await drive(engine.newID())
            #expect(unclaimed == .left)
            let owner = engine.newID()
            #expect(
                try await engine.timers.claim(
                    id, as: owner, lease: .seconds(30), at: site.clock.now, in: site.app, for: SagaSite.scope))
            let overtaken = try await drive(engine.newID())
            #expect(overtaken == .overtaken)
            #expect(try await site.saga(id).version == 1)
        }
    }
}
