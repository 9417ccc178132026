import EventLoop
import Identifiers
import LocalPostgres
import Postgres
import PostgresTestKit
import Synchronization
import TestKit
import Testing

@testable import Sagas
@testable import ServiceRuntime

/// Runners that die at random awaits, connections that are cut, and participants that fail beside it.
@Suite("Sagas whose drivers die") struct SagaKillTests {
    @Test(
        "killed at random awaits, with random faults beside, every saga ends with all of its effects or none",
        arguments: [11, 12])
    func randomKills(seed: UInt64) async throws {
        try await withSagas { site in
            let random = Mutex(SeededRandom(seed: seed))
            let isCalm = Mutex(false)
            // Some must turn back, whatever the draws are.
            let doomed = Mutex(Set<UUID128>())
            let ledger = Ledger(site) { command, moment in
                let last = ["create_payment_intent", "update_booking_status"].contains(command.step)
                if last, command.direction == .forward, doomed.withLock({ $0.contains(command.sagaID) }) {
                    throw SagaRefusal("declined")
                }
                guard !isCalm.withLock({ $0 }) else { return }
                let (draw, pause) = random.withLock { ($0.below(100), $0.below(4)) }
                if pause == 0 { try await site.loop.sleep(for: .milliseconds(3)) }
                switch (draw, moment) {
                case (0..<8, _): throw Broken()
                case (8..<10, .before) where command.direction == .forward: throw SagaRefusal("forbidden")
                case (10..<13, .before): throw Away()
                case (13..<15, .after): try await site.loop.sleep(for: .milliseconds(600))
                default: break
                }
            }
            let sagas = [
                try ledger.wired(BookingCreation.self, policy: .quick(persistentRetries: 1_000)),
                try ledger.wired(StaffAssignment.self, policy: .quick(persistentRetries: 1_000)),
            ]
            // A lease as short as this one lapses under drivers that are at work.
            let engine = site.engine(sagas) {
                ($0.callMax, $0.operationMax, $0.lease) = (.milliseconds(200), .milliseconds(250), .milliseconds(300))
            }
            var ids: [UUID128] = []
            for number in 0..<24 {
                ids.append(
                    number % 2 == 0
                        ? try await site.begin(with: engine)
                        : try await site.start(
                            StaffAssignment.self, .init(bookingID: BookingID(engine.newID()), bookingVersion: 1),
                            with: engine
                        ).id)
            }
            doomed.withLock { $0 = Set(ids.prefix(6)) }
            var kills = 0
            while try await open(site) > 0 {
                let lifetime = random.withLock { Int64($0.below(60) + 5) }
                await live(for: .milliseconds(lifetime), site, [site.runner(engine), site.runner(engine)])
                kills += 1
                if kills % 5 == 0 { try await cutConnections(site) }
                if kills == 300 { isCalm.withLock { $0 = true } }
                guard kills < 2_000 else { break }
            }
            #expect(kills > 3, "nothing was killed")
            for id in ids {
                let record = try await site.saga(id)
                let plan = record.type == BookingCreation.type ? BookingCreation.plan : StaffAssignment.plan
                if ids.prefix(6).contains(id) { #expect(record.phase == .compensated) }
                let violations = try await site.violations(of: record, plan)
                #expect(violations == [], "seed \(seed), \(id)")
            }
        }
    }

    private func open(_ site: SagaSite) async throws -> Int {
        while true {
            do throws(PostgresError) {
                let row = try await site.app.one(
                    "SELECT count(*) FROM saga WHERE ended_at IS NULL", for: SagaSite.scope)
                return Int(try row.decode(Int64.self))
            } catch {
                guard error.isTransient else { throw error }
                try await site.app.ready(until: .now + .seconds(60))
            }
        }
    }

    /// Runs runners and cancels them after a while, wherever they are then.
    private func live(for lifetime: Duration, _ site: SagaSite, _ runners: [SagaRunner]) async {
        await withDiscardingTaskGroup { group in
            for runner in runners {
                group.addTask(executorPreference: site.loop) { await runner.run(ServiceLifecycle {}) }
            }
            // Ends early only with the test itself.
            try? await site.loop.sleep(for: lifetime)
            group.cancelAll()
        }
    }

    private func cutConnections(_ site: SagaSite) async throws {
        try await site.test.database.run(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND usename = 'booking_app'
            """)
    }
}
