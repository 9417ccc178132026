import BookingDomain
import HTTPServer
import Identifiers
import JSON
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost

/// The moves of a booking, each by the verb of the table of statuses.
struct MoveRoutes: Sendable {
    let database: Database
    let tools: ServiceTools

    private var answering: BookingAnswering { BookingAnswering(database: database, tools: tools) }

    var table: [Route] {
        [
            action("submitBooking", "Hands it in for approval; its slot is held until the decision is due.") {
                try $0.submit(
                    compliance: $1.law?.standing, holds: .standard, stage: $2.stage, notes: $2.notes, by: $3, at: $4)
            },
            action("approveBooking", "Agrees to it; what was held becomes firmly its own.") {
                try $0.approve(compliance: $1.law?.standing, stage: $2.stage, notes: $2.notes, by: $3, at: $4)
            },
            action("holdBooking", "Stops work on it; it keeps its slot.") {
                try $0.hold(stage: $2.stage, notes: $2.notes, by: $3, at: $4)
            },
            action("resumeBooking", "Takes it up again, as approved.") {
                try $0.resume(compliance: $1.law?.standing, stage: $2.stage, notes: $2.notes, by: $3, at: $4)
            },
            action("confirmBooking", "Promises that it takes place; everything that gates that is there.") {
                try $0.confirm(given: $1.readiness, stage: $2.stage, notes: $2.notes, by: $3, at: $4)
            },
            action("startBooking", "Begins it at its venue, at most a day early.") {
                try $0.start(given: $1.readiness, stage: $2.stage, notes: $2.notes, by: $3, at: $4)
            },
            action("markBookingNoShow", "Nobody came.") {
                try $0.markNoShow(stage: $2.stage, notes: $2.notes, by: $3, at: $4)
            },
            route("rejectBooking", RejectBooking.example, "Refuses it and lets its slot go.") { booking, _, body in
                let (author, now) = body.by
                return try booking.reject(
                    reason: body.asked.reason, allowResubmission: body.asked.allowResubmission, stage: body.asked.stage,
                    by: author, at: now)
            },
            route(
                "requestBookingChanges", RequestBookingChanges.example, "Gives it back to be changed."
            ) { booking, _, body in
                let (author, now) = body.by
                return try booking.requestChanges(
                    body.asked.changes.map {
                        AskedChange(field: $0.field, reason: $0.reason, suggestedValue: $0.suggestedValue)
                    }, holds: .standard, stage: body.asked.stage, notes: body.asked.notes, by: author, at: now)
            },
            route("completeBooking", usual: CompleteBooking(), CompleteBooking.example, "Ends it well.") {
                booking, _, body in
                let (author, now) = body.by
                let cost = body.asked.actualCost.map { Money(minorUnits: $0, currency: booking.details.currency) }
                return try booking.complete(
                    actualCost: cost, stage: body.asked.stage, notes: body.asked.notes, by: author, at: now)
            },
            route("cancelBooking", usual: CancelBooking(), CancelBooking.example, "Calls it off and lets its slot go.")
            {
                booking, _, body in
                let (author, now) = body.by
                return try booking.cancel(reason: body.asked.reason, by: author, at: now)
            },
        ]
    }

    /// What was asked, by whom and when.
    private struct Asked<Body: BookingRequest>: Sendable {
        let asked: Body
        let by: (ChangeAuthor, Timestamp)
    }

    private typealias ActionRule =
        @Sendable (
            inout Booking, BookingSurroundings, BookingAction, ChangeAuthor, Timestamp
        ) throws -> BookingChange

    private func action(_ operation: StaticString, _ about: String, _ rule: @escaping ActionRule) -> Route {
        route(operation, usual: BookingAction(), BookingAction.example, about) { booking, surroundings, body in
            try rule(&booking, surroundings, body.asked, body.by.0, body.by.1)
        }
    }

    /// A verb as a route. Those that can be asked for without a word have a usual body.
    private func route<Body: BookingRequest>(
        _ operation: StaticString, usual: Body? = nil, _ example: Body, _ about: String,
        _ rule: @escaping @Sendable (inout Booking, BookingSurroundings, Asked<Body>) throws -> BookingChange
    ) -> Route {
        let row = Operation.named(operation)
        @Sendable func handle(_ request: AuthenticatedRequest, _ choice: OrganizationChoice) async throws -> Response {
            let body = if let usual { try await request.decode(or: usual) } else { try await request.decode(Body.self) }
            return try await answering.change(row, request, choice.organizationID, body) {
                booking, surroundings, author, now in
                [try rule(&booking, surroundings, Asked(asked: body, by: (author, now)))]
            }
        }
        let body = RouteBody.json(Body.self, example: example)
        return Route(
            row, asks: OrganizationChoice.self, accepts: usual == nil ? body : body.optional,
            answers: .ok(BookingView.self), versioning: .accepted,
            problems: [
                .invalidTransition, .timeConflict, .ruleBroken, .stateNotOperable, .complianceRefused,
            ], about: about, handler: handle)
    }
}
