import Identifiers
import JSON
import PlatformProtocol

extension Sample {
    static func staff() throws -> [Sample] { try assignments() + offers() + attendance() + profiles() }

    private static func assignments() throws -> [Sample] {
        let assigned = StaffAssignedToBooking(
            assignments: [
                StaffOnBooking(
                    assignmentID: Samples.assignment, staffID: Samples.staff, role: "budtender", hourlyRate: 3_250)
            ], assignedBy: Samples.manager, assignedAt: Samples.hours(1), booking: Samples.bookingBrief,
            totalHourlyRate: 3_250, skillsMatched: ["budtender"],
            assignment: Samples.staffSnapshot(.accepted, version: 2))
        let created = StaffAssignmentCreated(
            createdBy: Samples.manager, createdAt: Samples.now,
            assignment: Samples.staffSnapshot(.created, version: 1))
        let released = StaffAssignmentReleased(
            releasedBy: Samples.actor("staff-assignment"), releasedAt: Samples.hours(3), reason: "booking_cancelled",
            assignment: Samples.staffSnapshot(.cancelled, version: 3))
        return [
            try Sample(assigned, by: .staff, version: 2), try Sample(created, by: .staff, version: 1),
            try Sample(released, by: .staff, version: 3),
        ]
    }

    private static func offers() throws -> [Sample] {
        let offered = StaffAssignmentOffered(
            assignment: Samples.staffSnapshot(.offered, version: 2), offeredAt: Samples.hours(1),
            offeredBy: Samples.manager, responseDeadline: Samples.hours(25), location: Samples.placeBrief,
            compensation: OfferedCompensation(
                rate: 3_250, currency: .usd, estimatedHours: JSONDecimal(units: 65, scale: 1)))
        let accepted = StaffAssignmentAccepted(
            assignment: Samples.staffSnapshot(.accepted, version: 3), acceptedAt: Samples.hours(2),
            notes: "Can bring a friend")
        let rejected = StaffAssignmentRejected(
            assignment: Samples.staffSnapshot(.rejected, version: 3), rejectedAt: Samples.hours(2),
            reason: "A wedding", isAvailableForFuture: true)
        let expired = StaffAssignmentExpired(
            assignment: Samples.staffSnapshot(.expired, version: 3), expiredAt: Samples.hours(26),
            responseDeadline: Samples.hours(25))
        return [
            try Sample(offered, by: .staff, version: 2), try Sample(accepted, by: .staff, version: 3),
            try Sample(rejected, by: .staff, version: 3), try Sample(expired, by: .staff, version: 3),
        ]
    }

    private static func attendance() throws -> [Sample] {
        let position = MeasuredPosition(latitude: 37.8044, longitude: -122.2712, accuracy: 12.5)
        let checkedIn = StaffCheckedIn(
            assignment: Samples.staffSnapshot(.checkedIn, version: 4), checkedInAt: Samples.hours(335),
            location: position, verificationMethod: .qrCode)
        let checkedOut = StaffCheckedOut(
            assignment: Samples.staffSnapshot(.checkedOut, version: 5), checkedOutAt: Samples.hours(341),
            hoursWorked: JSONDecimal(units: 575, scale: 2), location: position, feedback: "Friendly guests")
        let noShow = StaffNoShow(
            assignment: Samples.staffSnapshot(.noShow, version: 4), reportedBy: Samples.manager,
            reportedAt: Samples.hours(337), consequenceLevel: .warning, notes: "The first time")
        return [
            try Sample(checkedIn, by: .staff, version: 4), try Sample(checkedOut, by: .staff, version: 5),
            try Sample(noShow, by: .staff, version: 4),
        ]
    }

    private static func profiles() throws -> [Sample] {
        let availability = StaffAvailabilityChanged(
            staffID: Samples.staff, changedBy: Samples.agent, changedAt: Samples.now, from: Samples.hours(24),
            to: Samples.hours(48), isAvailable: false, reason: "Moving house")
        let training = TrainingCompleted(
            staffID: Samples.staff, trainingID: TrainingID(Samples.uuid(32)), course: "Responsible vendor, level 1",
            completedAt: Samples.now, certification: .responsibleVendor, validUntil: Samples.day(2028, 11, 20))
        return [
            try Sample(availability, by: .staff, version: 4), try Sample(training, by: .staff, version: 5),
        ]
    }
}
