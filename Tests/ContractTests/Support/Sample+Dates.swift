import Identifiers
import JSON
import PlatformProtocol

extension Sample {
    /// The dates of a booking, from their planning to their end.
    static func dates() throws -> [Sample] { try planning() + moves() + execution() }

    private static func planning() throws -> [Sample] {
        let generated = EventInstancesGenerated(
            eventIDs: [Samples.date, EventInstanceID(Samples.uuid(51))], generatedBy: Samples.manager,
            generatedAt: Samples.hours(2), booking: Samples.bookingSnapshot(.approved, stage: .approval, version: 6))
        let assigned = EventManagerAssigned(
            eventID: Samples.date, bookingID: Samples.booking, managerID: Samples.agent, assignedBy: Samples.manager,
            assignedAt: Samples.hours(3), eventDate: Samples.hours(336), location: Samples.placeBrief)
        let preparing = EventPreparationStarted(
            eventID: Samples.date, bookingID: Samples.booking, startedBy: Samples.agent, startedAt: Samples.hours(4),
            preparationTasks: [
                PreparationTask(
                    id: PreparationTaskID(Samples.uuid(52)), description: "Call the venue", assignedTo: Samples.agent,
                    dueDate: Samples.hours(300)),
                PreparationTask(
                    id: PreparationTaskID(Samples.uuid(53)), description: "Print the menus",
                    dueDate: Samples.hours(330)),
            ])
        let ready = EventReady(
            eventID: Samples.date, bookingID: Samples.booking, readyBy: Samples.agent, readyAt: Samples.hours(330),
            staffAssigned: true, kitsAssigned: true, logisticsConfirmed: false, venueConfirmed: true)
        return [
            try Sample(generated, by: .booking, version: 6, client: Samples.client),
            try Sample(assigned, by: .booking, version: 2), try Sample(preparing, by: .booking, version: 3),
            try Sample(ready, by: .booking, version: 4),
        ]
    }

    private static func moves() throws -> [Sample] {
        let rescheduled = EventRescheduled(
            eventID: Samples.date, bookingID: Samples.booking, rescheduledBy: Samples.manager,
            rescheduledAt: Samples.hours(5), originalDate: Samples.hours(336), newDate: Samples.hours(360),
            reason: "The hall is being painted", notifyStaff: true, notifyClient: false)
        let cancelled = EventCancelled(
            eventID: Samples.date, bookingID: Samples.booking, cancelledBy: Samples.manager,
            cancelledAt: Samples.hours(6), reason: "Snow", notifyClient: true)
        return [
            try Sample(rescheduled, by: .booking, version: 5), try Sample(cancelled, by: .booking, version: 6),
        ]
    }

    private static func execution() throws -> [Sample] {
        let started = EventStarted(
            eventID: Samples.date, bookingID: Samples.booking, startedBy: Samples.agent, startedAt: Samples.hours(336),
            location: PlaceName(id: Samples.location, name: "Lakeside Hall"),
            staffPresent: [
                StaffPresence(userID: Samples.agent, role: "budtender", checkedInAt: Samples.hours(335))
            ])
        let completed = EventCompleted(
            eventID: Samples.date, bookingID: Samples.booking, completedBy: Samples.agent,
            completedAt: Samples.hours(341), actualStartTime: Samples.hours(336), actualEndTime: Samples.hours(340),
            staffParticipated: [
                StaffParticipation(
                    userID: Samples.agent, role: "budtender", hoursWorked: JSONDecimal(units: 525, scale: 2))
            ],
            outcomes: EventOutcomes(
                metExpectations: true, metrics: ["samples": 140, "conversion": JSONDecimal(units: 375, scale: 3)],
                notes: "A long line"))
        let issue = EventIssueReported(
            eventID: Samples.date, bookingID: Samples.booking, reportedBy: Samples.agent,
            reportedAt: Samples.hours(337), issueType: .logistics, severity: .high,
            description: "The generator stopped", immediateActionTaken: "Borrowed the neighbour's")
        return [
            try Sample(started, by: .booking, version: 7), try Sample(completed, by: .booking, version: 9),
            try Sample(issue, by: .booking, version: 8),
        ]
    }
}

extension Samples {
    static let date = EventInstanceID(uuid(50))
    static let placeBrief = PlaceBrief(
        id: location, name: "Lakeside Hall", address: "1 Grand Ave, Oakland, CA 94612")
}
