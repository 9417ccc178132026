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

/// Everything that is answered about people.
struct ProfileRoutes: Sendable {
    let database: Database
    let tools: ServiceTools

    var table: [Route] {
        [
            Route(
                .named("listStaffProfiles"), asks: ProfileFilter.self, PageRequest.self, OrganizationChoice.self,
                answers: .ok(Page<ProfileView>.self), handler: list),
            Route(
                .named("createStaffProfile"), asks: OrganizationChoice.self,
                accepts: .json(WriteStaffProfile.self, example: .example), answers: .created(ProfileView.self),
                versioning: .answered, handler: create),
            Route(
                .named("getStaffProfile"), asks: OrganizationChoice.self, answers: .ok(ProfileView.self),
                versioning: .answered, handler: get),
            Route(
                .named("replaceStaffProfile"), asks: OrganizationChoice.self,
                accepts: .json(WriteStaffProfile.self, example: .example), answers: .ok(ProfileView.self),
                about: "Who changes their own profile does not decide rate, expertise, certificates and standing.",
                handler: replace),
            Route(
                .named("updateStaffProfile"), asks: OrganizationChoice.self,
                accepts: .json(UpdateStaffProfile.self), answers: .ok(ProfileView.self),
                about: "What is left out stays, null empties.", handler: update),
        ]
    }

    // MARK: Reading

    @Sendable private func list(
        _ request: AuthenticatedRequest, _ filter: ProfileFilter, _ page: PageRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("listStaffProfiles"), in: choice.organizationID)
        let window = try ListWindow(page, of: request, caller, tools.cursors)
        let today = CalendarDay(clampingDaysSinceEpoch: Int(tools.clock.now.secondsSinceEpoch / 86_400))
        return try await ProfileList(caller: caller, filter: filter, today: today).page(window, in: database)
            .response(to: request)
    }

    @Sendable private func get(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("getStaffProfile"), in: choice.organizationID)
        guard let profile = try await ProfileStore().find(request.id(), for: caller, in: database),
            profile.isVisible(to: caller)
        else { throw Problem(.notFound) }
        return try answer(profile, caller, request).response()
    }

    // MARK: Changing

    @Sendable private func create(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("createStaffProfile"), in: choice.organizationID)
        let body = try await request.decode(WriteStaffProfile.self)
        let command = CreatingProfile(tools: tools, caller: caller, id: StaffID(request.exchange.makeID()))
        return try await request.perform(body, as: caller, "createStaffProfile", in: database, at: tools.clock.now) {
            transaction in
            let profile = try await command.run(body.details, in: transaction)
            var answer = answer(profile, caller, request)
            answer.status = .created
            answer.setLocation("/api/v1/staff/profiles/\(profile.id)")
            return answer
        }
    }

    @Sendable private func replace(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let body = try await request.decode(WriteStaffProfile.self)
        return try await change("replaceStaffProfile", request, choice, body, body.expectedVersion) { _ in
            body.details
        }
    }

    @Sendable private func update(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let body = try await request.decode(UpdateStaffProfile.self)
        return try await change("updateStaffProfile", request, choice, body, body.expectedVersion) { old in
            body.applied(to: old)
        }
    }

    private func change<Body: JSONCodable>(
        _ operation: StaticString, _ request: AuthenticatedRequest, _ choice: OrganizationChoice, _ body: Body,
        _ expected: Int?, _ change: @escaping @Sendable (StaffDetails) -> StaffDetails
    ) async throws -> Response {
        let caller = try request.caller(of: .named(operation), in: choice.organizationID)
        let id = try request.id(as: StaffID.self)
        let version = try ExpectedVersion(requiredOf: request, orBody: expected)
        let command = ChangingProfile(tools: tools, caller: caller)
        return try await request.perform(body, as: caller, "\(operation)", in: database, at: tools.clock.now) {
            transaction in
            answer(try await command.run(id, expecting: version, change, in: transaction), caller, request)
        }
    }

    /// A person sees all that is on file of them, whatever their role sees of others.
    private func answer(_ profile: StaffProfile, _ caller: Caller, _ request: AuthenticatedRequest) -> Answer {
        let isThemselves = profile.details.userID == caller.actor
        return Answer(
            ProfileView(profile), version: profile.version,
            clearance: isThemselves ? .pii : request.identity.clearance)
    }
}
