import Identifiers

/// The operations of booking-management: bookings, event instances, activities, templates, waitlist.
extension PermissionTable {
    static let booking: [Operation] = [
        row(.post, "", "createBooking", .planners.union(.service), own: .client, .writes),
        row(.get, "", "listBookings", viewers, own: ownViewers, .reads),
        row(.get, "/{bookingId}", "getBooking", viewers, own: ownViewers, .reads),
        row(.put, "/{bookingId}", "replaceBooking", .planners, own: .client, .writes),
        row(.patch, "/{bookingId}", "updateBooking", .planners, own: .client, .writes),
        row(.get, "/reference/{reference}", "getBookingByReference", viewers, own: ownViewers, .reads),
        row(.get, "/guest/{guestId}", "listBookingsOfGuest", .planners, own: [.client, .guest], .reads),
        row(.get, "/venue/{venueId}", "listBookingsAtVenue", .planners, own: .venue, .reads),
        row(.put, "/{bookingId}/status", "replaceBookingStatus", .crews.union(.service), .writes),
        row(.post, "/{bookingId}/status", "changeBookingStatus", .crews.union(.service), .writes),
        row(.post, "/{bookingId}/submit", "submitBooking", .planners, own: .client, .writes),
        row(.post, "/{bookingId}/approve", "approveBooking", .planners, .writes),
        row(.post, "/{bookingId}/reject", "rejectBooking", .planners, .writes),
        row(.post, "/{bookingId}/request-changes", "requestBookingChanges", .planners, .writes),
        row(.post, "/{bookingId}/hold", "holdBooking", .planners, .writes),
        row(.post, "/{bookingId}/resume", "resumeBooking", .planners, .writes),
        row(.post, "/{bookingId}/confirm", "confirmBooking", .planners.union(.service), .writes),
        row(.post, "/{bookingId}/start", "startBooking", .crews, .writes),
        row(.post, "/{bookingId}/complete", "completeBooking", .crews, .writes),
        row(.post, "/{bookingId}/no-show", "markBookingNoShow", .crews, own: .venue, .writes),
        row(.post, "/{bookingId}/cancel", "cancelBooking", .planners, own: .client, .writes),
        row(.post, "/{bookingId}/staff", "assignStaffToBooking", .planners, .writes),
        row(.post, "/{bookingId}/operational-check", "runOperationalCheck", checkers, .writes),
        row(.get, "/{bookingId}/operational-check", "getOperationalCheck", checkers, own: .client, .reads),
        row(.get, "/{bookingId}/history", "getBookingHistory", .crews.union(.complianceOfficer), own: .client, .reads),
        row(.get, "/{bookingId}/events", "listBookingEvents", .officers.union(.service), .reads),
        row(.get, "/{bookingId}/timeline", "getBookingTimeline", .crews, own: .client, .reads),
        row(.get, "/{bookingId}/saga", "getBookingSaga", .planners, own: .client, .reads),
        row(.post, "/availability/check", "checkAvailability", .crews.union(.service), own: .client, .reads),
        row(.get, "/statistics", "getBookingStatistics", .planners, .reads, .restricted),

        row(.get, "/{bookingId}/event-instances", "listEventInstances", viewers, own: ownViewers, .reads),
        row(.get, "/event-instances/{eventId}", "getEventInstance", viewers, own: ownViewers, .reads),
        row(.post, "/event-instances/{eventId}/assign-manager", "assignEventManager", .planners, .writes),
        row(.post, "/event-instances/{eventId}/start-preparation", "startEventPreparation", .crews, .writes),
        row(.post, "/event-instances/{eventId}/ready", "markEventReady", .crews, .writes),
        row(.post, "/event-instances/{eventId}/start", "startEvent", .crews, .writes),
        row(.post, "/event-instances/{eventId}/complete", "completeEvent", .crews, .writes),
        row(.post, "/event-instances/{eventId}/cancel", "cancelEvent", .planners, .writes),
        row(.post, "/event-instances/{eventId}/reschedule", "rescheduleEvent", .planners, .writes),
        row(
            .post, "/event-instances/{eventId}/issues", "reportEventIssue", .crews, own: [.brandAgent, .venue], .writes),

        row(.post, "/activities", "createActivity", .crews, .writes),
        row(.get, "/activities", "listActivities", .crews, own: [.brandAgent, .client], .reads),
        row(.get, "/activities/{activityId}", "getActivity", .crews, own: [.brandAgent, .client], .reads),
        row(.post, "/activities/{activityId}/assign", "assignActivity", .crews, .writes),
        row(.post, "/activities/{activityId}/start", "startActivity", .crews, own: .brandAgent, .writes),
        row(.post, "/activities/{activityId}/complete", "completeActivity", .crews, own: .brandAgent, .writes),
        row(.post, "/activities/{activityId}/cancel", "cancelActivity", .crews, .writes),
        row(.post, "/activities/{activityId}/issues", "reportActivityIssue", .crews, own: .brandAgent, .writes),

        row(.get, "/templates", "listBookingTemplates", .crews, own: .client, .reads, .internal),
        row(.post, "/templates", "createBookingTemplate", .planners, .writes, .internal),
        row(.get, "/templates/{templateId}", "getBookingTemplate", .crews, own: .client, .reads, .internal),
        row(.put, "/templates/{templateId}", "replaceBookingTemplate", .planners, .writes, .internal),
        row(.delete, "/templates/{templateId}", "deleteBookingTemplate", .planners, .writes, .internal),
        row(.get, "/waitlist", "listWaitlist", .planners, own: [.client, .guest], .reads),
        row(.post, "/waitlist", "joinWaitlist", .planners, own: [.client, .guest], .writes),
        row(.delete, "/waitlist/{entryId}", "leaveWaitlist", .planners, own: [.client, .guest], .writes),
    ]

    private static let viewers: RoleSet = .crews.union([.complianceOfficer, .service])
    private static let ownViewers: RoleSet = [.brandAgent, .client, .venue, .guest]
    private static let checkers: RoleSet = .crews.union([.complianceOfficer, .service])

    private static func row(
        _ method: Operation.Method, _ path: String, _ name: String, _ roles: RoleSet, own: RoleSet = [],
        _ effect: Operation.Effect, _ classification: DataClassification = .confidential
    ) -> Operation {
        Operation(.booking, method, "/api/v1/bookings\(path)", name, roles, own: own, classification, effect)
    }
}
