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

/// Everything that is answered about kits on file.
struct KitRoutes: Sendable {
    let database: Database
    let tools: ServiceTools

    var table: [Route] {
        [
            Route(
                .named("listKitInstances"), asks: KitFilter.self, PageRequest.self, OrganizationChoice.self,
                answers: .ok(Page<KitView>.self), handler: list),
            Route(
                .named("createKitInstance"), asks: OrganizationChoice.self,
                accepts: .json(CreateKit.self, example: .example), answers: .created(KitView.self),
                versioning: .answered, handler: create),
            Route(
                .named("getKitInstance"), asks: OrganizationChoice.self, answers: .ok(KitView.self),
                versioning: .answered, handler: get),
        ]
    }

    @Sendable private func list(
        _ request: AuthenticatedRequest, _ filter: KitFilter, _ page: PageRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("listKitInstances"), in: choice.organizationID)
        let window = try ListWindow(page, of: request, caller, tools.cursors)
        return try await KitList(caller: caller, filter: filter).page(window, in: database).response(to: request)
    }

    @Sendable private func get(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("getKitInstance"), in: choice.organizationID)
        guard let kit = try await KitStore().find(request.id(), for: caller, in: database) else {
            throw Problem(.notFound)
        }
        return try answer(kit, request).response()
    }

    @Sendable private func create(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("createKitInstance"), in: choice.organizationID)
        let body = try await request.decode(CreateKit.self)
        let command = CreatingKit(tools: tools, caller: caller, id: KitID(request.exchange.makeID()))
        return try await request.perform(body, as: caller, "createKitInstance", in: database, at: tools.clock.now) {
            transaction in
            let kit = try command.run(body.profile, in: transaction)
            var answer = answer(kit, request)
            answer.status = .created
            answer.setLocation("/api/v1/kits/instances/\(kit.id)")
            return answer
        }
    }

    private func answer(_ kit: Kit, _ request: AuthenticatedRequest) -> Answer {
        Answer(KitView(kit), version: kit.version, clearance: request.identity.clearance)
    }
}
