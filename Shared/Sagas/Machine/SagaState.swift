public import Identifiers
public import Postgres

/// Which way a command goes.
public enum SagaDirection: String, CaseIterable, Sendable {
    /// Does a step.
    case forward
    /// Undoes it.
    case backward
}

/// Where a saga stands.
public enum SagaPhase: String, CaseIterable, Sendable {
    /// Its steps are done one after the other. Can transition to: completed, compensating, stuck (after the pivot).
    case forward
    /// It has turned back; what was done, or may have been, is undone from the last to the first. Can transition to:
    /// compensated, stuck.
    case compensating
    /// Every step is done. Final.
    case completed
    /// Nothing of it is left at any participant. Final.
    case compensated
    /// What must succeed does not: an operator has to decide. Can transition to: forward or compensating, whichever it
    /// was; abandoned.
    case stuck
    /// An operator has taken over what is left of it, outside of the saga. Final.
    case abandoned

    /// Whether it goes on by itself.
    public var isRunning: Bool { self == .forward || self == .compensating }

    /// Whether nothing happens to it any more.
    public var isFinal: Bool { self == .completed || self == .compensated || self == .abandoned }
}

extension SagaDirection: PostgresEncodable, PostgresDecodable {}
extension SagaPhase: PostgresEncodable, PostgresDecodable {}

/// All that the machine knows of a saga: everything it decides follows from this, the plan and the time.
public struct SagaState: Sendable, Equatable {
    public internal(set) var phase: SagaPhase
    /// The way of the current command; of a stuck saga, the way it got stuck on.
    public internal(set) var direction: SagaDirection
    /// The step that the current command does or undoes.
    public internal(set) var step: Int
    /// Attempts of the current command that failed by its own fault.
    public internal(set) var failures: Int
    /// Attempts in a row that something else prevented.
    public internal(set) var stalls: Int
    /// Since when the current command is the current one.
    public internal(set) var stepSince: Timestamp
    /// When it turns back if it is not past the pivot.
    public internal(set) var deadline: Timestamp
    /// The end of the pause that it makes; nil when there is none.
    public internal(set) var pauseEnd: Timestamp?
    /// Why it turned back, or got stuck on the way forward.
    public internal(set) var fault: SagaFault?

    init(
        phase: SagaPhase, direction: SagaDirection, step: Int, failures: Int = 0, stalls: Int = 0,
        stepSince: Timestamp, deadline: Timestamp, pauseEnd: Timestamp? = nil, fault: SagaFault? = nil
    ) {
        (self.phase, self.direction, self.step) = (phase, direction, step)
        (self.failures, self.stalls) = (failures, stalls)
        (self.stepSince, self.deadline, self.pauseEnd, self.fault) = (stepSince, deadline, pauseEnd, fault)
    }

    /// A saga that begins now.
    static func begun(_ plan: SagaPlan, at now: Timestamp) -> SagaState {
        SagaState(
            phase: .forward, direction: .forward, step: 0, stepSince: now,
            deadline: now.advanced(by: plan.policy.deadline))
    }
}
