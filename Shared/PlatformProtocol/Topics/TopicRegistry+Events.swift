import Identifiers

/// The topics of booking-management about the dates of bookings and what is done on them.
extension TopicRegistry {
    static let eventTopics: [Topic] = [
        event("event.instances_generated", .eventInstancesGenerated),
        event("event.assigned_to_manager", .eventAssignedToManager, .pii),
        event("event.preparation_started", .eventPreparationStarted, .pii),
        event("event.ready", .eventReady),
        event("event.started", .eventStarted, .pii),
        event("event.completed", .eventCompleted, .pii),
        event("event.cancelled", .eventCancelled),
        event("event.rescheduled", .eventRescheduled),
        event("event.issue_reported", .eventIssueReported),
        activity("activity.created", .activityCreated),
        activity("activity.assigned", .activityAssigned, .pii),
        activity("activity.started", .activityStarted, .pii),
        activity("activity.completed", .activityCompleted),
        activity("activity.cancelled", .activityCancelled),
        activity("activity.issue_reported", .activityIssueReported),
    ]

    static let instanceEvents: [EventDeclaration] = [
        EventDeclaration(EventInstancesGenerated.self, of: .booking),
        EventDeclaration(EventManagerAssigned.self, of: .eventInstance),
        EventDeclaration(EventPreparationStarted.self, of: .eventInstance),
        EventDeclaration(EventReady.self, of: .eventInstance),
        EventDeclaration(EventStarted.self, of: .eventInstance),
        EventDeclaration(EventCompleted.self, of: .eventInstance),
        EventDeclaration(EventCancelled.self, of: .eventInstance),
        EventDeclaration(EventRescheduled.self, of: .eventInstance),
        EventDeclaration(EventIssueReported.self, of: .eventInstance),
    ]

    static let activityEvents: [EventDeclaration] = [
        EventDeclaration(ActivityCreated.self, of: .activity),
        EventDeclaration(ActivityAssigned.self, of: .activity),
        EventDeclaration(ActivityStarted.self, of: .activity),
        EventDeclaration(ActivityCompleted.self, of: .activity),
        EventDeclaration(ActivityCancelled.self, of: .activity),
        EventDeclaration(ActivityIssueReported.self, of: .activity),
    ]

    private static func event(
        _ name: String, _ type: EventType, _ classification: DataClassification = .confidential
    ) -> Topic {
        Topic(
            name, from: .booking, carries: type, to: [.staff, .kits, .notifications, .regions],
            kept: .eventInstances, classification)
    }

    private static func activity(
        _ name: String, _ type: EventType, _ classification: DataClassification = .confidential
    ) -> Topic {
        Topic(
            name, from: .booking, carries: type, to: [.staff, .kits, .notifications], kept: .activities,
            classification)
    }
}
