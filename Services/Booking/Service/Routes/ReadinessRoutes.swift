import BookingDomain
import HTTPServer
import Identifiers
import Identity
import JSON
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost

/// What a booking needs, item by item.
struct ReadinessRoutes: Sendable {
    let database: Database
    let tools: ServiceTools

    var table: [Route] {
        [
            Route(
                .named("runOperationalCheck"), asks: OrganizationChoice.self,
                accepts: .json(RunOperationalCheck.self, example: RunOperationalCheck(expectedVersion: 4)).optional,
                answers: .ok(OperationalCheckResult.self), versioning: .accepted,
                about: "Looks at everything the booking needs, writes down what it found and tells it.", handler: run),
            Route(
                .named("getOperationalCheck"), asks: OrganizationChoice.self,
                answers: .ok(OperationalCheckResult.self),
                about: "What the booking needs as it stands now; nothing is written.", handler: look),
        ]
    }

    @Sendable private func run(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let operation = Operation.named("runOperationalCheck")
        let caller = try request.caller(of: operation, in: choice.organizationID)
        let id = try request.id(as: BookingID.self)
        let body = try await request.decode(or: RunOperationalCheck())
        let version = ExpectedVersion(of: request, orBody: body.version)
        let checking = CheckingReadiness(tools: tools, origin: ChangeOrigin(caller))
        return try await BookingAnswering(database: database, tools: tools).perform(
            body, as: caller, operation, request
        ) {
            transaction in
            let after = try await checking.run(id, expecting: version, remarks: body.metadata, in: transaction)
            guard let after else { throw Problem(.notFound) }
            return Answer(
                OperationalCheckResult(after, at: tools.clock.now), version: after.booking.version,
                clearance: request.identity.clearance)
        }
    }

    @Sendable private func look(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("getOperationalCheck"), in: choice.organizationID)
        let surroundings = try await SurroundingsStore(organizationID: caller.organizationID).find(
            request.id(), caller.ownBookings, in: database)
        guard let surroundings else { throw Problem(.notFound) }
        // The facts have no version of the booking's, so there is no ETag.
        return try Answer(
            OperationalCheckResult(surroundings, at: tools.clock.now), clearance: request.identity.clearance
        ).response()
    }
}

/// What a booking needs, with the evidence for each item.
struct OperationalCheckResult: Sendable, Equatable, JSONCodable {
    let bookingID: BookingID
    let version: Int
    /// What the last check that was written down found.
    let operationalStatus: OperationalStatus
    let readiness: OperationalStatus
    let checkedAt: Timestamp
    let items: [ReadinessItemView]
    let blocksConfirm: [String]
    let blocksStart: [String]

    private static let names = JSONType<[String]>.array(JSONType<String>.string(length: 1...50), count: 0...50)

    static let json = JSONType.openRecord(
        Self.init,
        Field("bookingId", \.bookingID, .id()),
        Field("version", \.version, .integer(1...Int.max), "The booking's"),
        Field("operationalStatus", \.operationalStatus, .oneOf(), "What the last check that was written down found"),
        Field("readiness", \.readiness, .oneOf(), "How it stands now"),
        Field("checkedAt", \.checkedAt, .dateTime()),
        Field("items", \.items, .array(.nested(), count: 0...50)),
        Field("blocksConfirm", \.blocksConfirm, names, "The items that stand in the way of confirming"),
        Field("blocksStart", \.blocksStart, names, "The items that stand in the way of starting"))
}

extension OperationalCheckResult {
    init(_ surroundings: BookingSurroundings, at now: Timestamp) {
        let (booking, readiness) = (surroundings.booking, surroundings.readiness)
        self.init(
            bookingID: booking.id, version: booking.version, operationalStatus: booking.operationalStatus,
            readiness: readiness.operationalStatus, checkedAt: now,
            items: readiness.items.map { ReadinessItemView($0) },
            blocksConfirm: readiness.blocking(.confirm).map(\.kind.rawValue),
            blocksStart: readiness.blocking(.start).map(\.kind.rawValue))
    }
}

/// One thing that a booking needs.
struct ReadinessItemView: Sendable, Equatable, JSONCodable {
    let item: String
    let state: String
    let proven: Bool
    let evidence: String
    let gates: [String]

    static let json = JSONType.openRecord(
        Self.init,
        Field("item", \.item, .string(length: 1...50)),
        Field("state", \.state, .string(length: 1...50), "missing, pending, satisfied, failed, not_needed or waived"),
        Field("proven", \.proven, .bool, "It stands in nobody's way"),
        Field("evidence", \.evidence, .string(length: 0...500)),
        Field("gates", \.gates, .array(.string(length: 1...50), count: 0...10)))
}

extension ReadinessItemView {
    init(_ item: ReadinessItem) {
        self.init(
            item: item.kind.rawValue, state: item.state.rawValue, proven: item.state.isSettled, evidence: item.evidence,
            gates: Readiness.Gate.allCases.filter(item.gates.contains).map(\.rawValue))
    }

    /// For the answer to a move that it stands in the way of.
    var summary: JSONObject {
        ["item": .string(item), "state": .string(state), "evidence": .string(evidence)]
    }
}
