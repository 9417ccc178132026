public import BookingDomain
public import HTTPServer
import Identifiers
import JSON
public import PlatformProtocol
import Postgres

/// Somebody has the venue then. Of whoever that is, nothing but the window is said.
struct TimeConflict: Error, Equatable, ProblemConvertible {
    /// Nil when it is not known.
    let window: Range<Timestamp>?

    init(_ window: TimestampRange?) {
        self.window = window?.bounded
    }

    var problem: Problem {
        guard let window else { return Problem(.timeConflict, detail: "The venue is taken then.") }
        return Problem(
            .timeConflict, detail: "The venue is taken from \(window.lowerBound) to \(window.upperBound).",
            extensions: [
                "conflict": [
                    "startDateTime": .string("\(window.lowerBound)"), "endDateTime": .string("\(window.upperBound)"),
                ]
            ])
    }
}

/// A location that cannot be booked by whoever asks.
enum VenueRefusal: Error, Equatable, ProblemConvertible {
    /// There is none, or none that they may know of: the same answer.
    case unknown
    case refused(VenuePermission.Refusal)

    /// Refuses a booking at a place that its organisation may not book, or not for that.
    static func check(_ venue: LocationSnapshot, for booking: Booking) throws(VenueRefusal) {
        let permission = VenueProjection(venue).permission(
            for: booking.organizationID, in: booking.details.state,
            attendance: booking.details.conditions.expectedAttendance)
        switch permission {
        case .allowed, .awaitsReview, .awaitsVenue: break
        case .refused(.notVisible): throw .unknown
        case .refused(let refusal): throw .refused(refusal)
        }
    }

    var problem: Problem { problem(beside: []) }

    /// The refusal among whatever else is wrong.
    func problem(beside faults: [BookingFault]) -> Problem {
        let (code, message): (JSONFault.Code, String) =
            switch self {
            case .unknown: ("unknown_location", "is no location that you may book")
            case .refused(.notVisible): ("unknown_location", "is no location that you may book")
            case .refused(.retired): ("retired", "is retired")
            case .refused(.notApproved): ("not_approved", "is not approved")
            case .refused(.notGranted): ("not_granted", "is booked by those it names")
            case .refused(.otherState): ("other_state", "is in another state than the booking")
            case .refused(.tooSmall): ("too_small", "is too small for those who are expected")
            }
        return Problem(
            .validationFailed,
            violations: faults.map(JSONFault.init) + [JSONFault(pointer: "/locationId", code: code, message: message)])
    }
}

/// The law refuses a booking; the rules that it breaks are named.
struct LawRefusal: Error, ProblemConvertible {
    let decision: ComplianceDecision
    let broken: [RuleFinding]

    var problem: Problem {
        Problem(
            .complianceRefused, detail: "The law refuses it: \(decision.rawValue).",
            extensions: ["decision": .string(decision.rawValue), "rules": .array(broken.map(\.named))])
    }
}

extension RuleFinding {
    fileprivate var named: JSONValue {
        var members: JSONObject = ["ruleId": .string(ruleID), "message": .string(message)]
        if let citation {
            members["citation"] = .string(citation.section)
            if let url = citation.url { members["url"] = .string(url) }
        }
        if let leastChange { members["leastChange"] = .string(leastChange) }
        return .object(members)
    }
}

extension JSONFault {
    init(_ fault: BookingFault) {
        self.init(pointer: fault.pointer, code: Code(rawValue: "\(fault.label)"), message: fault.message)
    }
}

extension BookingError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .invalid(let faults): Problem(.validationFailed, violations: faults.map(JSONFault.init))
        case .transitionRefused(let from, let to, let allowed):
            refusal(from: from.rawValue, to: to.rawValue, allowed: allowed.map(\.rawValue))
        case .resubmissionNotAllowed:
            refusal(from: BookingStatus.rejected.rawValue, to: BookingStatus.draft.rawValue, allowed: [])
        case .stageRefused(let from, let to, let allowed):
            refusal(from: from.rawValue, to: to.rawValue, allowed: allowed.map(\.rawValue))
        case .notEditable(let fields, let status):
            Problem(
                .ruleBroken, detail: "\(self).",
                violations: fields.map {
                    JSONFault(
                        pointer: "/\($0.rawValue)", code: "not_editable",
                        message: "cannot be changed while \(status.rawValue)")
                })
        case .stateNotOperable(let state):
            Problem(.stateNotOperable, detail: "\(self).", extensions: ["state": .string(state.rawValue)])
        case .complianceRefused(let decision): LawRefusal(decision: decision, broken: []).problem
        case .decisionTooLate(let moment), .notExpired(let moment), .alreadyBegun(let moment), .tooEarly(let moment):
            broken(["moment": .string("\(moment)")])
        case .notReady(let items):
            broken(["items": .array(items.map { .object(ReadinessItemView($0).summary) })])
        case .notWaivable: broken()
        }
    }

    private func refusal(from: String, to: String, allowed: [String]) -> Problem {
        Problem(
            .invalidTransition, detail: "\(self).",
            extensions: [
                "from": .string(from), "to": .string(to), "allowed": .array(allowed.map { .string($0) }),
            ])
    }

    private func broken(_ more: JSONObject = [:]) -> Problem {
        var extensions: JSONObject = ["rule": .string("\(label)")]
        for (name, value) in more.members { extensions[name] = value }
        return Problem(.ruleBroken, detail: "\(self).", extensions: extensions)
    }
}
