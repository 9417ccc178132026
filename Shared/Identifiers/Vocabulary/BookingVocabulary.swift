/// Where a booking stands. Which moves are allowed is the booking service's table.
public enum BookingStatus: String, CaseIterable, Sendable {
    case draft
    case pendingApproval = "pending_approval"
    case changesRequested = "changes_requested"
    case rejected
    case approved
    case confirmed
    case inProgress = "in_progress"
    case onHold = "on_hold"
    case completed
    case cancelled
    case expired
    case noShow = "no_show"
}

/// How far the work on a booking is. It advances with the status and goes back only by rework.
public enum BookingStage: String, CaseIterable, Sendable {
    case intake, compliance, approval, staffing, logistics, ready, execution
    case wrapUp = "wrap_up"
    case closed
}

/// What an operational check found.
public enum OperationalStatus: String, CaseIterable, Sendable {
    case notChecked = "not_checked"
    case pending, verified, failed, waived
}

/// What kind of event is booked.
public enum CannabisBookingType: String, CaseIterable, Sendable {
    case productDemo = "product_demo"
    case productPromotion = "product_promotion"
    case privateParty = "private_party"
    case staffTraining = "staff_training"
    case brandActivation = "brand_activation"
    case educationalSession = "educational_session"
    case dispensaryOpening = "dispensary_opening"
    case tradeShow = "trade_show"
    case customerExperience = "customer_experience"
}

/// What a product is.
public enum CannabisProductCategory: String, CaseIterable, Sendable {
    case flower, edibles, concentrates, topicals, beverages, accessories, seeds, clones
}

/// What kind of move a change of status is.
public enum BookingTransitionType: String, CaseIterable, Sendable {
    case cancellation, completion, submission, approval, progression
}

/// How much a change of status upsets.
public enum ImpactLevel: String, CaseIterable, Sendable {
    case low, medium, high
}

/// How often a booking repeats.
public enum RecurrenceFrequency: String, CaseIterable, Sendable {
    case daily, weekly, monthly
}

/// Where a reservation of a place, a time and a party stands.
public enum ReservationStatus: String, CaseIterable, Sendable {
    case pending = "PENDING"
    case confirmed = "CONFIRMED"
    case checkedIn = "CHECKED_IN"
    case completed = "COMPLETED"
    case cancelled = "CANCELLED"
    case expired = "EXPIRED"
    case noShow = "NO_SHOW"
}

/// Where one date of a booking stands.
public enum EventInstanceStatus: String, CaseIterable, Sendable {
    case scheduled, assigned, preparing, ready
    case inProgress = "in_progress"
    case completed, cancelled, rescheduled
}

/// Where one activity of an event stands.
public enum ActivityStatus: String, CaseIterable, Sendable {
    case created, assigned
    case inProgress = "in_progress"
    case completed, cancelled
}
