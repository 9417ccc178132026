import BookingDomain
import HTTPServer
import Identifiers
import Identity
import JSON
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost

/// Moves by naming the status they lead to, and the history of all moves.
struct StatusRoutes: Sendable {
    let database: Database
    let tools: ServiceTools

    private var answering: BookingAnswering { BookingAnswering(database: database, tools: tools) }

    var table: [Route] {
        [
            status("replaceBookingStatus"), status("changeBookingStatus"),
            Route(
                .named("getBookingHistory"), asks: PageRequest.self, OrganizationChoice.self,
                answers: .ok(Page<BookingHistoryView>.self), handler: history),
        ]
    }

    /// The same operation under two methods. Whoever names a status gets around nothing: the rule is that of the verb
    /// that leads there, and so are the roles that may.
    private func status(_ operation: StaticString) -> Route {
        let row = Operation.named(operation)
        @Sendable func handle(_ request: AuthenticatedRequest, _ choice: OrganizationChoice) async throws -> Response {
            let body = try await request.decode(ChangeBookingStatus.self)
            let roles = request.identity.roles
            return try await answering.change(
                row, request, choice.organizationID, body, remarks: body.metadata,
                rule: { booking, surroundings, author, now in
                    try Self.admit(roles, from: booking.status, to: body.newStatus)
                    return [
                        try booking.changeStatus(
                            to: body.newStatus, stage: body.newStage, isRework: body.isRework, reason: body.reason,
                            allowResubmission: body.allowResubmission, on: surroundings.grounds, by: author, at: now)
                    ]
                },
                view: { BookingStatusUpdate($0) })
        }
        return Route(
            row, asks: OrganizationChoice.self, accepts: .json(ChangeBookingStatus.self, example: .example),
            answers: .ok(BookingStatusUpdate.self), versioning: .accepted,
            problems: [
                .invalidTransition, .timeConflict, .ruleBroken, .stateNotOperable, .complianceRefused,
            ], about: "Moves it to a status by the rule of the verb that leads there, or moves its stage alone.",
            handler: handle)
    }

    private static func admit(_ roles: RoleSet, from: BookingStatus, to: BookingStatus) throws(Problem) {
        guard let move = BookingLifecycle.statuses.fact(from: from, to: to) else { return }
        guard move.verb.operation.allows(roles) else {
            throw Problem(.forbidden, detail: "Your role does not \(move.verb.rawValue) bookings.")
        }
    }

    @Sendable private func history(
        _ request: AuthenticatedRequest, _ page: PageRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("getBookingHistory"), in: choice.organizationID)
        let window = try ListWindow(page, of: request, caller, tools.cursors)
        let history = BookingHistory(
            organizationID: caller.organizationID, id: try request.id(as: BookingID.self), own: caller.ownBookings)
        guard let answer = try await history.page(window, in: database) else { throw Problem(.notFound) }
        return try answer.response(to: request)
    }
}

extension BookingVerb {
    /// Who may do it. To mend a rejected booking is for those who submit; to end one that nobody decided about, for those
    /// who reject.
    fileprivate var operation: Operation {
        switch self {
        case .submit, .resubmit: .named("submitBooking")
        case .approve: .named("approveBooking")
        case .reject, .expire: .named("rejectBooking")
        case .requestChanges: .named("requestBookingChanges")
        case .hold: .named("holdBooking")
        case .resume: .named("resumeBooking")
        case .confirm: .named("confirmBooking")
        case .start: .named("startBooking")
        case .complete: .named("completeBooking")
        case .cancel: .named("cancelBooking")
        case .noShow: .named("markBookingNoShow")
        }
    }
}

/// What a change of a status is answered with.
struct BookingStatusUpdate: Sendable, Equatable, JSONCodable {
    let bookingID: BookingID
    let status: BookingStatus
    let stage: BookingStage
    let version: Int
    let updatedBy: ActorID
    let updatedAt: Timestamp
    let booking: BookingView

    init(_ surroundings: BookingSurroundings) {
        let booking = surroundings.booking
        self.init(
            bookingID: booking.id, status: booking.status, stage: booking.stage, version: booking.version,
            updatedBy: booking.updatedBy, updatedAt: booking.updatedAt, booking: BookingView(booking))
    }

    private init(
        bookingID: BookingID, status: BookingStatus, stage: BookingStage, version: Int, updatedBy: ActorID,
        updatedAt: Timestamp, booking: BookingView
    ) {
        (self.bookingID, self.status, self.stage, self.version) = (bookingID, status, stage, version)
        (self.updatedBy, self.updatedAt, self.booking) = (updatedBy, updatedAt, booking)
    }

    static let json = JSONType.openRecord(
        Self.init(bookingID:status:stage:version:updatedBy:updatedAt:booking:),
        Field("bookingId", \.bookingID, .id()),
        Field("newStatus", \.status, .oneOf()),
        Field("newStage", \.stage, .oneOf()),
        Field("version", \.version, .integer(1...Int.max)),
        Field("updatedBy", \.updatedBy, .actor),
        Field("updatedAt", \.updatedAt, .dateTime()),
        Field("booking", \.booking, .nested()))
}
