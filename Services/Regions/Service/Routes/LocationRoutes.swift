import HTTPServer
import HTTPWire
import Identifiers
import Identity
import JSON
import PlatformProtocol
import Postgres
import RegionsDomain
import ResourceAPI
import ServiceHost

/// Everything that is answered about locations.
struct LocationRoutes: Sendable {
    let database: Database
    let tools: ServiceTools

    var table: [Route] {
        [
            Route(
                .named("listLocations"), asks: LocationFilter.self, PageRequest.self, OrganizationChoice.self,
                answers: .ok(Page<LocationSnapshot>.self), handler: list),
            Route(
                .named("createLocation"), asks: OrganizationChoice.self,
                accepts: .json(CreateLocation.self, example: .example), answers: .created(LocationSnapshot.self),
                versioning: .answered, handler: create),
            Route(
                .named("getLocation"), asks: OrganizationChoice.self, answers: .ok(LocationSnapshot.self),
                versioning: .answered, handler: get),
            Route(
                .named("submitLocation"), asks: OrganizationChoice.self, accepts: .json(SubmitLocation.self).optional,
                answers: .ok(LocationSnapshot.self), versioning: .accepted, problems: [.invalidTransition],
                about: "Asks for the review. A draft or a rejected location becomes pending_approval.",
                handler: submit),
            Route(
                .named("approveLocation"), asks: OrganizationChoice.self, accepts: .json(ApproveLocation.self).optional,
                answers: .ok(LocationSnapshot.self), versioning: .accepted, problems: [.invalidTransition],
                about: "Lets the location be booked.", handler: approve),
            Route(
                .named("rejectLocation"), asks: OrganizationChoice.self,
                accepts: .json(
                    RejectLocation.self, example: RejectLocation(reason: "No fire exit", expectedVersion: 3)),
                answers: .ok(LocationSnapshot.self), versioning: .accepted, problems: [.invalidTransition],
                about: "Says why the location cannot be booked. It may be submitted again.", handler: reject),
        ]
    }

    // MARK: Reading

    @Sendable private func list(
        _ request: AuthenticatedRequest, _ filter: LocationFilter, _ page: PageRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("listLocations"), in: choice.organizationID)
        let window = try ListWindow(page, of: request, caller, tools.cursors)
        return try await LocationList(caller: caller, filter: filter).page(window, in: database).response(to: request)
    }

    @Sendable private func get(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("getLocation"), in: choice.organizationID)
        guard let location = try await LocationStore().find(request.id(), for: caller, in: database),
            location.isVisible(to: caller)
        else { throw Problem(.notFound) }
        return try answer(location, request).response()
    }

    // MARK: Changing

    @Sendable private func create(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("createLocation"), in: choice.organizationID)
        let body = try await request.decode(CreateLocation.self)
        let command = CreatingLocation(tools: tools, caller: caller, id: LocationID(request.exchange.makeID()))
        return try await request.perform(body, as: caller, "createLocation", in: database, at: tools.clock.now) {
            transaction in
            let location = try command.run(body.profile, in: transaction)
            var answer = answer(location, request)
            answer.status = .created
            answer.setLocation("/api/v1/regions/locations/\(location.id)")
            return answer
        }
    }

    @Sendable private func submit(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let body = try await request.decode(or: SubmitLocation(expectedVersion: nil))
        return try await review("submitLocation", request, choice, body, body.expectedVersion) {
            location, now throws(LocationError) in try location.submit(at: now)
        }
    }

    @Sendable private func approve(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let body = try await request.decode(or: ApproveLocation(notes: nil, expectedVersion: nil))
        return try await review("approveLocation", request, choice, body, body.expectedVersion) {
            location, now throws(LocationError) in try location.approve(notes: body.notes, at: now)
        }
    }

    @Sendable private func reject(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let body = try await request.decode(RejectLocation.self)
        return try await review("rejectLocation", request, choice, body, body.expectedVersion) {
            location, now throws(LocationError) in try location.reject(reason: body.reason, at: now)
        }
    }

    private func review<Body: JSONCodable>(
        _ operation: StaticString, _ request: AuthenticatedRequest, _ choice: OrganizationChoice, _ body: Body,
        _ expected: Int?, _ move: @escaping ReviewingLocation.Move
    ) async throws -> Response {
        let caller = try request.caller(of: .named(operation), in: choice.organizationID)
        let id = try request.id(as: LocationID.self)
        let command = ReviewingLocation(tools: tools, caller: caller)
        let version = ExpectedVersion(of: request, orBody: expected)
        return try await request.perform(body, as: caller, "\(operation)", in: database, at: tools.clock.now) {
            transaction in
            answer(try await command.run(id, expecting: version, move, in: transaction), request)
        }
    }

    private func answer(_ location: Location, _ request: AuthenticatedRequest) -> Answer {
        Answer(
            LocationSnapshot(location, version: location.version), version: location.version,
            clearance: request.identity.clearance)
    }
}

extension Location {
    /// Whoever is limited to their own sees what they made, and what is offered to everybody.
    func isVisible(to caller: Caller) -> Bool {
        !caller.isLimitedToOwn || createdBy == caller.actor || profile.kind == .shared && status == .approved
    }
}
