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
        EventDeclaration(ComplianceChecked.self, of: .bookingCompliance),
        EventDeclaration(ComplianceViolationDetected.self, of: .violation),
        EventDeclaration(ComplianceAuditCompleted.self, of: .audit),
        EventDeclaration(LicenseExpiring.self, of: .license),
        EventDeclaration(RegulationUpdated.self, of: .regulation),
        EventDeclaration(OperationalVerified.self, of: .bookingCompliance),
    ]

    private static func topic(_ name: String, _ type: EventType, to consumers: [ServiceName]) -> Topic {
        Topic(name, from: .compliance, carries: type, to: consumers, kept: .compliance, .restricted)
    }
}
