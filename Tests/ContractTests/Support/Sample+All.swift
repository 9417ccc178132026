import Identifiers
import JSON
import PlatformProtocol

extension Sample {
    /// One of each, in the order of their types.
    static func all() throws -> [Sample] {
        try bookings() + decisions() + moves() + locations() + staff() + kits() + compliance()
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

    private static func moves() throws -> [Sample] {
        func snapshot(_ status: BookingStatus, _ stage: BookingStage) -> BookingSnapshot {
            Samples.bookingSnapshot(status, stage: stage, version: 9)
        }
        let changed = BookingStatusChanged(
            oldStatus: .pendingApproval, newStatus: .approved, changedBy: Samples.manager, changedAt: Samples.hours(2),
            notes: "As discussed", statusTransitionReason: "Booking approved by manager",
            booking: Samples.bookingSnapshot(.approved, stage: .approval, version: 4))
        let cancelled = BookingCancelled(
            cancelledBy: Samples.manager, cancelledAt: Samples.hours(3), reason: "Weather",
            affectedEventIDs: [EventInstanceID(Samples.uuid(50))], booking: snapshot(.cancelled, .closed))
        let confirmed = BookingConfirmed(
            confirmedBy: Samples.manager, confirmedAt: Samples.hours(3), booking: snapshot(.confirmed, .ready))
        let checkedIn = BookingCheckedIn(
            eventID: EventInstanceID(Samples.uuid(50)), checkedInBy: Samples.agent, checkedInAt: Samples.hours(336),
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

    private static func locations() throws -> [Sample] {
        let created = LocationCreated(
            createdBy: Samples.manager, createdAt: Samples.now, location: Samples.locationSnapshot(.draft, version: 2))
        let updated = LocationUpdated(
            changeType: .submitted, changedFields: ["status"], updatedBy: Samples.manager, updatedAt: Samples.hours(1),
            location: Samples.locationSnapshot(.pendingApproval, version: 3))
        let approved = LocationApproved(
            approvedBy: Samples.manager, approvedAt: Samples.hours(1), notes: "Seen",
            location: Samples.locationSnapshot(.approved, version: 5))
        let rejected = LocationRejected(
            rejectedBy: Samples.manager, rejectedAt: Samples.hours(1), reason: "No second exit",
            location: Samples.locationSnapshot(.rejected, version: 5))
        return [
            try Sample(created, by: .regions, version: 2), try Sample(updated, by: .regions, version: 3),
            try Sample(approved, by: .regions, version: 5), try Sample(rejected, by: .regions, version: 5),
        ]
    }

    private static func staff() throws -> [Sample] {
        let assigned = StaffAssignedToBooking(
            assignments: [
                StaffOnBooking(
                    assignmentID: Samples.assignment, staffID: Samples.staff, role: "budtender", hourlyRate: 3_250)
            ], assignedBy: Samples.manager, assignedAt: Samples.hours(1), booking: Samples.bookingBrief,
            totalHourlyRate: 3_250, skillsMatched: ["budtender"],
            assignment: Samples.staffSnapshot(.accepted, version: 2))
        let created = StaffAssignmentCreated(
            createdBy: Samples.manager, createdAt: Samples.now,
            assignment: Samples.staffSnapshot(.created, version: 1))
        let released = StaffAssignmentReleased(
            releasedBy: Samples.actor("staff-assignment"), releasedAt: Samples.hours(3), reason: "booking_cancelled",
            assignment: Samples.staffSnapshot(.cancelled, version: 3))
        return [
            try Sample(assigned, by: .staff, version: 2), try Sample(created, by: .staff, version: 1),
            try Sample(released, by: .staff, version: 3),
        ]
    }

    private static func kits() throws -> [Sample] {
        let assigned = KitAssignedToActivity(assignment: Samples.kitSnapshot(.assigned, version: 1))
        let released = KitReleased(
            releasedBy: Samples.actor("kit-management"), releasedAt: Samples.hours(3), reason: "booking_cancelled",
            assignment: Samples.kitSnapshot(.closed, version: 2))
        return [try Sample(assigned, by: .kits, version: 1), try Sample(released, by: .kits, version: 2)]
    }

    private static func compliance() throws -> [Sample] {
        let checked = ComplianceChecked(
            bookingID: Samples.booking, checkID: ComplianceCheckID(Samples.uuid(60)), version: 1, bookingVersion: 1,
            state: .california, decision: .conditional, checkedAt: Samples.hours(1), asOf: Samples.day(2026, 11, 21),
            ruleSetVersion: "1.0.0", findings: [Samples.finding], questions: ["Was the permit applied for?"])
        let violation = ComplianceViolationDetected(
            violationID: ViolationID(Samples.uuid(61)), bookingID: Samples.booking,
            checkID: ComplianceCheckID(Samples.uuid(60)), state: .california, severity: .major,
            finding: Samples.finding, detectedAt: Samples.hours(1))
        return [try Sample(checked, by: .compliance, version: 1), try Sample(violation, by: .compliance, version: 1)]
    }
}
