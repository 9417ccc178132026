/// Who publishes and who consumes which topic. Nothing undeclared here can be published or subscribed.
public enum TopicRegistry {
    /// One topic with the services on its two ends.
    public struct Topic: Sendable {
        public let name: String
        public let publishers: [ServiceName]
        public let consumers: [ServiceName]
    }

    /// Every topic, by what it is about.
    public static let topics: [Topic] = booking + events + staff + kits + compliance + regions + communication + gateway

    /// The topics a service may publish to, in the registry's order.
    public static func topics(publishedBy service: ServiceName) -> [String] {
        topics.filter { $0.publishers.contains(service) }.map(\.name)
    }

    /// The topics a service may subscribe to, in the registry's order.
    public static func topics(consumedBy service: ServiceName) -> [String] {
        topics.filter { $0.consumers.contains(service) }.map(\.name)
    }

    private static let booking: [Topic] = [
        topic("booking.created", .booking, [.staff, .kits, .compliance, .regions, .notifications]),
        topic("booking.status_changed", .booking, [.staff, .compliance, .notifications, .kits, .regions]),
        topic("booking.updated", .booking, [.staff, .kits, .compliance, .regions, .notifications]),
        topic("booking.cancelled", .booking, [.kits, .staff, .compliance, .regions, .notifications]),
        topic("booking.stage_advanced", .booking, [.notifications, .regions]),
        topic("booking.operational_verified", .booking, [.notifications, .regions]),
        topic("booking.confirmed", .booking, [.regions, .kits, .staff, .notifications]),
        topic("booking.checked_in", .booking, [.regions, .kits, .staff, .notifications]),
        topic("booking.completed", .booking, [.regions, .kits, .staff, .notifications]),
        topic("booking.expired", .booking, [.regions, .kits, .staff, .notifications]),
        topic("organization.user_invited", .booking, [.notifications, .staff]),
        topic("organization.user_joined", .booking, [.notifications, .staff]),
    ]

    private static let events: [Topic] =
        [
            "instances_generated", "assigned_to_manager", "preparation_started", "ready", "started", "completed",
            "cancelled", "rescheduled", "issue_reported",
        ].map { topic("event.\($0)", .booking, [.staff, .kits, .notifications, .regions]) }
        + ["created", "assigned", "started", "completed", "issue_reported"].map {
            topic("activity.\($0)", .booking, [.staff, .kits, .notifications])
        }

    private static let staff: [Topic] = [
        topic("staff.assigned", .staff, [.booking, .kits, .compliance, .regions, .notifications]),
        topic("staff.assignment_updated", .staff, [.booking, .notifications]),
        topic("staff.availability_changed", .staff, [.regions]),
        topic("staff.checked_in", .staff, [.notifications, .booking, .regions]),
        topic("staff.checked_out", .staff, [.notifications, .booking, .regions]),
        topic("training.completed", .staff, [.staff, .compliance]),
    ]

    private static let kits: [Topic] = [
        topic("kit.assigned", .kits, [.booking, .compliance, .notifications]),
        topic("kit.prepared", .kits, [.booking, .notifications]),
        topic("kit.checked_out", .kits, [.booking, .notifications]),
        topic("kit.issue_reported", .kits, [.booking, .notifications]),
        topic("kit.shipped", .kits, [.booking, .notifications, .regions]),
        topic("kit.delivered", .kits, [.booking, .notifications, .regions]),
        topic("kit.returned", .kits, [.booking, .notifications, .regions]),
        topic("inventory.updated", .kits, [.booking]),
        topic("equipment.maintenance_due", .kits, [.notifications, .compliance]),
    ]

    private static let compliance: [Topic] = [
        topic("compliance.checked", .compliance, [.booking, .regions]),
        topic("compliance.violation_detected", .compliance, [.notifications, .booking, .regions]),
        topic("compliance.audit_completed", .compliance, [.regions, .notifications]),
        topic("license.expiring", .compliance, [.notifications, .booking, .staff]),
        topic("regulation.updated", .compliance, [.regions, .booking, .staff, .kits, .notifications]),
        topic("operational.verified", .compliance, [.booking]),
    ]

    private static let regions: [Topic] = [
        topic("location.updated", .regions, [.booking, .staff, .kits, .compliance, .notifications]),
        topic("location.created", .regions, [.booking, .staff, .kits, .compliance, .notifications]),
        topic("location.approved", .regions, [.booking, .staff, .kits, .compliance, .notifications]),
        topic("location.rejected", .regions, [.booking, .staff, .kits, .compliance, .notifications]),
        topic("region.staff_assigned", .regions, [.staff, .compliance, .notifications]),
        topic("compliance_zone.updated", .regions, [.staff, .compliance, .notifications]),
        topic("territory.optimized", .regions, [.staff, .compliance, .notifications]),
    ]

    private static let communication: [Topic] = [
        topic("notification.sent", .notifications, [.booking]),
        topic("message.delivered", .notifications, [.booking]),
        topic("communication.failed", .notifications, [.booking, .notifications]),
        topic("alert.triggered", .notifications, [.booking, .regions]),
        Topic(
            name: "emergency.triggered", publishers: [.notifications, .booking],
            consumers: [.notifications, .staff, .booking]),
    ]

    private static let gateway: [Topic] = [
        topic("gateway.audit", .gateway, [.notifications]), topic("gateway.rate_counts", .gateway, [.gateway]),
    ]

    private static func topic(_ name: String, _ publisher: ServiceName, _ consumers: [ServiceName]) -> Topic {
        Topic(name: name, publishers: [publisher], consumers: consumers)
    }
}
