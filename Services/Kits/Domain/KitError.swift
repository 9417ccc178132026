public import Identifiers

/// Every way in which the rules of kits say no.
public enum KitError: Error, Equatable, Sendable {
    case blankName
    case repeatedComponent
    case planningOutOfRange
    /// It needs work, or is out of service.
    case unfit(EquipmentCondition)
    case bookingTakesNothing(BookingStatus)
    case bookingOver
    /// C30: it would leave its state.
    case crossesStateLine(home: USState, booking: USState)
    /// The kit is taken, then.
    case taken(TimeWindow?)
    /// It has left the warehouse, or was given back before.
    case notReleasable(KitAssignmentStatus)

    /// A bounded name for metrics and logs.
    public var label: StaticString {
        switch self {
        case .blankName: "blank_name"
        case .repeatedComponent: "repeated_component"
        case .planningOutOfRange: "planning_out_of_range"
        case .unfit: "unfit"
        case .bookingTakesNothing: "booking_takes_nothing"
        case .bookingOver: "booking_over"
        case .crossesStateLine: "crosses_state_line"
        case .taken: "taken"
        case .notReleasable: "not_releasable"
        }
    }
}
