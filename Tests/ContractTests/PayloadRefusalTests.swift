import JSON
import PlatformProtocol
import Testing

/// Good events with one member changed, and what becomes of them: the bounds as the specification has them, written
/// down by hand.
@Suite("Refused payloads")
struct PayloadRefusalTests {
    struct Row: Sendable, CustomStringConvertible {
        let type: EventType
        let pointer: String
        let value: JSONValue?
        let code: JSONFault.Code

        init(_ type: EventType, _ pointer: String, _ value: JSONValue?, _ code: JSONFault.Code) {
            (self.type, self.pointer, self.value, self.code) = (type, pointer, value, code)
        }

        var description: String { "\(type.rawValue)\(pointer) \(code.rawValue)" }
    }

    static let rows = [
        Row(.eventInstancesGenerated, "/eventIds", [], .tooFewItems),
        Row(.eventInstancesGenerated, "/totalEvents", 367, .outOfRange),
        Row(.eventAssignedToManager, "/location/id", "Lakeside Hall", .badFormat),
        Row(.eventAssignedToManager, "/managerId", "", .tooShort),
        Row(.eventPreparationStarted, "/preparationTasks/1/dueDate", "2026-12-01", .badFormat),
        Row(.eventReady, "/kitsAssigned", "yes", .wrongType),
        Row(.eventStarted, "/staffPresent/0/checkedInAt", nil, .missingMember),
        Row(.eventCompleted, "/outcomes/metrics/samples", "many", .wrongType),
        Row(.eventCompleted, "/staffParticipated/0/hoursWorked", -1, .outOfRange),
        Row(.eventIssueReported, "/severity", "catastrophic", .notAllowed),
        Row(.eventIssueReported, "/issueType", "weather", .notAllowed),
        Row(.eventRescheduled, "/newDate", nil, .missingMember),
        Row(.activityCreated, "/duration", 0, .outOfRange),
        Row(.activityIssueReported, "/impactLevel", "severe", .notAllowed),
        Row(.activityCompleted, "/outcomes/photoUrls", ["ftp://photos.example.com/1.jpg"], .badFormat),
        Row(.organizationUserInvited, "/email", "ana at example.com", .badFormat),
        Row(.organizationUserInvited, "/roles", [], .tooFewItems),
        Row(.organizationUserInvited, "/roles/0", "owner", .notAllowed),
        Row(
            .staffAssignmentOffered, "/compensation/rate", .number(JSONNumber(JSONDecimal(units: 32_505, scale: 3))),
            .tooPrecise),
        Row(.staffAssignmentOffered, "/compensation/currency", "JPY", .badFormat),
        Row(.staffAssignmentOffered, "/assignment/status", "dreamt", .notAllowed),
        Row(.staffAssignmentRejected, "/isAvailableForFuture", nil, .missingMember),
        Row(.staffCheckedIn, "/location/latitude", 91, .outOfRange),
        Row(.staffCheckedIn, "/location/accuracy", -1, .outOfRange),
        Row(.staffCheckedIn, "/verificationMethod", "retina", .notAllowed),
        Row(.staffNoShow, "/consequenceLevel", "dismissal", .notAllowed),
        Row(.trainingCompleted, "/validUntil", "2028-02-30", .badFormat),
        Row(.kitPrepared, "/components/0/condition", "damaged", .notAllowed),
        Row(.kitPrepared, "/kitInstanceId", nil, .missingMember),
        Row(.kitReturned, "/condition", "lost", .notAllowed),
        Row(.kitReturned, "/damagedComponents/0/severity", "total", .notAllowed),
        Row(.kitIssueReported, "/needsImmediate", nil, .missingMember),
        Row(.inventoryUpdated, "/onHand", -1, .outOfRange),
        Row(.equipmentMaintenanceDue, "/maintenanceType", "blessing", .notAllowed),
        Row(.licenseExpiring, "/state", "idaho", .notAllowed),
        Row(.regulationUpdated, "/rules/0/area", "taxes", .notAllowed),
        Row(.locationConfirmed, "/contactPerson/phone", "555 0123", .badFormat),
        Row(.locationIssueReported, "/issueType", "noise", .notAllowed),
        Row(.territoryOptimized, "/gap", 2, .outOfRange),
        Row(.notificationSent, "/channel", "pigeon", .notAllowed),
        Row(.notificationSent, "/relatedEntityType", "dragon", .notAllowed),
        Row(.communicationFailed, "/attempts", 0, .outOfRange),
        Row(.emergencyTriggered, "/location/longitude", 181, .outOfRange),
        Row(.gatewayAudit, "/decision", "maybe", .notAllowed),
        Row(.gatewayAudit, "/status", 99, .outOfRange),
        Row(.gatewayRateCounts, "/counts/0/requests", -1, .outOfRange),
    ]

    @Test("a value that is not what the member says is refused, and the fault says which one", arguments: rows)
    func refused(row: Row) throws {
        let golden = try Golden.document("\(row.type.rawValue).json")
        let payload = try #require(golden["value"]?["payload"]).replacing(row.pointer, with: row.value)
        let fault = #expect(throws: EventFault.self) { try Self.decode(payload, row.type.declaration.payload) }
        guard case .badPayload(row.type, let faults) = fault else {
            Issue.record("\(row) is another fault")
            return
        }
        #expect(faults.list.map(\.code) == [row.code])
        #expect(faults.list.allSatisfy { $0.pointer.hasPrefix(row.pointer) })
        // A fault is logged: nothing of the payload may be in it.
        if case .string(let text) = row.value, text.count > 2 { #expect(!"\(faults)".contains("\"\(text)\"")) }
    }

    private static func decode<Payload: EventPayload>(_ document: JSONValue, _ payload: Payload.Type) throws(EventFault)
    {
        _ = try payload.decode(document.bytes, version: payload.schemaVersion)
    }
}
