public import HTTPServer
import Identifiers
import JSON
public import PlatformProtocol
public import StaffDomain

extension StaffError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .blankName: broken("/displayName", "must not be blank")
        case .travelOutOfRange: broken("/travelMinutes", "is too long")
        case .repeated(let list): broken("/\(list.rawValue)", "must not name anything twice")
        case .certificateBackwards(let kind):
            broken("/certifications", "\(kind.rawValue) must not expire before it is issued")
        case .userTaken: broken("/userId", "is another person's on file")
        case .notTheirs(let fields):
            Problem(
                .forbidden, detail: "Somebody else says this of you: \(fields.joined(separator: ", ")).",
                extensions: ["fields": .array(fields.map { .string($0) })])
        case .inactive: Problem(.ruleBroken, detail: "The person takes no assignments.")
        case .bookingTakesNobody(let status):
            Problem(
                .ruleBroken, detail: "A booking that is \(status.rawValue) takes nobody.",
                extensions: [
                    "status": .string(status.rawValue),
                    "takes": .array(CrewPolicy.takes.statuses.map { .string($0.rawValue) }),
                ])
        case .bookingOver: Problem(.ruleBroken, detail: "The booking is over.")
        case .crewFull:
            Problem(.ruleBroken, detail: "The booking has \(StaffLimits.crewMax) people, which is as many as it may.")
        case .certificateMissing(let kind):
            Problem(
                .ruleBroken, detail: "The person is not \(kind.rawValue).",
                extensions: ["certification": .string(kind.rawValue)])
        case .certificateExpires(let kind, let day, let event):
            Problem(
                .ruleBroken, detail: "\(kind.rawValue) expires on \(day), and the event is on \(event).",
                extensions: [
                    "certification": .string(kind.rawValue), "expiresOn": .string(day.description),
                    "eventOn": .string(event.description),
                ])
        case .rateCurrency(let usual, let booking):
            broken("/hourlyRate", "is needed: the person's rate is in \(usual), the booking in \(booking)")
        case .calendarTaken(let window):
            .timeConflict(with: window, "The person's time is taken.")
        case .invalidMove(let from, let to):
            Problem(
                .invalidTransition, detail: "Invalid status transition: \(from.rawValue) -> \(to.rawValue)",
                extensions: [
                    "from": .string(from.rawValue), "to": .string(to.rawValue),
                    "allowed": .array(AssignmentStates.moves(from: from).map { .string($0.rawValue) }),
                ])
        }
    }

    private func broken(_ pointer: String, _ message: String) -> Problem {
        Problem(.validationFailed, violations: [JSONFault(pointer: pointer, code: "rule_broken", message: message)])
    }
}

extension Problem {
    /// Names the window that is in the way, and nothing else of it.
    fileprivate static func timeConflict(with window: TimeWindow?, _ detail: String) -> Problem {
        guard let window else { return Problem(.timeConflict, detail: detail) }
        return Problem(
            .timeConflict, detail: detail,
            extensions: [
                "conflictingWindow": [
                    "start": .string(window.start.description), "end": .string(window.end.description),
                ]
            ])
    }
}
