import Identifiers
import JSON
import PlatformProtocol

extension Sample {
    /// One of each, in the order of their types.
    static func all() throws -> [Sample] {
        var samples = try bookings() + decisions() + endings()
        samples += try dates() + activities() + organizations()
        samples += try staff() + kits() + compliance()
        samples += try regions() + communication()
        return samples
    }

    private static func bookings() throws -> [Sample] {
        let draft = Samples.bookingSnapshot(.draft, stage: .intake, version: 1)
        let created = BookingCreated(
            createdBy: Samples.manager, cannabisOperationType: "general", requiredStaffSkills: ["budtender"],
            locationRequirements: LocationRequirements(
                type: "event_space", capacity: 250, amenities: ["stage"], accessibility: ["ramp"]), booking: draft)
        let updated = BookingUpdated(
            updatedBy: Samples.manager, updatedAt: Samples.hours(1), changedFields: ["startDateTime", "endDateTime"],
            needsReapproval: true, booking: Samples.bookingSnapshot(.approved, stage: .approval, version: 5))
        let advanced = BookingStageAdvanced(
            oldStage: .approval, newStage: .staffing, changedBy: Samples.manager, changedAt: Samples.hours(1),
            isRework: false, booking: Samples.bookingSnapshot(.approved, stage: .staffing, version: 6))
        let verified = BookingOperationalVerified(
            operationalStatus: .verified, verifiedBy: Samples.manager, verifiedAt: Samples.hours(2),
            items: [OperationalItem(item: "staff", proven: true, evidence: "assignment 30")],
            booking: Samples.bookingSnapshot(.approved, stage: .ready, version: 7))
        let context = CannabisContext(
            complianceRelevant: true, auditRequired: true, stateSpecific: true, regulatoryImpact: .medium)
        return [
            try Sample(
                created, by: .booking, version: 1, client: Samples.client, context: context,
                metadata: ["estimatedDuration": 4, "bookingValue": 2000, "complexityScore": 6]),
            try Sample(updated, by: .booking, version: 5, client: Samples.client),
            try Sample(advanced, by: .booking, version: 6, client: Samples.client),
            try Sample(verified, by: .booking, version: 7, client: Samples.client),
        ]
    }

    private static func decisions() throws -> [Sample] {
        let pending = Samples.bookingSnapshot(.pendingApproval, stage: .approval, version: 3)
        let submitted = BookingSubmitted(
            submittedBy: Samples.manager, submittedAt: Samples.hours(1), eventDates: [Samples.hours(336)],
            recurrencePattern: RecurrencePattern(
                frequency: .weekly, interval: 2, endDate: Samples.day(2027, 3, 31)), booking: pending)
        let approved = BookingApproved(
            approvedBy: Samples.manager, approvedAt: Samples.hours(2), notes: "As discussed",
            eventDates: [Samples.hours(336)], booking: Samples.bookingSnapshot(.approved, stage: .approval, version: 5))
        let rejected = BookingRejected(
            rejectedBy: Samples.manager, rejectedAt: Samples.hours(2), reason: "No budget", allowResubmission: true,
            booking: Samples.bookingSnapshot(.rejected, stage: .approval, version: 5))
        let changes = BookingChangesRequested(
            requestedBy: Samples.manager, requestedAt: Samples.hours(2),
            changes: [RequestedChange(field: "startDateTime", reason: "Too early", suggestedValue: "18:00")],
            booking: Samples.bookingSnapshot(.changesRequested, stage: .approval, version: 5))
        return [
            try Sample(submitted, by: .booking, version: 3, client: Samples.client),
            try Sample(approved, by: .booking, version: 5, client: Samples.client),
            try Sample(rejected, by: .booking, version: 5, client: Samples.client),
            try Sample(changes, by: .booking, version: 5, client: Samples.client),
        ]
    }

    private static func endings() throws -> [Sample] {
        func snapshot(_ status: BookingStatus, _ stage: BookingStage) -> BookingSnapshot {
            Samples.bookingSnapshot(status, stage: stage, version: 9)
        }
        let changed = BookingStatusChanged(
            oldStatus: .pendingApproval, newStatus: .approved, changedBy: Samples.manager, changedAt: Samples.hours(2),
            notes: "As discussed", statusTransitionReason: "Booking approved by manager",
            booking: Samples.bookingSnapshot(.approved, stage: .approval, version: 4))
        let cancelled = BookingCancelled(
            cancelledBy: Samples.manager, cancelledAt: Samples.hours(3), reason: "Weather",
            affectedEventIDs: [Samples.date], booking: snapshot(.cancelled, .closed))
        let confirmed = BookingConfirmed(
            confirmedBy: Samples.manager, confirmedAt: Samples.hours(3), booking: snapshot(.confirmed, .ready))
        let checkedIn = BookingCheckedIn(
            eventID: Samples.date, checkedInBy: Samples.agent, checkedInAt: Samples.hours(336),
            booking: snapshot(.inProgress, .execution))
        let completed = BookingCompleted(
            completedBy: Samples.agent, completedAt: Samples.hours(340), booking: snapshot(.completed, .wrapUp))
        let expired = BookingExpired(
            expiredAt: Samples.hours(72), reason: "Nobody decided in time", booking: snapshot(.expired, .closed))
        return [
            try Sample(
                changed, by: .booking, version: 4, client: Samples.client,
                metadata: ["transitionType": "approval", "impactLevel": "low"]),
            try Sample(cancelled, by: .booking, version: 9, client: Samples.client),
            try Sample(confirmed, by: .booking, version: 9, client: Samples.client),
            try Sample(checkedIn, by: .booking, version: 9, client: Samples.client),
            try Sample(completed, by: .booking, version: 9, client: Samples.client),
            try Sample(expired, by: .booking, version: 9, client: Samples.client),
        ]
    }
}
