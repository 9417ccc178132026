import Identifiers

/// The topics of staff-assignment.
extension TopicRegistry {
    static let staffTopics: [Topic] = [
        Topic(
            "staff.assigned", from: .staff, carries: .staffAssignedToBooking, .staffAssignmentAccepted,
            to: [.booking, .kits, .compliance, .regions, .notifications], kept: .staffAssignments, .pii),
        Topic(
            "staff.assignment_updated", from: .staff,
            carries: .staffAssignmentCreated, .staffAssignmentOffered, .staffAssignmentRejected,
            .staffAssignmentExpired, .staffAssignmentReleased, .staffNoShow, to: [.booking, .notifications],
            kept: .staffAssignments, .pii),
        Topic(
            "staff.availability_changed", from: .staff, carries: .staffAvailabilityChanged, to: [.regions],
            kept: .staffAssignments, .pii),
        Topic(
            "staff.checked_in", from: .staff, carries: .staffCheckedIn, to: [.notifications, .booking, .regions],
            kept: .staffAssignments, .pii),
        Topic(
            "staff.checked_out", from: .staff, carries: .staffCheckedOut, to: [.notifications, .booking, .regions],
            kept: .staffAssignments, .pii),
        Topic(
            "training.completed", from: .staff, carries: .trainingCompleted, to: [.staff, .compliance],
            kept: .staffAssignments, .pii),
    ]

    /// Everybody who gets to work on a booking is told by `STAFF_ASSIGNED_TO_BOOKING`, whether they accepted an offer
    /// or a manager assigned them.
    static let assignmentEvents: [EventDeclaration] = [
        EventDeclaration(.staffAssignedToBooking, of: .staffAssignment, .typed(StaffAssignedToBooking.self)),
        EventDeclaration(.staffAssignmentCreated, of: .staffAssignment, .typed(StaffAssignmentCreated.self)),
        EventDeclaration(.staffAssignmentReleased, of: .staffAssignment, .typed(StaffAssignmentReleased.self)),
        assignment(
            .staffAssignmentOffered, .time("offeredAt"), .actor("offeredBy"), .time("responseDeadline"),
            .object("location", .id("id"), .text("name"), .text("address")),
            .object("compensation", .money("rate"), .text("currency"), .number("estimatedHours")).optional),
        assignment(
            .staffAssignmentAccepted, .time("acceptedAt"), .text("notes").optional,
            effects: .accompanies(.staffAssignedToBooking)),
        assignment(.staffAssignmentRejected, .time("rejectedAt"), .text("reason"), .flag("isAvailableForFuture")),
        assignment(.staffAssignmentExpired, .time("expiredAt"), .time("responseDeadline")),
        assignment(
            .staffNoShow, .actor("reportedBy"), .time("reportedAt"),
            .choice("consequenceLevel", NoShowConsequence.self), .text("notes").optional),
        assignment(
            .staffCheckedIn, .time("checkedInAt"), position, .choice("verificationMethod", CheckInMethod.self)),
        assignment(
            .staffCheckedOut, .time("checkedOutAt"), .number("hoursWorked"), position, .text("feedback").optional),
    ]

    static let staffEvents: [EventDeclaration] = [
        EventDeclaration(
            .staffAvailabilityChanged, of: .staffProfile,
            .members([
                .id("staffId"), .actor("changedBy"), .time("changedAt"), .time("from"), .time("to"),
                .flag("isAvailable"),
                .text("reason").optional,
            ])),
        EventDeclaration(
            .trainingCompleted, of: .staffProfile,
            .members([
                .id("staffId"), .id("trainingId"), .text("course"), .time("completedAt"),
                .choice("certification", CannabisStaffCertification.self).optional, .day("validUntil").optional,
            ])),
    ]

    private static let position: PayloadMember = .object(
        "location", .number("latitude"), .number("longitude"), .number("accuracy"))

    /// `eventId` is there when the assignment is to one date and not to the whole booking.
    private static func assignment(
        _ type: EventType, _ members: PayloadMember..., effects: EffectRole = .drives
    ) -> EventDeclaration {
        let head: [PayloadMember] = [
            .id("assignmentId"), .id("bookingId"), .id("eventId").optional, .actor("userId"),
        ]
        return EventDeclaration(type, of: .staffAssignment, .members(head + members), effects: effects)
    }
}
