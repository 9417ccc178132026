import ComplianceDomain
import HTTPServer
import HTTPWire
import Identifiers
import JSON
import PlatformProtocol
import ResourceAPI

/// What the law of each state says, with where it was read. It is the same for everybody and for as long as the process
/// lives, so it is rendered once.
struct StateRoutes: Sendable {
    let law: LawBook
    private static let state = Parameter<USState>("state", .oneOf(), "As in new_york")

    var table: [Route] {
        let list = rendered(
            .array(law.collection.states.values.sorted { $0.state.rawValue < $1.state.rawValue }.map(\.summary)))
        let requirements = Dictionary(
            uniqueKeysWithValues: law.collection.states.map { state, law in
                (state, JSONValue.object(StateComplianceRequirements(of: law).json).bytes)
            })
        return [
            Route(.named("listStates"), answers: .ok(.json(JSONType<JSONValue>.any)), versioning: .answered) { _ in
                Self.answer(list)
            },
            Route(
                .named("getStateRequirements"), path: [Self.state.description],
                answers: .ok(.json(JSONType<JSONValue>.any)), versioning: .answered,
                about: "Seed 000's StateComplianceRequirements, with the sources each value rests upon."
            ) { request in
                guard let bytes = requirements[try request.path(Self.state)] else { throw Problem(.notFound) }
                return Self.answer(bytes)
            },
        ]
    }

    private func rendered(_ items: JSONValue) -> [UInt8] {
        JSONValue.object([
            "items": items, "disclaimer": .string(law.collection.disclaimer),
            "compiledOn": .string(law.collection.compiledOn.description),
            "federalContext": .string(law.collection.federalContext.summary),
        ]).bytes
    }

    private static func answer(_ bytes: [UInt8]) -> Response {
        var response = Response.json(bytes)
        let tag = EntityTag.of(content: bytes)
        // Hexadecimal digits in quotes are a field value.
        try? response.fields.append(.etag, tag)
        response.fields.append(.cacheControl, literal: "private, max-age=300")
        return response
    }
}

extension StateLaw {
    /// A state in a list.
    fileprivate var summary: JSONValue {
        .object([
            "state": .string(state.rawValue), "name": .string(name), "abbreviation": .string(abbreviation),
            "rollout": .string(rollout.rawValue), "isOperating": .bool(state.isOperating),
            "legality": legality.status.value.map { .string($0.rawValue) } ?? .null,
            "operationalComplexity": operationalComplexity.value.map { .string($0.rawValue) } ?? .null,
            "lastUpdated": .string(lastUpdated.description),
        ])
    }
}
