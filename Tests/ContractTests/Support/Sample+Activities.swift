import Identifiers
import JSON
import PlatformProtocol

extension Sample {
    static func activities() throws -> [Sample] {
        let id = Samples.activity
        let created = ActivityCreated(
            activityID: id, eventID: Samples.date, bookingID: Samples.booking, createdBy: Samples.manager,
            createdAt: Samples.now, activityType: "tasting", description: "Three flavours", durationMinutes: 45,
            requiredKitTemplateIDs: [KitTemplateID(Samples.uuid(41))], requiredStaffRoles: ["budtender"])
        let assigned = ActivityAssigned(
            activityID: id, eventID: Samples.date, assignmentID: Samples.assignment, assignedTo: Samples.agent,
            assignedBy: Samples.manager, assignedAt: Samples.hours(1), role: "budtender",
            instructions: "Begin at the door")
        let started = ActivityStarted(
            activityID: id, eventID: Samples.date, startedBy: Samples.agent, startedAt: Samples.hours(336),
            kitsInUse: [Samples.kit], staffExecuting: [Samples.agent])
        let completed = ActivityCompleted(
            activityID: id, eventID: Samples.date, completedBy: Samples.agent, completedAt: Samples.hours(337),
            outcomes: ActivityOutcomes(
                metrics: ["guests": 31], notes: "", photoURLs: ["https://photos.example.com/1.jpg"]))
        let cancelled = ActivityCancelled(
            activityID: id, eventID: Samples.date, cancelledBy: Samples.manager, cancelledAt: Samples.hours(2),
            reason: "No samples left")
        let issue = ActivityIssueReported(
            activityID: id, eventID: Samples.date, reportedBy: Samples.agent, reportedAt: Samples.hours(336),
            issueType: "stock", description: "One flavour is missing", impactLevel: .minor)
        return [
            try Sample(created, by: .booking, version: 1), try Sample(assigned, by: .booking, version: 2),
            try Sample(started, by: .booking, version: 3), try Sample(completed, by: .booking, version: 4),
            try Sample(cancelled, by: .booking, version: 5), try Sample(issue, by: .booking, version: 6),
        ]
    }

    static func organizations() throws -> [Sample] {
        let invited = OrganizationUserInvited(
            organizationID: Samples.organization, invitationID: InvitationID(Samples.uuid(6)),
            email: "ana@example.com", roles: [.manager, .fieldManager], invitedBy: Samples.manager,
            invitedAt: Samples.now, expiresAt: Samples.hours(168))
        let joined = OrganizationUserJoined(
            organizationID: Samples.organization, invitationID: InvitationID(Samples.uuid(6)), userID: Samples.agent,
            roles: [.manager, .fieldManager], joinedAt: Samples.hours(1))
        let changed = OrganizationPermissionsChanged(
            organizationID: Samples.organization, userID: Samples.agent, oldRoles: [.manager, .fieldManager],
            newRoles: [], changedBy: Samples.manager, changedAt: Samples.hours(2))
        return [
            try Sample(invited, by: .booking, version: 2), try Sample(joined, by: .booking, version: 3),
            try Sample(changed, by: .booking, version: 4),
        ]
    }
}

extension Samples {
    static let activity = ActivityID(uuid(55))
}
