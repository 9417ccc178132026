import Identifiers
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost
import StaffDomain

/// Takes a person's time for a booking.
struct AssigningStaff: Sendable {
    let tools: ServiceTools
    let caller: Caller
    let id: StaffAssignmentID

    func run(
        _ bookingID: BookingID, _ staffID: StaffID, _ order: AssignmentOrder, in transaction: Transaction
    ) async throws -> Assignment {
        let now = tools.clock.now
        guard
            let question = try await CalendarStore().load(
                bookingID, staffID, for: caller, from: now, in: transaction)
        else { throw Problem(.notFound, detail: "The booking or the person is not known here.") }
        guard question.crew.count < StaffLimits.crewMax else { throw StaffError.crewFull }
        var calendar = question.calendar
        let assignment = try calendar.assign(id, to: question.booking, order, by: caller.actor, at: now).assignment
        try await AssignmentStore().insert(assignment, in: transaction)
        let teller = Telling(outbox: tools.outbox, cause: caller.cause, actor: caller.actor, transaction: transaction)
        try teller.tell(
            assignment, on: question.booking, crew: question.crew + [StaffOnBooking(assignment)],
            skills: Eligibility.skillsMatched(
                order.specialRequirements, by: calendar.person.details.skills))
        return assignment
    }
}
