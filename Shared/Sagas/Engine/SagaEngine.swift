public import Identifiers
public import Observability
public import Postgres
import Synchronization

/// What a saga was begun for.
public struct SagaOrigin: Sendable, Equatable {
    /// What everything that is told on its account shares.
    public let correlationID: UUID128
    /// Nil when nobody asked for it, but an event.
    public let startedBy: ActorID?

    public init(correlationID: UUID128, startedBy: ActorID? = nil) {
        (self.correlationID, self.startedBy) = (correlationID, startedBy)
    }
}

/// What was found where a saga was to begin.
public enum SagaStart: Sendable, Equatable {
    case begun(UUID128)
    /// The business key has one, which goes its own way.
    case existing(UUID128)

    public var id: UUID128 {
        switch self {
        case .begun(let id), .existing(let id): id
        }
    }
}

/// A saga was moved: for whoever tells others of it in the same transaction.
public struct SagaChange: Sendable {
    /// The saga as it was before.
    public let before: SagaRecord
    public let phase: SagaPhase
    public let direction: SagaDirection
    public let step: String
    public let version: Int
    public let fault: SagaFault?
    public let at: Timestamp
}

/// Begins sagas, drives them, and decides about them for an operator. It belongs to no loop: what it is given a database
/// for runs on that database's loop.
public struct SagaEngine: Sendable {
    let wired: [WiredSaga.Key: WiredSaga]
    let clock: any WallClock
    let logger: Logger
    let metrics: SagaMetrics
    let settings: Settings
    let bell = SagaBell()
    let store = SagaStore()
    let timers = TimerStore()
    private let chance = SagaChance()

    /// How an engine works, beside what the definitions say.
    public struct Settings: Sendable {
        public var callMax = SagaLimits.callMax
        public var operationMax = SagaLimits.operationMax
        public var lease = SagaLimits.lease
        /// Called in the transaction of each move. What it throws undoes the move, which is tried again; that of a local
        /// step counts as the step's own error.
        public var onChange: (@Sendable (SagaChange, Transaction) async throws -> Void)?

        public init() {}
    }

    /// - Parameters:
    ///   - sagas: every definition, in every version of which sagas may be open.
    ///   - settings: how it works.
    ///   - clock: the time of day, which deadlines and pauses are counted in.
    ///   - logger: where it tells what happened.
    ///   - metrics: where it counts.
    public init(
        _ sagas: [WiredSaga], settings: Settings = Settings(), clock: any WallClock, logger: Logger,
        metrics: SagaMetrics
    ) {
        precondition(
            settings.callMax < settings.operationMax && settings.operationMax < settings.lease,
            "a call ends before its operation, and that before its lease")
        var wired: [WiredSaga.Key: WiredSaga] = [:]
        for saga in sagas {
            precondition(wired.updateValue(saga, forKey: saga.key) == nil, "a definition is wired once")
        }
        (self.wired, self.settings, self.clock) = (wired, settings, clock)
        (self.logger, self.metrics) = (logger, metrics)
    }

    /// Begins a saga in the transaction of whatever causes it: both are there, or neither.
    ///
    /// - Parameters:
    ///   - definition: which saga.
    ///   - key: what it is about: each has one saga of a type.
    ///   - payload: what it begins with.
    ///   - origin: what it is begun for.
    ///   - drivenHere: whether `follow` is called once the transaction has committed. Runners leave it alone for a moment
    ///     then; otherwise they come at once.
    ///   - transaction: that of the cause, for an organisation.
    /// - Returns: the saga that was begun, or the one that the key has already.
    /// - Throws: `SagaError` for what cannot be begun, and what the database says.
    public func start<Definition: SagaDefinition>(
        _ definition: Definition.Type, key: String, payload: Definition.Payload, origin: SagaOrigin,
        drivenHere: Bool = false, in transaction: Transaction
    ) async throws -> SagaStart {
        guard case .organization(let organization) = transaction.scope else { throw SagaError.noOrganization }
        guard (1...SagaLimits.keyBytesMax).contains(key.utf8.count) else { throw SagaError.unfitKey }
        let kind = WiredSaga.Key(type: Definition.type, version: Definition.version)
        guard let plan = wired[kind]?.plan else {
            throw SagaError.unknownDefinition(type: kind.type, version: kind.version)
        }
        let now = clock.now
        let begun = try await store.begin(
            newID(), kind, plan, .begun(plan, at: now), key: key, payload: try WiredSaga.written(payload),
            origin: origin, dueAt: drivenHere ? now.advanced(by: SagaLimits.handover) : now, at: now,
            of: organization, in: transaction)
        if let begun {
            transaction.afterCommit { [metrics, bell] in
                metrics.started.with(kind.type).add()
                if !drivenHere { bell.ring() }
            }
            return .begun(begun)
        }
        guard let existing = try await store.id(of: kind.type, key: key, in: transaction) else {
            throw SagaError.notFound
        }
        return .existing(existing)
    }

    func newID() -> UUID128 { chance.id(at: clock.now) }

    /// One input of a machine, with the engine's clock and chance.
    func handle(_ input: SagaInput, _ machine: inout SagaMachine) -> [SagaEffect] {
        chance.handle(input, &machine, at: clock.now)
    }
}

/// Ids and pauses, from any thread.
private final class SagaChance: Sendable {
    private struct State {
        var ids: UUIDGenerator
        var random: FastRandom
    }

    private let state: Mutex<State>

    init() {
        var source = SystemRandomNumberGenerator()
        state = Mutex(State(ids: UUIDGenerator(seededFrom: &source), random: FastRandom(seededFrom: &source)))
    }

    func id(at now: Timestamp) -> UUID128 { state.withLock { $0.ids.next(at: now) } }

    func handle(_ input: SagaInput, _ machine: inout SagaMachine, at now: Timestamp) -> [SagaEffect] {
        var random = state.withLock { state in FastRandom(seededFrom: &state.random) }
        return machine.handle(input, at: now, &random)
    }
}

/// Tells the runner of this process that something has become due. Only a hint: it looks by itself, too.
final class SagaBell: Sendable {
    private let listener = Mutex<(@Sendable () -> Void)?>(nil)

    func ring() {
        listener.withLock { $0 }?()
    }

    /// Whom `ring` calls, on whatever thread.
    func onRing(_ listener: (@Sendable () -> Void)?) {
        self.listener.withLock { $0 = listener }
    }
}
