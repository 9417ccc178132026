public import Identifiers

/// A move that the tables allow, with all that follows from them. Only `Booking.allowed` makes one.
struct AllowedMove {
    let to: BookingStatus
    let move: BookingMove
    let stage: BookingStage
    let notes: String?
}

/// The one way in which a status changes: first `allowed`, then whatever else the rule asks, then `carryOut`, which
/// cannot fail. That is why a rule that throws has changed nothing.
extension Booking {
    /// The move, with the stage that is asked for. Without one it is the first that the status allows, or the present
    /// one if that is further. The notes are what a person says about it.
    func allowed(to next: BookingStatus, stage asked: BookingStage?, notes: String?) throws(BookingError) -> AllowedMove
    {
        guard let move = BookingLifecycle.statuses.fact(from: status, to: next) else {
            throw .transitionRefused(from: status, to: next, allowed: allowedNext)
        }
        if move.condition == .resubmissionAllowed, !allowsResubmission { throw .resubmissionNotAllowed }
        var faults = Faults()
        if let notes { faults.text(notes, .reason, max: BookingLimits.reasonLengthMax) }
        try faults.check()
        let stages = BookingLifecycle.stages(of: next).filter { $0.position >= stage.position }
        guard let reached = asked ?? stages.first, stages.contains(reached) else {
            throw .stageRefused(from: stage, to: asked ?? stage, allowed: stages)
        }
        return AllowedMove(to: next, move: move, stage: reached, notes: notes.flatMap { $0.isBlank ? nil : $0 })
    }

    /// Where it may go now.
    public var allowedNext: [BookingStatus] {
        BookingLifecycle.statuses.next(after: status).filter { next in
            let condition = BookingLifecycle.statuses.fact(from: status, to: next)?.condition
            return condition != .resubmissionAllowed || allowsResubmission
        }
    }

    /// Does what was allowed and tells it: after what the same command did earlier, by the general event, by the one of
    /// its own if there is one, and by that of the stage.
    mutating func carryOut(
        _ move: AllowedMove, telling own: BookingEvent? = nil, after earlier: [BookingEvent] = [],
        by author: ChangeAuthor, at now: Timestamp
    ) -> BookingChange {
        var events = earlier
        events.append(
            .statusChanged(
                StatusChange(
                    from: status, to: move.to, type: move.move.type,
                    impact: .ofMove(to: move.to, start: window.start, at: now), transitionReason: move.move.reason,
                    notes: move.notes)))
        if let own { events.append(own) }
        if move.stage != stage {
            events.append(
                .stageAdvanced(StageChange(from: stage, to: move.stage, isRework: false, reason: move.notes)))
        }
        return tell(
            events, status: move.to, stage: move.stage, reason: move.notes ?? move.move.reason, by: author, at: now)
    }

    /// Counts the events and writes the history. `updatedAt` never goes back, though clocks of two machines may.
    mutating func tell(
        _ events: [BookingEvent], status newStatus: BookingStatus? = nil, stage newStage: BookingStage? = nil,
        reason: String? = nil, by author: ChangeAuthor, at now: Timestamp
    ) -> BookingChange {
        let told = events.enumerated().map { BookingChange.Told(version: version + 1 + $0, event: $1) }
        let (fromStatus, fromStage) = (status, stage)
        version += events.count
        status = newStatus ?? status
        stage = newStage ?? stage
        updatedBy = author.id
        updatedAt = max(updatedAt, now)
        let entry =
            fromStatus == status && fromStage == stage
            ? nil
            : BookingHistoryEntry(
                version: version, fromStatus: fromStatus, toStatus: status, fromStage: fromStage, toStage: stage,
                by: author, at: now, reason: reason)
        return BookingChange(events: told, history: entry, by: author, at: now)
    }

    /// Nothing had to change.
    func unchanged(by author: ChangeAuthor, at now: Timestamp) -> BookingChange {
        BookingChange(events: [], history: nil, by: author, at: now)
    }
}

extension ImpactLevel {
    /// How much a move upsets: a cancellation the more the nearer the start is.
    static func ofMove(to status: BookingStatus, start: Timestamp, at now: Timestamp) -> ImpactLevel {
        switch status {
        case .cancelled:
            let remaining = now.duration(to: start)
            return remaining < .seconds(24 * 3600) ? .high : remaining < .seconds(72 * 3600) ? .medium : .low
        case .inProgress: return .high
        case .completed: return .medium
        default: return .low
        }
    }
}
