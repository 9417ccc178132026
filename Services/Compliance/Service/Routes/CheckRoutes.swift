import ComplianceDomain
import HTTPServer
import Identifiers
import Identity
import JSON
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost

/// Questions to the law, and the answers that were given.
struct CheckRoutes: Sendable {
    let database: Database
    let tools: ServiceTools
    let law: LawBook

    var table: [Route] {
        [
            Route(
                .named("checkCompliance"), asks: AsOf.self, OrganizationChoice.self,
                accepts: .json(CheckEvent.self, example: .example), answers: .ok(CheckView.self),
                about:
                    "Judges an event by the rules of its state, as a booking of it would be judged, and keeps the answer.",
                handler: check),
            Route(
                .named("listComplianceChecks"), asks: CheckFilter.self, PageRequest.self, OrganizationChoice.self,
                answers: .ok(Page<CheckView>.self), handler: list),
            Route(
                .named("getComplianceCheck"), asks: OrganizationChoice.self, answers: .ok(CheckView.self),
                about: "An answer as it was given, by the rules of then.", handler: get),
        ]
    }

    @Sendable private func check(
        _ request: AuthenticatedRequest, _ asOf: AsOf, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("checkCompliance"), in: choice.organizationID)
        let event = try await request.decode(CheckEvent.self)
        let now = tools.clock.now
        let record = CheckRecord(
            id: ComplianceCheckID(request.exchange.makeID()), organizationID: caller.organizationID,
            bookingID: event.bookingID, state: event.state,
            check: law.check(
                event.facts(at: now), in: event.state, asOf: asOf.day ?? CalendarDay(of: now, in: event.timezone)),
            by: caller.actor, at: now)
        return try await request.perform(event, as: caller, "checkCompliance", in: database, at: now) { transaction in
            try CheckStore().insert(record, in: transaction)
            return Answer(CheckView(record), clearance: request.identity.clearance)
        }
    }

    @Sendable private func list(
        _ request: AuthenticatedRequest, _ filter: CheckFilter, _ page: PageRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("listComplianceChecks"), in: choice.organizationID)
        let window = try ListWindow(page, of: request, caller, tools.cursors)
        return try await CheckList(caller: caller, filter: filter).page(window, in: database).response(to: request)
    }

    @Sendable private func get(_ request: AuthenticatedRequest, _ choice: OrganizationChoice) async throws -> Response {
        let caller = try request.caller(of: .named("getComplianceCheck"), in: choice.organizationID)
        guard let view = try await CheckList.one(request.id(), for: caller, in: database) else {
            throw Problem(.notFound)
        }
        return try Answer(view, clearance: request.identity.clearance).response()
    }
}

/// Whose rules are asked for.
struct AsOf: QueryReadable {
    let day: CalendarDay?

    static let query = QueryType(
        Self.init, Parameter("asOf", .day.optional, "The day whose rules are applied; today's without it"))
}
