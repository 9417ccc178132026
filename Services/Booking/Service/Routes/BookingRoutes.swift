import BookingDomain
import HTTPServer
import HTTPWire
import Identifiers
import Identity
import JSON
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost

/// Making, reading and editing bookings.
struct BookingRoutes: Sendable {
    static let path = "/api/v1/bookings"

    let database: Database
    let tools: ServiceTools

    private var answering: BookingAnswering { BookingAnswering(database: database, tools: tools) }

    var table: [Route] {
        [
            Route(
                .named("createBooking"), asks: OrganizationChoice.self,
                accepts: .json(BookingForm.self, example: .example), answers: .created(BookingView.self),
                versioning: .answered, problems: [.timeConflict],
                about: "Makes a draft, and holds its slot at the location for an hour.", handler: create),
            Route(
                .named("listBookings"), asks: BookingFilter.self, PageRequest.self, OrganizationChoice.self,
                answers: .ok(Page<BookingView>.self), handler: list),
            Route(
                .named("getBooking"), asks: BookingParts.self, OrganizationChoice.self, answers: .ok(BookingView.self),
                versioning: .answered, handler: get),
            Route(
                .named("getBookingByReference"), asks: BookingParts.self, OrganizationChoice.self,
                answers: .ok(BookingView.self), versioning: .answered,
                about: "In any case, and with letters read as the digits they look like.", handler: find),
            Route(
                .named("replaceBooking"), asks: OrganizationChoice.self,
                accepts: .json(BookingForm.self, example: .example), answers: .ok(BookingView.self),
                problems: [.timeConflict, .ruleBroken, .stateNotOperable],
                about: "Says all of it anew; what is left out is emptied. Its slot moves along, or nothing changes.",
                handler: replace),
            Route(
                .named("updateBooking"), asks: OrganizationChoice.self,
                accepts: .json(BookingChanges.self, example: .example), answers: .ok(BookingView.self),
                problems: [.timeConflict, .ruleBroken, .stateNotOperable],
                about: "Changes what is there; null empties. Its slot moves along, or nothing changes.", handler: update
            ),
        ]
    }

    // MARK: Reading

    @Sendable private func list(
        _ request: AuthenticatedRequest, _ filter: BookingFilter, _ page: PageRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("listBookings"), in: choice.organizationID)
        let window = try ListWindow(page, of: request, caller, tools.cursors)
        let list = BookingList(organizationID: caller.organizationID, own: caller.ownBookings, filter: filter)
        return try await list.page(window, in: database).response(to: request)
    }

    @Sendable private func get(
        _ request: AuthenticatedRequest, _ parts: BookingParts, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("getBooking"), in: choice.organizationID)
        let reading = BookingReading(
            organizationID: caller.organizationID, own: caller.ownBookings, parts: parts.include)
        return try answer(try await reading.find(request.id(as: BookingID.self), in: database), parts, request)
    }

    @Sendable private func find(
        _ request: AuthenticatedRequest, _ parts: BookingParts, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("getBookingByReference"), in: choice.organizationID)
        let reading = BookingReading(
            organizationID: caller.organizationID, own: caller.ownBookings, parts: parts.include)
        guard let reference = BookingReference(request.parameter(0)) else { throw Problem(.notFound) }
        return try answer(try await reading.find(reference, in: database), parts, request)
    }

    private func answer(
        _ view: BookingView?, _ parts: BookingParts, _ request: AuthenticatedRequest
    ) throws -> Response {
        guard let view else { throw Problem(.notFound) }
        let clearance = request.identity.clearance
        guard !parts.include.isEmpty else {
            return try Answer(view, version: view.snapshot.version, clearance: clearance).response()
        }
        // The parts change without the booking's version, so what was answered is its own tag.
        let answer = Answer(view, clearance: clearance)
        var response = try answer.response()
        try response.fields.append(.etag, EntityTag.of(content: answer.body))
        return response
    }

    // MARK: Changing

    @Sendable private func create(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let operation = Operation.named("createBooking")
        let form = try await request.decode(BookingForm.self)
        let caller = try request.caller(of: operation, in: try choice.or(form.organizationID))
        if form.version != nil {
            throw Problem(
                .validationFailed,
                violations: [
                    JSONFault(
                        pointer: "/expectedVersion", code: .notAllowed, message: "belongs to a booking that is there")
                ])
        }
        let command = CreatingBooking(
            tools: tools, as: ChangeOrigin(caller), id: BookingID(request.exchange.makeID()))
        return try await drawingAgain {
            try await answering.perform(form, as: caller, operation, request) { transaction in
                let booking = try await command.run(form, in: transaction)
                var answer = Answer(
                    BookingView(booking), .created, version: booking.version, clearance: request.identity.clearance)
                answer.setLocation("\(Self.path)/\(booking.id)")
                return answer
            }
        }
    }

    @Sendable private func replace(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let form = try await request.decode(BookingForm.self)
        return try await answering.change(
            .named("replaceBooking"), request, try choice.or(form.organizationID), form, at: form.place,
            requiresVersion: true
        ) { booking, surroundings, author, now in
            let venue = surroundings.venue(at: form.place)
            let details = try form.details(at: venue, actualCost: booking.details.actualCost)
            return try Self.update(&booking, to: details, surroundings, by: author, at: now)
        }
    }

    @Sendable private func update(
        _ request: AuthenticatedRequest, _ choice: OrganizationChoice
    ) async throws -> Response {
        let changes = try await request.decode(BookingChanges.self)
        return try await answering.change(
            .named("updateBooking"), request, choice.organizationID, changes, at: changes.place, requiresVersion: true
        ) { booking, surroundings, author, now in
            let details = try changes.applied(to: booking.details)
            return try Self.update(&booking, to: details, surroundings, by: author, at: now)
        }
    }

    /// What is changed has to be possible at the place where it is to be then, even where nothing of the place changes.
    private static func update(
        _ booking: inout Booking, to details: BookingDetails, _ surroundings: BookingSurroundings,
        by author: ChangeAuthor, at now: Timestamp
    ) throws -> [BookingChange] {
        try details.checkSize()
        let changed = Set(details.changedFields(from: booking.details))
        let change = try booking.update(to: details, by: author, at: now)
        if let place = details.locationID, !changed.isDisjoint(with: [.locationID, .state, .conditions]) {
            guard let venue = surroundings.venue(at: place) else { throw VenueRefusal.unknown }
            try VenueRefusal.check(venue, for: booking)
        }
        return [change]
    }
}

extension BookingSurroundings {
    fileprivate func venue(at place: LocationID?) -> LocationSnapshot? { venue?.id == place ? venue : nil }
}

extension OrganizationChoice {
    /// The organisation that the body names, where the query names none; two different ones are none that is there.
    fileprivate func or(_ named: OrganizationID?) throws(Problem) -> OrganizationID? {
        if let named, let organizationID, named != organizationID { throw Problem(.notFound) }
        return organizationID ?? named
    }
}
