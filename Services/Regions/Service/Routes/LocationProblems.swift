public import HTTPServer
import Identifiers
import JSON
public import PlatformProtocol
public import RegionsDomain

extension LocationError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .invalidMove(let from, let to, let allowed):
            Problem(
                .invalidTransition, detail: "Invalid status transition: \(from.rawValue) -> \(to.rawValue)",
                extensions: [
                    "from": .string(from.rawValue), "to": .string(to.rawValue),
                    "allowed": .array(allowed.map { .string($0.rawValue) }),
                ])
        case .retired: Problem(.ruleBroken, detail: "The location is retired.")
        case .blankName: broken("/name", "must not be blank")
        case .createdRetired: broken("/kind", "a new location is private or shared")
        case .grantsNobody: broken("/grantedTo", "must name an organisation when the policy is named_grants")
        case .grantsWithoutPolicy:
            broken("/grantedTo", "must be empty unless the location is shared and its policy is named_grants")
        case .unknownTimeZone: broken("/timezone", "must be a time zone of the tz database such as America/Denver")
        }
    }

    private func broken(_ pointer: String, _ message: String) -> Problem {
        Problem(.validationFailed, violations: [JSONFault(pointer: pointer, code: "rule_broken", message: message)])
    }
}
