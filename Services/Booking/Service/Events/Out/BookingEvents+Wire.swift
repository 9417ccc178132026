import BookingDomain
import Identifiers
import JSON
import Messaging
import PlatformProtocol
import Postgres

/// Tells what one change did to a booking: each event with the version it made and with the booking as it stands after
/// all of them, all of one cause.
struct BookingTelling {
    let outbox: Outbox
    let cause: EventCause
    /// What the caller had to say beyond what the rules ask for, for the events alone.
    var remarks: JSONValue?

    func tell(
        _ change: BookingChange, of booking: Booking, at venue: LocationSnapshot?, in transaction: Transaction
    ) throws {
        for told in change.events {
            let snapshot = BookingSnapshot(booking, version: told.version)
            let payload = payload(of: told.event, change, snapshot, booking, venue)
            do {
                try append(payload, told, booking, in: transaction)
            } catch OutboxFault.tooLarge, OutboxFault.unfit(.valueTooLarge) {
                // The booking itself leaves room, so it is what was said with this change.
                throw Problem(.validationFailed, detail: "What you say is longer than can be told. Say less.")
            }
        }
    }

    private func append(
        _ payload: some EventPayload, _ told: BookingChange.Told, _ booking: Booking, in transaction: Transaction
    ) throws {
        try outbox.append(
            payload, version: told.version, cause: cause, clientID: booking.details.clientID,
            context: CannabisContext(
                complianceRelevant: true, auditRequired: told.event.isDecision, stateSpecific: true,
                regulatoryImpact: told.event.isDecision ? .medium : .low),
            metadata: metadata(of: told.event), in: transaction)
    }

    private func metadata(of event: BookingEvent) -> JSONObject {
        var members = JSONObject()
        if case .statusChanged(let move) = event {
            members["transitionType"] = .string(move.type.rawValue)
            members["impactLevel"] = .string(move.impact.rawValue)
        }
        if let remarks { members["remarks"] = remarks }
        return members
    }

    private func payload(
        of event: BookingEvent, _ change: BookingChange, _ snapshot: BookingSnapshot, _ booking: Booking,
        _ venue: LocationSnapshot?
    ) -> any EventPayload {
        let (actor, now) = (change.by.id, booking.updatedAt)
        switch event {
        case .created: return BookingCreated(booking, snapshot, at: venue)
        case .statusChanged(let move):
            return BookingStatusChanged(
                oldStatus: move.from, newStatus: move.to, changedBy: actor, changedAt: now, notes: move.notes,
                statusTransitionReason: move.transitionReason, booking: snapshot)
        case .submitted:
            return BookingSubmitted(
                submittedBy: actor, submittedAt: now, eventDates: booking.details.namedDates,
                recurrencePattern: booking.details.recurrence.map { RecurrencePattern($0) }, booking: snapshot)
        case .approved(let notes):
            return BookingApproved(
                approvedBy: actor, approvedAt: now, notes: notes, eventDates: booking.details.namedDates,
                booking: snapshot)
        case .rejected(let reason, let allowResubmission):
            return BookingRejected(
                rejectedBy: actor, rejectedAt: now, reason: reason, allowResubmission: allowResubmission,
                booking: snapshot)
        case .changesRequested(let changes):
            return BookingChangesRequested(
                requestedBy: actor, requestedAt: now, changes: changes.map { RequestedChange($0) }, booking: snapshot)
        case .updated(let fields, let needsReapproval):
            return BookingUpdated(
                updatedBy: actor, updatedAt: now, changedFields: fields.map(\.rawValue),
                needsReapproval: needsReapproval, booking: snapshot)
        case .cancelled(let reason):
            return BookingCancelled(
                cancelledBy: actor, cancelledAt: now, reason: reason, affectedEventIDs: [], booking: snapshot)
        case .stageAdvanced(let step):
            return BookingStageAdvanced(
                oldStage: step.from, newStage: step.to, changedBy: actor, changedAt: now, isRework: step.isRework,
                reason: step.reason, booking: snapshot)
        case .operationalVerified(let status, let items):
            return BookingOperationalVerified(
                operationalStatus: status, verifiedBy: actor, verifiedAt: now, items: items.map { OperationalItem($0) },
                booking: snapshot)
        case .confirmed: return BookingConfirmed(confirmedBy: actor, confirmedAt: now, booking: snapshot)
        case .checkedIn: return BookingCheckedIn(checkedInBy: actor, checkedInAt: now, booking: snapshot)
        case .completed: return BookingCompleted(completedBy: actor, completedAt: now, booking: snapshot)
        case .expired(let reason): return BookingExpired(expiredAt: now, reason: reason, booking: snapshot)
        }
    }
}

extension BookingCreated {
    fileprivate init(_ booking: Booking, _ snapshot: BookingSnapshot, at venue: LocationSnapshot?) {
        let figures = BookingFigures(of: booking.details)
        self.init(
            createdBy: booking.createdBy, cannabisOperationType: figures.operationType.rawValue,
            requiredStaffSkills: figures.requiredSkills,
            locationRequirements: venue.map {
                LocationRequirements(
                    type: $0.venueType.rawValue, capacity: $0.capacity, amenities: $0.amenities,
                    accessibility: $0.accessibilityFeatures)
            }, booking: snapshot)
    }
}

extension RequestedChange {
    fileprivate init(_ change: AskedChange) {
        self.init(field: change.field, reason: change.reason, suggestedValue: change.suggestedValue)
    }
}

extension OperationalItem {
    fileprivate init(_ item: ReadinessItem) {
        self.init(item: item.kind.rawValue, proven: item.state.isSettled, evidence: item.evidence)
    }
}

extension BookingEvent {
    /// Somebody took responsibility for something that a regulator may ask about.
    fileprivate var isDecision: Bool {
        switch self {
        case .approved, .rejected, .confirmed, .cancelled, .operationalVerified: true
        case .created, .statusChanged, .submitted, .changesRequested, .updated, .stageAdvanced, .checkedIn, .completed,
            .expired:
            false
        }
    }
}
