import HTTPServer
import PlatformProtocol

/// Which problems a route may answer with, as its contract and its operation imply them.
enum ImpliedProblems {
    /// The codes by status, in the order of the statuses.
    static func of(_ route: Route) -> [(status: UInt16, codes: [ProblemCode])] {
        let contract = route.contract
        var codes: [ProblemCode] = [.invalidParameter]
        if contract.accepts != nil {
            codes += [
                .malformedJSON, .unknownField, .bodyTooLarge, .unsupportedMediaType, .validationFailed, .requestTimeout,
            ]
        }
        if !route.operation.isOpen { codes += [.missingToken, .invalidToken, .forbidden] }
        if contract.answers?.body != nil { codes.append(.notAcceptable) }
        if !contract.path.isEmpty { codes.append(.notFound) }
        if contract.takesIdempotencyKey { codes += [.idempotencyKeyReused, .idempotencyInProgress] }
        switch contract.versioning {
        case .none, .answered: break
        case .accepted: codes += [.versionConflict, .preconditionFailed]
        case .required: codes += [.versionConflict, .preconditionFailed, .preconditionRequired]
        }
        codes += contract.problems
        codes += [.rateLimited, .serviceUnavailable, .draining]
        var grouped: [UInt16: [ProblemCode]] = [:]
        for code in codes where !grouped[code.status, default: []].contains(code) {
            grouped[code.status, default: []].append(code)
        }
        return grouped.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
