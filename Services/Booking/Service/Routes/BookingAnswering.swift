import BookingDomain
import HTTPServer
import Identifiers
import Identity
import JSON
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost

/// What all routes that change a booking do around the change.
struct BookingAnswering: Sendable {
    typealias Rule = @Sendable (inout Booking, BookingSurroundings, ChangeAuthor, Timestamp) throws -> [BookingChange]

    let database: Database
    let tools: ServiceTools

    /// Changes the booking that the path names by a rule, and answers with what `view` makes of it.
    func change<Body: BookingRequest, View: JSONCodable>(
        _ operation: Operation, _ request: AuthenticatedRequest, _ organization: OrganizationID?, _ body: Body,
        at location: LocationID? = nil, remarks: JSONValue? = nil, requiresVersion: Bool = false, rule: @escaping Rule,
        view: @escaping @Sendable (BookingSurroundings) -> View
    ) async throws -> Response {
        let caller = try request.caller(of: operation, in: organization)
        let id = try request.id(as: BookingID.self)
        let version =
            requiresVersion
            ? try ExpectedVersion(requiredOf: request, orBody: body.version)
            : ExpectedVersion(of: request, orBody: body.version)
        let changing = ChangingBooking(tools: tools, as: ChangeOrigin(caller))
        return try await perform(body, as: caller, operation, request) { transaction in
            let after = try await changing.run(
                id, expecting: version, at: location, remarks: remarks, in: transaction, rule)
            guard let after else { throw Problem(.notFound) }
            return Answer(view(after), version: after.booking.version, clearance: request.identity.clearance)
        }
    }

    /// The same, answering with the booking.
    func change<Body: BookingRequest>(
        _ operation: Operation, _ request: AuthenticatedRequest, _ organization: OrganizationID?, _ body: Body,
        at location: LocationID? = nil, requiresVersion: Bool = false, rule: @escaping Rule
    ) async throws -> Response {
        try await change(
            operation, request, organization, body, at: location, requiresVersion: requiresVersion, rule: rule
        ) { BookingView($0.booking) }
    }

    func perform<Body: BookingRequest>(
        _ body: Body, as caller: Caller, _ operation: Operation, _ request: AuthenticatedRequest,
        _ work: (Transaction) async throws -> Answer
    ) async throws -> Response {
        try await refusingTakenVenues {
            try await request.perform(
                body, as: caller, operation.name, keyInBody: body.idempotencyKey, in: database, at: tools.clock.now,
                work)
        }
    }
}
