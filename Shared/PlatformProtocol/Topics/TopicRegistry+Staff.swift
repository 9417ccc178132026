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
        EventDeclaration(StaffAssignedToBooking.self, of: .staffAssignment),
        EventDeclaration(StaffAssignmentCreated.self, of: .staffAssignment),
        EventDeclaration(StaffAssignmentOffered.self, of: .staffAssignment),
        EventDeclaration(
            StaffAssignmentAccepted.self, of: .staffAssignment, effects: .accompanies(.staffAssignedToBooking)),
        EventDeclaration(StaffAssignmentRejected.self, of: .staffAssignment),
        EventDeclaration(StaffAssignmentExpired.self, of: .staffAssignment),
        EventDeclaration(StaffAssignmentReleased.self, of: .staffAssignment),
        EventDeclaration(StaffNoShow.self, of: .staffAssignment),
        EventDeclaration(StaffCheckedIn.self, of: .staffAssignment),
        EventDeclaration(StaffCheckedOut.self, of: .staffAssignment),
    ]

    static let staffEvents: [EventDeclaration] = [
        EventDeclaration(StaffAvailabilityChanged.self, of: .staffProfile),
        EventDeclaration(TrainingCompleted.self, of: .staffProfile),
    ]
}
