import EventLoop
import Identifiers
import Messaging
import Observability
public import Postgres
public import ServiceRuntime

/// Drives the sagas of one database that fall due: those that were just begun, those whose pause is over, and those
/// whose driver has not been heard of. Every process of a service runs one; the timers' claims share the work out.
///
/// ```swift
/// func parts(_ places: ServicePlaces) throws -> [ServiceEntry] {
///     [ServiceEntry(SagaRunner(engine, app: places.database, system: places.system))]
/// }
/// ```
/// At its start it finds everything that was under way when the process before it ended, since timers are rows.
///
/// Failure. The database is away: drivers keep what they hold and look again after growing pauses; where that takes
/// longer than their lease, another runner may go on. Asked to stop, it claims nothing more, and each driver ends after its current
/// command, which is bounded; cancelled, drivers drop what they do, and the next ones repeat it.
// Safety: everything but `init` runs on the loop's thread, where `run` goes first.
public final class SagaRunner: Service, @unchecked Sendable {
    public let name = "sagas"
    private let engine: SagaEngine
    private let app: Database
    private let system: Database
    private let drivenMax: Int
    private let lookMax: Duration
    private let loop: Loop
    private let alarm: Alarm
    private var driven = 0
    private var isStopping = false
    private var measureDue = MonotonicTime(nanoseconds: 0)
    private var random: SystemRandomNumberGenerator

    /// - Parameters:
    ///   - engine: what drives.
    ///   - app: the database as the application, on the loop of the runner.
    ///   - system: the same as the system role, which finds what is due in any organisation.
    ///   - drivenMax: how many sagas at a time.
    ///   - lookMax: the longest time without a look at the timers.
    public init(
        _ engine: SagaEngine, app: Database, system: Database, drivenMax: Int = SagaLimits.drivenMax,
        lookMax: Duration = SagaLimits.lookMax
    ) {
        precondition(app.loop === system.loop, "a runner has one loop")
        precondition(drivenMax > 0 && lookMax > .zero, "a runner drives something, sometimes")
        (self.engine, self.app, self.system) = (engine, app, system)
        (self.drivenMax, self.lookMax) = (drivenMax, lookMax)
        loop = app.loop
        alarm = Alarm(on: app.loop)
        random = SystemRandomNumberGenerator()
    }

    public func run(_ lifecycle: ServiceLifecycle) async {
        await withTaskExecutorPreference(loop) { await work(lifecycle) }
    }

    private func work(_ lifecycle: ServiceLifecycle) async {
        engine.bell.onRing { [loop, alarm] in
            if loop.isCurrent { alarm.ring() } else { loop.execute { alarm.ring() } }
        }
        lifecycle.started()
        await withDiscardingTaskGroup { group in
            group.addTask(executorPreference: loop) { [self] in
                await lifecycle.stopRequested()
                isStopping = true
                alarm.ring()
            }
            while !isStopping, !Task.isCancelled {
                alarm.reset()
                let claimed = await claim()
                for claim in claimed ?? [] { drive(claim, in: &group) }
                if claimed?.isEmpty == false, driven < drivenMax { continue }
                let next = driven < drivenMax ? await pause(failed: claimed == nil) : lookMax
                guard !isStopping, !Task.isCancelled else { break }
                await alarm.wait(until: .now + next)
            }
        }
        engine.bell.onRing(nil)
    }

    /// What it may drive now; nil when the database does not say.
    private func claim() async -> [(TimerStore.Claim, claimant: UUID128)]? {
        guard driven < drivenMax else { return [] }
        let claimant = engine.newID()
        do {
            try await measure()
            let now = engine.clock.now
            let claims = try await engine.timers.claim(
                drivenMax - driven, of: Array(engine.wired.keys), as: claimant, lease: engine.settings.lease, at: now,
                in: system)
            for claim in claims { engine.metrics.lateness.record(claim.dueAt.duration(to: now)) }
            return claims.map { ($0, claimant) }
        } catch {
            if !Task.isCancelled { log(error) }
            return nil
        }
    }

    private func drive(_ claim: (TimerStore.Claim, claimant: UUID128), in group: inout DiscardingTaskGroup) {
        driven += 1
        group.addTask(executorPreference: loop) { [self] in
            await drive(claim.0, as: claim.claimant)
            driven -= 1
            alarm.ring()
        }
    }

    private func drive(_ claim: TimerStore.Claim, as claimant: UUID128) async {
        let scope = Scope.organization(claim.organizationID)
        let drive = SagaDrive(
            engine: engine, id: claim.sagaID, claimant: claimant, database: app, scope: scope,
            isStopping: { [self] in isStopping }, isReached: { _ in false })
        let backoff = Backoff(SagaLimits.databasePauses.first, upTo: SagaLimits.databasePauses.longest)
        var failures = 0
        while !isStopping, !Task.isCancelled {
            do {
                if try await drive.run() == .unknown { logUnknown(claim) }
                return
            } catch {
                guard !Task.isCancelled else { return }
                log(error)
                failures += 1
                // Ended early only by cancellation, which the condition sees. The claim is still there, or somebody
                // else has it, which the next round finds out.
                try? await loop.sleep(for: backoff.pause(after: failures, &random))
            }
        }
    }

    /// How long there is nothing to claim.
    private func pause(failed: Bool) async -> Duration {
        guard !failed else { return lookMax }
        do {
            guard let next = try await engine.timers.next(after: engine.clock.now, in: system) else { return lookMax }
            return min(lookMax, max(.milliseconds(1), engine.clock.now.duration(to: next)))
        } catch {
            return lookMax
        }
    }

    private func measure() async throws {
        guard MonotonicTime.now >= measureDue else { return }
        let now = engine.clock.now
        let figures = try await SagaFigures.read(at: now, in: system)
        engine.metrics.take(figures, of: Set(engine.wired.keys.map(\.type)), at: now)
        measureDue = .now + SagaLimits.measureInterval
    }

    private func logUnknown(_ claim: TimerStore.Claim) {
        engine.logger.log(.error, "saga is at no step of its definition") { line in
            line.add(.component, name)
            line.add(.aggregateID, claim.sagaID)
        }
    }

    private func log(_ error: any Error) {
        engine.logger.log(.warning, "sagas wait for their database") { line in
            line.add(.component, name)
            line.add(error: error)
        }
    }
}
