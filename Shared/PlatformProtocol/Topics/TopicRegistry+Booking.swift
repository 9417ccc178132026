/// The topics of booking-management about bookings, and what they carry.
extension TopicRegistry {
    static let bookingTopics: [Topic] = [
        Topic("booking.created", from: .booking, carries: .bookingCreated, to: everyone, kept: .bookings),
        Topic(
            "booking.status_changed", from: .booking,
            carries: .bookingStatusChanged, .bookingSubmitted, .bookingApproved, .bookingRejected,
            .bookingChangesRequested, to: everyone, kept: .bookings),
        Topic("booking.updated", from: .booking, carries: .bookingUpdated, to: everyone, kept: .bookings),
        Topic("booking.cancelled", from: .booking, carries: .bookingCancelled, to: everyone, kept: .bookings),
        Topic("booking.stage_advanced", from: .booking, carries: .bookingStageAdvanced, to: watchers, kept: .bookings),
        Topic(
            "booking.operational_verified", from: .booking, carries: .bookingOperationalVerified, to: watchers,
            kept: .bookings),
        Topic("booking.confirmed", from: .booking, carries: .bookingConfirmed, to: crews, kept: .bookings),
        Topic("booking.checked_in", from: .booking, carries: .bookingCheckedIn, to: crews, kept: .bookings),
        Topic("booking.completed", from: .booking, carries: .bookingCompleted, to: crews, kept: .bookings),
        Topic("booking.expired", from: .booking, carries: .bookingExpired, to: crews, kept: .bookings),
    ]

    private static let everyone: [ServiceName] = [.staff, .kits, .compliance, .regions, .notifications]
    private static let crews: [ServiceName] = [.regions, .kits, .staff, .notifications]
    private static let watchers: [ServiceName] = [.notifications, .regions]

    /// `BOOKING_STATUS_CHANGED` tells every move. A move with a type of its own is told by both, with consecutive
    /// versions and one causation id, and the move's own type drives.
    static let bookingEvents: [EventDeclaration] = [
        of(BookingCreated.self),
        of(BookingStatusChanged.self, effects: .drivesWhenAlone),
        of(BookingSubmitted.self),
        of(BookingApproved.self),
        of(BookingRejected.self),
        of(BookingChangesRequested.self),
        of(BookingUpdated.self),
        of(BookingCancelled.self),
        of(BookingStageAdvanced.self),
        of(BookingOperationalVerified.self),
        of(BookingConfirmed.self),
        of(BookingCheckedIn.self),
        of(BookingCompleted.self),
        of(BookingExpired.self),
    ]

    private static func of(_ payload: any EventPayload.Type, effects: EffectRole = .drives) -> EventDeclaration {
        EventDeclaration(payload, of: .booking, effects: effects)
    }
}
