public import Identifiers
import JSON

/// A kit's assignment after a step of its journey. Only one that has a kit can take a step.
public struct KitStep: Sendable, Equatable {
    /// The assignment after the step.
    public let assignment: KitAssignmentSnapshot
    /// Which kit takes it.
    public let kitInstanceID: KitID

    /// Nil for an assignment to which no kit has been given yet.
    public init?(_ assignment: KitAssignmentSnapshot) {
        guard let kitInstanceID = assignment.kitInstanceID else { return nil }
        self.init(assignment, of: kitInstanceID)
    }

    private init(_ assignment: KitAssignmentSnapshot, of kitInstanceID: KitID) {
        self.assignment = assignment
        self.kitInstanceID = kitInstanceID
    }

    /// As it is read: the assignment knows best which kit it is.
    fileprivate static func read(_ assignment: KitAssignmentSnapshot, _ kitInstanceID: KitID) -> KitStep {
        KitStep(assignment, of: assignment.kitInstanceID ?? kitInstanceID)
    }
}

/// What the payloads about a kit's journey begin with.
public protocol KitStepPayload: KitAssignmentEventPayload {
    var step: KitStep { get }
}

extension KitStepPayload {
    public var assignment: KitAssignmentSnapshot { step.assignment }

    static var stepHead: JSONFieldGroup<Self, KitStep> {
        JSONFieldGroup(
            {
                (
                    _: KitAssignmentID, _: BookingID, _: EventInstanceID?, _: ActivityID?, kitInstanceID: KitID,
                    assignment: KitAssignmentSnapshot
                ) in
                KitStep.read(assignment, kitInstanceID)
            },
            Field("kitAssignmentId", \.kitAssignmentID, .id()),
            Field("bookingId", \.bookingID, .id()),
            Field("eventId", \.assignment.eventID, .id().optional),
            Field("activityId", \.assignment.activityID, .id().optional),
            Field("kitInstanceId", \.step.kitInstanceID, .id()),
            Field("assignment", \.step.assignment, .nested()))
    }
}
