import HTTPServer
import HTTPWire
import Identifiers
import Identity
import JSON
import KitsDomain
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost

/// Everything that is answered about who has which kit. Paths call an allocation `{kitId}`: a kit as one booking has it.
struct AllocationRoutes: Sendable {
    let database: Database
    let tools: ServiceTools

    var table: [Route] {
        [
            Route(
                .named("listKits"), asks: AllocationFilter.self, PageRequest.self, OrganizationChoice.self,
                answers: .ok(Page<KitAssignmentSnapshot>.self), handler: list),
            Route(
                .named("allocateKit"), asks: OrganizationChoice.self,
                accepts: .json(AllocateKit.self, example: .example), answers: .created(KitAssignmentSnapshot.self),
                versioning: .answered, problems: [.timeConflict, .ruleBroken, .complianceRefused],
                about: "Takes a kit for a booking that is approved, from its preparation until it is back. What "
                    + "touches the plant is taken for bookings in its own state only.", handler: allocate),
            Route(
                .named("getKit"), asks: OrganizationChoice.self, answers: .ok(KitAssignmentSnapshot.self),
                versioning: .answered, handler: get),
            Route(
                .named("releaseKit"), asks: OrganizationChoice.self, accepts: .json(ReleaseKit.self).optional,
                answers: .ok(KitAssignmentSnapshot.self), versioning: .accepted, problems: [.invalidTransition],
                about: "Gives the kit back unused. What has left the warehouse comes back by being returned.",
                handler: release),
        ]
    }

    // MARK: Reading

    @Sendable private func list(
        _ request: AuthenticatedRequest, _ filter: AllocationFilter, _ page: PageRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("listKits"), in: choice.organizationID)
        let window = try ListWindow(page, of: request, caller, tools.cursors)
        return try await AllocationList(caller: caller, filter: filter).page(window, in: database)
            .response(to: request)
    }

    @Sendable private func get(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("getKit"), in: choice.organizationID)
        guard let allocation = try await AllocationStore().find(request.id(), for: caller, in: database),
            !caller.isLimitedToOwn || allocation.assignedBy == caller.actor
        else { throw Problem(.notFound) }
        return try answer(allocation, request).response()
    }

    // MARK: Changing

    @Sendable private func allocate(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("allocateKit"), in: choice.organizationID)
        let body = try await request.decode(AllocateKit.self)
        let command = AllocatingKit(tools: tools, caller: caller, id: KitAssignmentID(request.exchange.makeID()))
        return try await request.perform(body, as: caller, "allocateKit", in: database, at: tools.clock.now) {
            transaction in
            let allocation = try await command.run(
                body.bookingID, body.instanceID, notes: body.notes, in: transaction)
            var answer = answer(allocation, request)
            answer.status = .created
            answer.setLocation("/api/v1/kits/\(allocation.id)")
            return answer
        }
    }

    @Sendable private func release(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("releaseKit"), in: choice.organizationID)
        let id = try request.id(as: KitAssignmentID.self)
        let body = try await request.decode(or: ReleaseKit(reason: nil, expectedVersion: nil))
        let command = ReleasingKit(tools: tools, caller: caller)
        let version = ExpectedVersion(of: request, orBody: body.expectedVersion)
        return try await request.perform(body, as: caller, "releaseKit", in: database, at: tools.clock.now) {
            transaction in
            let allocation = try await command.run(
                id, expecting: version, because: body.reason ?? "released", in: transaction)
            return answer(allocation, request)
        }
    }

    private func answer(_ allocation: KitAllocation, _ request: AuthenticatedRequest) -> Answer {
        Answer(
            KitAssignmentSnapshot(allocation), version: allocation.version, clearance: request.identity.clearance)
    }
}
