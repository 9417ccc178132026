import JSON
import PlatformProtocol
import Testing

/// The members that the platform's event schema document gives its types, as it writes them: `?` may be left out, `[]`
/// is a list, braces hold what is inside. Ours have all of them, and no consumer of that document misses one.
@Suite("Payloads and the document they come from")
struct SeedPayloadTests {
    static let document: [(EventType, String)] = [
        (
            .bookingSubmitted,
            "bookingId clientId title submittedBy submittedAt eventDates[] recurrencePattern?{frequency "
                + "interval endDate}"
        ),
        (.bookingApproved, "bookingId clientId title approvedBy approvedAt notes? eventDates[]"),
        (.bookingRejected, "bookingId clientId rejectedBy rejectedAt reason allowResubmission"),
        (
            .bookingChangesRequested,
            "bookingId clientId requestedBy requestedAt changes[]{field reason suggestedValue?}"
        ),
        (.bookingCancelled, "bookingId clientId cancelledBy cancelledAt reason affectedEventIds[]"),
        (.bookingUpdated, "bookingId clientId updatedBy updatedAt changedFields[] needsReapproval"),
        (.eventInstancesGenerated, "bookingId clientId eventIds[] generatedBy generatedAt totalEvents"),
        (
            .eventAssignedToManager,
            "eventId bookingId managerId assignedBy assignedAt eventDate location{id name address}"
        ),
        (
            .eventPreparationStarted,
            "eventId bookingId startedBy startedAt preparationTasks[]{id description assignedTo? dueDate}"
        ),
        (.eventReady, "eventId bookingId readyBy readyAt staffAssigned kitsAssigned logisticsConfirmed venueConfirmed"),
        (
            .eventStarted,
            "eventId bookingId startedBy startedAt location{id name} staffPresent[]{userId role checkedInAt}"
        ),
        (
            .eventCompleted,
            "eventId bookingId completedBy completedAt actualStartTime actualEndTime "
                + "staffParticipated[]{userId role hoursWorked} outcomes{metExpectations metrics notes}"
        ),
        (.eventCancelled, "eventId bookingId cancelledBy cancelledAt reason notifyClient"),
        (
            .eventRescheduled,
            "eventId bookingId rescheduledBy rescheduledAt originalDate newDate reason notifyStaff notifyClient"
        ),
        (
            .eventIssueReported,
            "eventId bookingId reportedBy reportedAt issueType severity description immediateActionTaken?"
        ),
        (
            .activityCreated,
            "activityId eventId bookingId createdBy createdAt activityType description duration "
                + "requiredKitTemplateIds[] requiredStaffRoles[]"
        ),
        (.activityAssigned, "activityId eventId assignmentId assignedTo assignedBy assignedAt role instructions?"),
        (.activityStarted, "activityId eventId startedBy startedAt kitsInUse[] staffExecuting[]"),
        (.activityCompleted, "activityId eventId completedBy completedAt outcomes{metrics notes photoUrls?[]}"),
        (
            .activityIssueReported,
            "activityId eventId reportedBy reportedAt issueType description impactLevel photoUrls?[]"
        ),
        (
            .staffAssignmentCreated,
            "assignmentId eventId activityId? userId role createdBy createdAt startTime endTime instructions?"
        ),
        (
            .staffAssignmentOffered,
            "assignmentId eventId userId offeredAt offeredBy responseDeadline location{id name address} "
                + "compensation?{rate currency estimatedHours}"
        ),
        (.staffAssignmentAccepted, "assignmentId eventId userId acceptedAt notes?"),
        (.staffAssignmentRejected, "assignmentId eventId userId rejectedAt reason isAvailableForFuture"),
        (
            .staffCheckedIn,
            "assignmentId eventId userId checkedInAt location{latitude longitude accuracy} verificationMethod"
        ),
        (
            .staffCheckedOut,
            "assignmentId eventId userId checkedOutAt hoursWorked location{latitude longitude accuracy} feedback?"
        ),
        (.staffNoShow, "assignmentId eventId userId reportedBy reportedAt consequenceLevel notes?"),
        (
            .kitAssignedToActivity,
            "kitAssignmentId activityId eventId kitTemplateId kitInstanceId? assignedBy assignedAt quantity notes?"
        ),
        (
            .kitPrepared,
            "kitAssignmentId activityId eventId kitInstanceId preparedBy preparedAt components[]{id name "
                + "quantity condition} notes?"
        ),
        (
            .kitCheckedOut,
            "kitAssignmentId activityId eventId kitInstanceId checkedOutBy checkedOutAt checkedOutTo expectedReturnDate"
        ),
        (
            .kitReturned,
            "kitAssignmentId activityId eventId kitInstanceId returnedBy returnedAt receivedBy condition "
                + "missingComponents?[] damagedComponents?[]{id description severity} notes?"
        ),
        (
            .kitIssueReported,
            "kitAssignmentId activityId eventId kitInstanceId reportedBy reportedAt issueType description "
                + "impactLevel photoUrls?[] needsImmediate"
        ),
        (
            .locationConfirmed,
            "eventId locationId confirmedBy confirmedAt contactPerson?{name phone email} specialInstructions? "
                + "accessDetails?"
        ),
        (
            .locationIssueReported,
            "eventId locationId reportedBy reportedAt issueType description impactLevel photoUrls?[] needsImmediate"
        ),
    ]

    /// What the document asks for and ours may be without: people and kits are also assigned to whole bookings, which
    /// have no single date or activity, and not every booking is for a brand.
    static let loosened: [AggregateType: Set<String>] = [
        .booking: ["clientId"], .staffAssignment: ["eventId"], .kitAssignment: ["eventId", "activityId"],
    ]

    /// What ours say beyond the document: whose booking it is, and the state after the change.
    static let added: Set = ["bookingId", "booking", "assignment", "location"]

    @Test("ours have the members of the document, and may leave out what it lets be left out", arguments: document)
    func members(type: EventType, text: String) throws {
        let schema = PayloadSchema(of: type.declaration)
        let ours = Self.members(of: schema.root, schema)
        var expected = Self.tree(text)
        for name in Self.loosened[type.declaration.aggregate] ?? [] { expected[name]?.isOptional = true }
        for (name, member) in expected { #expect(ours[name] == member, "\(type.rawValue) \(name)") }
        let more = Set(ours.keys).subtracting(expected.keys)
        #expect(more.isSubset(of: Self.added), "\(type.rawValue) says \(more.sorted())")
    }

    /// A member as the document has it. Of what is inside only what it names is looked at.
    struct Member: Equatable {
        var isOptional: Bool
        var isList: Bool
        var inside: [String: Member]
    }

    private static func members(of part: JSONValue, _ schema: PayloadSchema, depth: Int = 0) -> [String: Member] {
        guard depth < 2, case .record(let properties, let required, _) = SchemaShape(schema.resolved(part)) else {
            return [:]
        }
        return Dictionary(
            uniqueKeysWithValues: properties.map { property in
                var inner = schema.resolved(property.value)
                var isList = false
                if case .array(let element, _) = SchemaShape(inner) { (inner, isList) = (element, true) }
                let member = Member(
                    isOptional: !required.contains(property.name), isList: isList,
                    inside: members(of: inner, schema, depth: depth + 1))
                return (property.name, member)
            })
    }

    private static func tree(_ text: some StringProtocol) -> [String: Member] {
        var tree: [String: Member] = [:]
        var rest = Substring(text)
        while !rest.isEmpty {
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count)
            var member = Member(isOptional: take("?", &rest), isList: take("[]", &rest), inside: [:])
            if take("{", &rest), let end = rest.firstIndex(of: "}") {
                member.inside = Self.tree(rest[..<end])
                rest = rest[rest.index(after: end)...]
            }
            tree[String(name)] = member
            _ = take(" ", &rest)
        }
        return tree
    }

    private static func take(_ sign: String, _ rest: inout Substring) -> Bool {
        guard rest.hasPrefix(sign) else { return false }
        rest = rest.dropFirst(sign.count)
        return true
    }

    @Test("the table is read as it is written")
    func table() {
        let task = Member(isOptional: true, isList: false, inside: [:])
        let id = Member(isOptional: false, isList: false, inside: [:])
        let expected = [
            "eventId": id, "notes": task,
            "tasks": Member(isOptional: true, isList: true, inside: ["id": id, "assignedTo": task]),
        ]
        #expect(Self.tree("eventId notes? tasks?[]{id assignedTo?}") == expected)
    }
}
