public import Identifiers
public import JSON

/// How a booking gets its people, run by the staff service once the booking is approved.
///
/// | step | where | undone by |
/// |---|---|---|
/// | validate, availability, certifications, costs | local: people, calendars and certificates are its own | |
/// | assignment records | local | terminal status, nothing is deleted |
/// | calendars | local | the time is given back |
/// | notify | call | notices that the assignment does not stand |
/// | booking status | call: the booking service owns it | it is taken back |
///
/// Between the finding of free people and their calendars somebody else may take them: the calendars refuse then (one
/// person has one booking at a time), and what was made before is undone.
///
/// **The pivot is the last step**: the booking says that it has its people only when everything else is done, and each
/// effect before it can be taken back. Notices before the status, as the order of the steps has it, mean that people may
/// hear of an assignment and then of its end; the other way round a booking would rely on people who do not know.
public enum StaffAssignment: SagaDefinition {
    /// In this order.
    public enum Step: String, CaseIterable, Sendable {
        case validateRequirements = "validate_staff_requirements"
        case checkAvailability = "check_staff_availability"
        case verifyCertifications = "verify_cannabis_certifications"
        case calculateCosts = "calculate_assignment_costs"
        case createRecords = "create_assignment_records"
        case updateCalendars = "update_staff_calendars"
        case notifyStaff = "notify_assigned_staff"
        case updateBookingStatus = "update_booking_status"
    }

    /// What the steps find out for those after them.
    public struct Payload: Sendable, Equatable {
        public let bookingID: BookingID
        /// Which version of the booking it is about.
        public let bookingVersion: Int
        /// Who could do it, best first, as far as the steps have narrowed it down.
        public var candidates: [StaffID]
        /// Who does it, in the order of the seats.
        public var chosen: [StaffID]
        public var cost: Money?
        public var assignmentIDs: [StaffAssignmentID]

        public init(
            bookingID: BookingID, bookingVersion: Int, candidates: [StaffID] = [], chosen: [StaffID] = [],
            cost: Money? = nil, assignmentIDs: [StaffAssignmentID] = []
        ) {
            (self.bookingID, self.bookingVersion) = (bookingID, bookingVersion)
            (self.candidates, self.chosen) = (candidates, chosen)
            (self.cost, self.assignmentIDs) = (cost, assignmentIDs)
        }
    }

    /// People that one booking's saga can carry.
    public static let peopleMax = 500

    public static let type = "staff_assignment"
    public static let version = 1
    public static let policy = SagaPolicy(deadline: .seconds(300))
    public static let pivot = Step.updateBookingStatus

    public static func form(of step: Step) -> SagaStepForm {
        switch step {
        case .validateRequirements, .checkAvailability, .verifyCertifications, .calculateCosts: .check(.local)
        case .createRecords: .effect(.local, undoneBy: "remove_assignment_records")
        case .updateCalendars: .effect(.local, undoneBy: "restore_calendar_availability")
        case .notifyStaff: .effect(.call, undoneBy: "send_assignment_cancellation")
        case .updateBookingStatus: .effect(.call, undoneBy: "revert_booking_status")
        }
    }
}

extension StaffAssignment.Payload: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("bookingId", \.bookingID, .id()),
        Field("bookingVersion", \.bookingVersion, .integer(1...Int(Int32.max))),
        Field("candidates", \.candidates, .array(.id(), count: 0...StaffAssignment.peopleMax)),
        Field("chosen", \.chosen, .array(.id(), count: 0...StaffAssignment.peopleMax)),
        Field("cost", \.cost, .nested().optional),
        Field("assignmentIds", \.assignmentIDs, .array(.id(), count: 0...StaffAssignment.peopleMax)))

    public static let jsonName = "StaffAssignmentPayload"
}
