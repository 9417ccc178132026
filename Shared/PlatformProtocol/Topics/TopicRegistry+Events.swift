import Identifiers

/// The topics of booking-management about the dates of bookings and what is done on them.
extension TopicRegistry {
    static let eventTopics: [Topic] = [
        event("event.instances_generated", .eventInstancesGenerated),
        event("event.assigned_to_manager", .eventAssignedToManager),
        event("event.preparation_started", .eventPreparationStarted),
        event("event.ready", .eventReady),
        event("event.started", .eventStarted),
        event("event.completed", .eventCompleted),
        event("event.cancelled", .eventCancelled),
        event("event.rescheduled", .eventRescheduled),
        event("event.issue_reported", .eventIssueReported),
        activity("activity.created", .activityCreated),
        activity("activity.assigned", .activityAssigned),
        activity("activity.started", .activityStarted),
        activity("activity.completed", .activityCompleted),
        activity("activity.cancelled", .activityCancelled),
        activity("activity.issue_reported", .activityIssueReported),
    ]

    static let instanceEvents: [EventDeclaration] = [
        EventDeclaration(
            .eventInstancesGenerated, of: .booking,
            .members([
                .id("bookingId"), .id("clientId"), .ids("eventIds"), .actor("generatedBy"), .time("generatedAt"),
                .whole("totalEvents"),
            ])),
        instance(
            .eventAssignedToManager, .actor("managerId"), .actor("assignedBy"), .time("assignedAt"),
            .time("eventDate"), .object("location", .id("id"), .text("name"), .text("address"))),
        instance(
            .eventPreparationStarted, .actor("startedBy"), .time("startedAt"),
            .objects(
                "preparationTasks", .id("id"), .text("description"), .actor("assignedTo").optional, .time("dueDate"))),
        instance(
            .eventReady, .actor("readyBy"), .time("readyAt"), .flag("staffAssigned"), .flag("kitsAssigned"),
            .flag("logisticsConfirmed"), .flag("venueConfirmed")),
        instance(
            .eventStarted, .actor("startedBy"), .time("startedAt"), .object("location", .id("id"), .text("name")),
            .objects("staffPresent", .actor("userId"), .text("role"), .time("checkedInAt"))),
        instance(
            .eventCompleted, .actor("completedBy"), .time("completedAt"), .time("actualStartTime"),
            .time("actualEndTime"),
            .objects("staffParticipated", .actor("userId"), .text("role"), .number("hoursWorked")),
            .object("outcomes", .flag("metExpectations"), .measures("metrics"), .text("notes"))),
        instance(
            .eventCancelled, .actor("cancelledBy"), .time("cancelledAt"), .text("reason"), .flag("notifyClient")),
        instance(
            .eventRescheduled, .actor("rescheduledBy"), .time("rescheduledAt"), .time("originalDate"),
            .time("newDate"), .text("reason"), .flag("notifyStaff"), .flag("notifyClient")),
        instance(
            .eventIssueReported, .actor("reportedBy"), .time("reportedAt"),
            .choice("issueType", EventIssueType.self), .choice("severity", IssueSeverity.self), .text("description"),
            .text("immediateActionTaken").optional),
    ]

    static let activityEvents: [EventDeclaration] = [
        done(
            .activityCreated, .id("bookingId"), .actor("createdBy"), .time("createdAt"), .text("activityType"),
            .text("description"), .whole("duration"), .ids("requiredKitTemplateIds"), .texts("requiredStaffRoles")),
        done(
            .activityAssigned, .id("assignmentId"), .actor("assignedTo"), .actor("assignedBy"), .time("assignedAt"),
            .text("role"), .text("instructions").optional),
        done(.activityStarted, .actor("startedBy"), .time("startedAt"), .ids("kitsInUse"), .actors("staffExecuting")),
        done(
            .activityCompleted, .actor("completedBy"), .time("completedAt"),
            .object("outcomes", .measures("metrics"), .text("notes"), .texts("photoUrls").optional)),
        done(.activityCancelled, .actor("cancelledBy"), .time("cancelledAt"), .text("reason")),
        done(
            .activityIssueReported, .actor("reportedBy"), .time("reportedAt"), .text("issueType"),
            .text("description"), .choice("impactLevel", IssueImpact.self), .texts("photoUrls").optional),
    ]

    private static func event(_ name: String, _ type: EventType) -> Topic {
        Topic(
            name, from: .booking, carries: type, to: [.staff, .kits, .notifications, .regions],
            kept: .eventInstances)
    }

    private static func activity(_ name: String, _ type: EventType) -> Topic {
        Topic(name, from: .booking, carries: type, to: [.staff, .kits, .notifications], kept: .activities)
    }

    private static func instance(_ type: EventType, _ members: PayloadMember...) -> EventDeclaration {
        EventDeclaration(type, of: .eventInstance, .members([.id("eventId"), .id("bookingId")] + members))
    }

    private static func done(_ type: EventType, _ members: PayloadMember...) -> EventDeclaration {
        EventDeclaration(type, of: .activity, .members([.id("activityId"), .id("eventId")] + members))
    }
}
