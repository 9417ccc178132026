import Identifiers

/// The topics of compliance-management.
extension TopicRegistry {
    static let complianceTopics: [Topic] = [
        topic("compliance.checked", .complianceChecked, to: [.booking, .regions, .notifications]),
        topic("compliance.violation_detected", .complianceViolationDetected, to: [.notifications, .booking, .regions]),
        topic("compliance.audit_completed", .complianceAuditCompleted, to: [.regions, .notifications]),
        topic("license.expiring", .licenseExpiring, to: [.notifications, .booking, .staff]),
        Topic(
            "regulation.updated", from: .compliance, carries: .regulationUpdated,
            to: [.regions, .booking, .staff, .kits, .notifications], kept: .compliance, .internal,
            alias: "compliance.regulation_updated"),
        topic("operational.verified", .operationalVerified, to: [.booking]),
    ]

    static let complianceEvents: [EventDeclaration] = [
        EventDeclaration(.complianceChecked, of: .bookingCompliance, .typed(ComplianceChecked.self)),
        EventDeclaration(.complianceViolationDetected, of: .violation, .typed(ComplianceViolationDetected.self)),
        told(
            .complianceAuditCompleted, of: .audit, .id("auditId"), .text("subject"), .flag("passed"),
            .whole("findings"), .actor("completedBy"), .time("completedAt")),
        told(
            .licenseExpiring, of: .license, .id("licenseId"), .text("licenseType"), .choice("state", USState.self),
            .text("licenseNumber"), .day("expiresOn"), .whole("daysLeft")),
        told(
            .regulationUpdated, of: .regulation, .id("regulationId"), .choice("state", USState.self),
            .text("ruleSetVersion"), .objects("rules", .text("id"), .choice("area", ComplianceArea.self)),
            .day("effectiveFrom"), .actor("publishedBy"), .time("publishedAt")),
        told(
            .operationalVerified, of: .bookingCompliance, .id("bookingId"), .time("verifiedAt"),
            .objects("evidence", .text("item"), .flag("proven"), .text("source"))),
    ]

    private static func topic(_ name: String, _ type: EventType, to consumers: [ServiceName]) -> Topic {
        Topic(name, from: .compliance, carries: type, to: consumers, kept: .compliance, .restricted)
    }

    private static func told(
        _ type: EventType, of aggregate: AggregateType, _ members: PayloadMember...
    ) -> EventDeclaration {
        EventDeclaration(type, of: aggregate, .members(members))
    }
}
