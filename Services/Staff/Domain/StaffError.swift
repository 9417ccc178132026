public import Identifiers

/// Every way in which the rules of people and assignments say no.
public enum StaffError: Error, Equatable, Sendable {
    case blankName
    case travelOutOfRange
    case repeated(WordList)
    case certificateBackwards(CannabisStaffCertification)
    /// Somebody on file signs in as this user already.
    case userTaken
    /// The person may not say this of themselves.
    case notTheirs([String])
    /// The person takes no assignments.
    case inactive
    case bookingTakesNobody(BookingStatus)
    case bookingOver
    case crewFull
    case certificateMissing(CannabisStaffCertification)
    case certificateExpires(CannabisStaffCertification, on: CalendarDay, eventOn: CalendarDay)
    /// The person's usual rate is not in the booking's currency.
    case rateCurrency(Currency, booking: Currency)
    /// The person's time is taken, then.
    case calendarTaken(TimeWindow?)
    case invalidMove(from: StaffAssignmentStatus, to: StaffAssignmentStatus)

    /// A list in a profile that names nothing twice.
    public enum WordList: String, Sendable {
        case languages, skills, certifications
    }

    /// A bounded name for metrics and logs.
    public var label: StaticString {
        switch self {
        case .blankName: "blank_name"
        case .travelOutOfRange: "travel_out_of_range"
        case .repeated: "repeated"
        case .certificateBackwards: "certificate_backwards"
        case .userTaken: "user_taken"
        case .notTheirs: "not_theirs"
        case .inactive: "inactive"
        case .bookingTakesNobody: "booking_takes_nobody"
        case .bookingOver: "booking_over"
        case .crewFull: "crew_full"
        case .certificateMissing: "certificate_missing"
        case .certificateExpires: "certificate_expires"
        case .rateCurrency: "rate_currency"
        case .calendarTaken: "calendar_taken"
        case .invalidMove: "invalid_move"
        }
    }
}
