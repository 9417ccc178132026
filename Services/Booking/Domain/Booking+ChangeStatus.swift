public import Identifiers

/// What a rule may need besides the booking, gathered once for callers that name a status instead of a verb.
public struct DecisionGrounds: Sendable {
    public let compliance: ComplianceStanding?
    public let readiness: Readiness
    public let holds: HoldPolicy

    public init(compliance: ComplianceStanding?, readiness: Readiness, holds: HoldPolicy) {
        self.compliance = compliance
        self.readiness = readiness
        self.holds = holds
    }
}

extension Booking {
    /// Moves it to the status that is named, by the rule that leads there: whoever names a status gets around none of
    /// the conditions of the verb. Naming the present one moves the stage alone, back only with `isRework`.
    /// `allowResubmission` is for a rejection.
    public mutating func changeStatus(
        to next: BookingStatus, stage: BookingStage? = nil, isRework: Bool = false, reason: String? = nil,
        allowResubmission: Bool = true, on grounds: DecisionGrounds, by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        if next == status, let stage {
            return isRework
                ? try rework(to: stage, reason: reason ?? "", by: author, at: now)
                : try advance(to: stage, reason: reason, by: author, at: now)
        }
        guard let move = BookingLifecycle.statuses.fact(from: status, to: next) else {
            throw .transitionRefused(from: status, to: next, allowed: allowedNext)
        }
        switch move.verb {
        case .submit:
            return try submit(
                compliance: grounds.compliance, holds: grounds.holds, stage: stage, notes: reason, by: author, at: now)
        case .approve:
            return try approve(compliance: grounds.compliance, stage: stage, notes: reason, by: author, at: now)
        case .reject:
            return try reject(
                reason: reason ?? "", allowResubmission: allowResubmission, stage: stage, by: author, at: now)
        case .requestChanges:
            guard let reason, !reason.isBlank else { throw .invalid([BookingFault(.reason, .required)]) }
            return try requestChanges(
                [AskedChange(field: "booking", reason: reason)], holds: grounds.holds, stage: stage, notes: reason,
                by: author, at: now)
        case .resubmit: return try resubmit(holds: grounds.holds, stage: stage, notes: reason, by: author, at: now)
        case .hold: return try hold(stage: stage, notes: reason, by: author, at: now)
        case .resume:
            return try resume(compliance: grounds.compliance, stage: stage, notes: reason, by: author, at: now)
        case .confirm: return try confirm(given: grounds.readiness, stage: stage, notes: reason, by: author, at: now)
        case .start: return try start(given: grounds.readiness, stage: stage, notes: reason, by: author, at: now)
        case .complete: return try complete(stage: stage, notes: reason, by: author, at: now)
        case .cancel: return try cancel(reason: reason, stage: stage, by: author, at: now)
        case .noShow: return try markNoShow(stage: stage, notes: reason, by: author, at: now)
        case .expire: return try expire(by: author, at: now)
        }
    }
}
