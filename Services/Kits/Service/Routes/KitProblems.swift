public import HTTPServer
import Identifiers
import JSON
public import KitsDomain
public import PlatformProtocol

extension KitError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .blankName: broken("/name", "must not be blank")
        case .repeatedComponent: broken("/contents", "must not name anything twice")
        case .planningOutOfRange: broken("/preparationMinutes", "and transitMinutes must be possible")
        case .unfit(let condition):
            Problem(
                .ruleBroken, detail: "The kit cannot be used: \(condition.rawValue).",
                extensions: ["condition": .string(condition.rawValue)])
        case .bookingTakesNothing(let status):
            Problem(
                .ruleBroken, detail: "A booking that is \(status.rawValue) takes no kits.",
                extensions: [
                    "status": .string(status.rawValue),
                    "takes": .array(KitPolicy.takes.statuses.map { .string($0.rawValue) }),
                ])
        case .bookingOver: Problem(.ruleBroken, detail: "The booking is over.")
        case .crossesStateLine(let home, let booking):
            Problem(
                .complianceRefused,
                detail: "What touches the plant never crosses a state line: the kit is in \(home.rawValue), the "
                    + "booking in \(booking.rawValue).",
                extensions: [
                    "rule": "plant_touching_stays_in_state", "homeState": .string(home.rawValue),
                    "bookingState": .string(booking.rawValue),
                ])
        case .taken(let window): taken(window)
        case .notReleasable(let status):
            Problem(
                .invalidTransition, detail: "A kit that is \(status.rawValue) cannot be given back unused.",
                extensions: [
                    "from": .string(status.rawValue), "to": .string(KitAssignmentStatus.closed.rawValue),
                    "allowed": .array(KitStates.moves(from: status).map { .string($0.rawValue) }),
                ])
        }
    }

    private func broken(_ pointer: String, _ message: String) -> Problem {
        Problem(.validationFailed, violations: [JSONFault(pointer: pointer, code: "rule_broken", message: message)])
    }

    /// Names the window that is in the way, and nothing else of it.
    private func taken(_ window: TimeWindow?) -> Problem {
        guard let window else { return Problem(.timeConflict, detail: "The kit is taken.") }
        return Problem(
            .timeConflict, detail: "The kit is taken.",
            extensions: [
                "conflictingWindow": [
                    "start": .string(window.start.description), "end": .string(window.end.description),
                ]
            ])
    }
}
