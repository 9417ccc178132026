public import Identifiers

/// Every way the rules of a booking say no.
public enum BookingError: Error, Sendable, Equatable {
    /// What was asked is wrong in itself; never empty.
    case invalid([BookingFault])
    case transitionRefused(from: BookingStatus, to: BookingStatus, allowed: [BookingStatus])
    /// It was rejected for good.
    case resubmissionNotAllowed
    case stageRefused(from: BookingStage, to: BookingStage, allowed: [BookingStage])
    /// These fields cannot be changed any more.
    case notEditable([BookingField], in: BookingStatus)
    /// The platform does not operate in the state; a draft is all it can be.
    case stateNotOperable(USState)
    case complianceRefused(ComplianceDecision)
    /// The approval took longer than the slot was held.
    case decisionTooLate(deadline: Timestamp)
    /// There is nothing to expire yet.
    case notExpired(deadline: Timestamp)
    /// Nothing can be decided about a booking that begins before anybody could.
    case alreadyBegun(start: Timestamp)
    case tooEarly(notBefore: Timestamp)
    /// What it needs is not there.
    case notReady([ReadinessItem])
    /// Nobody may waive this.
    case notWaivable(ReadinessItem.Kind)

    /// For metrics and log lines.
    public var label: StaticString {
        switch self {
        case .invalid: "booking_invalid"
        case .transitionRefused: "booking_transition_refused"
        case .resubmissionNotAllowed: "booking_resubmission_not_allowed"
        case .stageRefused: "booking_stage_refused"
        case .notEditable: "booking_not_editable"
        case .stateNotOperable: "booking_state_not_operable"
        case .complianceRefused: "booking_compliance_refused"
        case .decisionTooLate: "booking_decision_too_late"
        case .notExpired: "booking_not_expired"
        case .alreadyBegun: "booking_already_begun"
        case .tooEarly: "booking_too_early"
        case .notReady: "booking_not_ready"
        case .notWaivable: "booking_not_waivable"
        }
    }
}

extension BookingError: CustomStringConvertible {
    /// For log lines and answers: statuses and names of fields, nothing that was sent.
    public var description: String {
        switch self {
        case .invalid(let faults): "invalid: \(faults.map { "\($0.pointer) \($0.message)" }.joined(separator: "; "))"
        case .transitionRefused(let from, let to, let allowed):
            "Invalid status transition: \(from.rawValue) -> \(to.rawValue)\(Self.listed(allowed.map(\.rawValue)))"
        case .resubmissionNotAllowed: "Invalid status transition: rejected -> draft: resubmission was not allowed"
        case .stageRefused(let from, let to, let allowed):
            "Invalid stage: \(from.rawValue) -> \(to.rawValue)\(Self.listed(allowed.map(\.rawValue)))"
        case .notEditable(let fields, let status):
            "\(fields.map(\.rawValue).joined(separator: ", ")) cannot be changed while \(status.rawValue)"
        case .stateNotOperable(let state): "bookings are not run in \(state.rawValue)"
        case .complianceRefused(let decision): "the law refuses it: \(decision.rawValue)"
        case .decisionTooLate(let deadline): "the decision was due by \(deadline)"
        case .notExpired(let deadline): "the decision is due by \(deadline)"
        case .alreadyBegun(let start): "it begins at \(start), before anybody could decide"
        case .tooEarly(let moment): "not before \(moment)"
        case .notReady(let items): "not ready: \(items.map(\.kind.rawValue).joined(separator: ", "))"
        case .notWaivable(let kind): "\(kind.rawValue) cannot be waived"
        }
    }

    private static func listed(_ allowed: [String]) -> String {
        allowed.isEmpty ? "; nothing is allowed" : "; allowed: \(allowed.joined(separator: ", "))"
    }
}
