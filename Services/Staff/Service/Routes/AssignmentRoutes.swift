import HTTPServer
import HTTPWire
import Identifiers
import Identity
import JSON
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost
import StaffDomain

/// Everything that is answered about assignments.
struct AssignmentRoutes: Sendable {
    let database: Database
    let tools: ServiceTools

    var table: [Route] {
        [
            Route(
                .named("listAssignments"), asks: AssignmentFilter.self, PageRequest.self, OrganizationChoice.self,
                answers: .ok(Page<StaffAssignmentSnapshot>.self), handler: list),
            Route(
                .named("createAssignment"), asks: OrganizationChoice.self,
                accepts: .json(CreateAssignment.self, example: .example),
                answers: .created(StaffAssignmentSnapshot.self), versioning: .answered,
                problems: [.timeConflict, .ruleBroken],
                about: "Takes a person's time for a booking, without asking them. The booking is approved, the person "
                    + "free from their way there to the end, and certified to the last day.", handler: create),
            Route(
                .named("getAssignment"), asks: OrganizationChoice.self, answers: .ok(StaffAssignmentSnapshot.self),
                versioning: .answered, handler: get),
            Route(
                .named("cancelAssignment"), asks: OrganizationChoice.self,
                accepts: .json(CancelAssignment.self).optional,
                answers: .ok(StaffAssignmentSnapshot.self), versioning: .accepted, problems: [.invalidTransition],
                about: "Gives the person's time back.", handler: cancel),
        ]
    }

    // MARK: Reading

    @Sendable private func list(
        _ request: AuthenticatedRequest, _ filter: AssignmentFilter, _ page: PageRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("listAssignments"), in: choice.organizationID)
        let window = try ListWindow(page, of: request, caller, tools.cursors)
        return try await AssignmentList(caller: caller, filter: filter).page(window, in: database)
            .response(to: request)
    }

    @Sendable private func get(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("getAssignment"), in: choice.organizationID)
        guard let assignment = try await AssignmentStore().find(request.id(), for: caller, in: database),
            !caller.isLimitedToOwn || assignment.userID == caller.actor
        else { throw Problem(.notFound) }
        return try answer(assignment, caller, request).response()
    }

    // MARK: Changing

    @Sendable private func create(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("createAssignment"), in: choice.organizationID)
        let body = try await request.decode(CreateAssignment.self)
        let command = AssigningStaff(tools: tools, caller: caller, id: StaffAssignmentID(request.exchange.makeID()))
        return try await request.perform(body, as: caller, "createAssignment", in: database, at: tools.clock.now) {
            transaction in
            let assignment = try await command.run(body.bookingID, body.staffID, body.order, in: transaction)
            var answer = answer(assignment, caller, request)
            answer.status = .created
            answer.setLocation("/api/v1/staff/assignments/\(assignment.id)")
            return answer
        }
    }

    @Sendable private func cancel(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("cancelAssignment"), in: choice.organizationID)
        let id = try request.id(as: StaffAssignmentID.self)
        let body = try await request.decode(or: CancelAssignment(reason: nil, expectedVersion: nil))
        let command = CancellingAssignment(tools: tools, caller: caller)
        let version = ExpectedVersion(of: request, orBody: body.expectedVersion)
        return try await request.perform(body, as: caller, "cancelAssignment", in: database, at: tools.clock.now) {
            transaction in
            let assignment = try await command.run(
                id, expecting: version, because: body.reason ?? "cancelled", in: transaction)
            return answer(assignment, caller, request)
        }
    }

    /// A person sees all of their own assignments, whatever their role sees of others.
    private func answer(_ assignment: Assignment, _ caller: Caller, _ request: AuthenticatedRequest) -> Answer {
        Answer(
            StaffAssignmentSnapshot(assignment), version: assignment.version,
            clearance: assignment.userID == caller.actor ? .pii : request.identity.clearance)
    }
}
