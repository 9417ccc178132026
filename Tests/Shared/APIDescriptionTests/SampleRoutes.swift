import HTTPServer
import HTTPWire
import Identifiers
import JSON
import PlatformProtocol
import Testing

/// A place as the tests' service answers it.
struct Place: JSONCodable {
    let id: LocationID
    let name: String
    let state: USState
    let phone: String?
    let price: Int64
    let parent: [Place]
    let version: Int

    static let json = JSONType.record(
        Self.init,
        Field("id", \.id, .id()),
        Field("name", \.name, .string(length: 1...80), "What guests see", example: "The Vault"),
        Field("state", \.state, .oneOf()),
        Field("phone", \.phone, .string(length: 8...16, format: .phone).optional, classified: .pii),
        Field("price", \.price, .minorUnits(0...1_000_000), example: 125_050),
        Field("children", \.parent, .array(.nested(), count: 0...10)),
        Field("version", \.version, .integer(1...Int.max).defaulting(to: 1), access: .readOnly))

    static let sample = Place(
        id: LocationID(UUID128(high: 1, low: 2)), name: "The Vault", state: .maine, phone: "+15555550123",
        price: 99, parent: [], version: 3)
}

/// What the tests' service filters by.
struct PlaceFilter: QueryReadable {
    let states: [USState]
    let search: String?
    let limit: Int
    let from: Timestamp?

    static let query = QueryType(
        Self.init,
        Parameter("state", .oneOf().repeated, "Any of these", example: [.maine, .ohio]),
        Parameter("search", .text(length: 2...50).optional, "In the name", classified: .pii, example: "vault"),
        Parameter("limit", .integer(1...200).defaulting(to: 50), example: 20),
        Parameter("from", .dateTime.optional))
}

/// A table with a route of every kind.
enum SampleRoutes {
    static func operation(_ name: String) throws -> PlatformProtocol.Operation {
        try #require(PermissionTable.operation(named: name))
    }

    static let state = Parameter<USState>("state", .oneOf(), "The state's name")

    static func table() throws -> [Route] {
        let list = RouteBody.json(
            JSONType<[Place]>.array(.nested(Place.self), count: 0...200), example: [Place.sample])
        return [
            Route(try operation("listLocations"), asks: PlaceFilter.self, answers: .ok(list)) { _, _ in
                Response(.ok)
            },
            Route(
                try operation("createLocation"), accepts: .json(Place.self, example: .sample),
                answers: .created(Place.self, example: .sample), versioning: .answered, problems: [.stateNotOperable],
                about: "Puts a location on file, as a draft."
            ) { _ in Response(.created) },
            Route(
                try operation("getLocation"), answers: .ok(Place.self, example: .sample), versioning: .answered
            ) { _ in Response(.ok) },
            Route(try operation("replaceLocation"), accepts: .json(Place.self), answers: .ok(Place.self)) { _ in
                Response(.ok)
            },
            Route(try operation("retireLocation"), answers: .noContent) { _ in Response(.noContent) },
            Route(
                try operation("submitLocation"), accepts: .json(Place.self).optional, answers: .accepted(Place.self),
                versioning: .accepted,
                problems: [.invalidTransition, .ruleBroken]
            ) { _ in Response(.accepted) },
            Route(
                try operation("getOperatingState"), path: [state.description],
                answers: .ok(RouteBody(mediaType: "text/plain"))
            ) { _ in Response(.ok) },
            Route(
                open: .getHealth, answers: .ok(.json(JSONSchema(["type": "object"]), example: [:])),
                alsoAnswers: [RouteAnswer(.serviceUnavailable)]
            ) { _ in Response(.ok) },
        ]
    }
}
