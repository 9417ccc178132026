public import Identifiers

extension Booking {
    /// Moves the work forward, as far as the status allows.
    public mutating func advance(
        to next: BookingStage, reason: String? = nil, by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        let stages = BookingLifecycle.stages(of: status).filter { $0.position > stage.position }
        guard stages.contains(next) else { throw .stageRefused(from: stage, to: next, allowed: stages) }
        let reason = try checked(reason)
        let step = StageChange(from: stage, to: next, isRework: false, reason: reason)
        return tell([.stageAdvanced(step)], stage: next, reason: reason, by: author, at: now)
    }

    /// Takes the work back, for a reason, as far as the status allows.
    public mutating func rework(
        to earlier: BookingStage, reason: String, by author: ChangeAuthor, at now: Timestamp
    ) throws(BookingError) -> BookingChange {
        let stages = BookingLifecycle.stages(of: status).filter { $0.position < stage.position }
        guard stages.contains(earlier) else { throw .stageRefused(from: stage, to: earlier, allowed: stages) }
        guard let reason = try checked(reason) else { throw .invalid([BookingFault(.reason, .required)]) }
        let step = StageChange(from: stage, to: earlier, isRework: true, reason: reason)
        return tell([.stageAdvanced(step)], stage: earlier, reason: reason, by: author, at: now)
    }

    private func checked(_ reason: String?) throws(BookingError) -> String? {
        guard let reason, !reason.isBlank else { return nil }
        var faults = Faults()
        faults.text(reason, .reason, max: BookingLimits.reasonLengthMax)
        try faults.check()
        return reason
    }
}
