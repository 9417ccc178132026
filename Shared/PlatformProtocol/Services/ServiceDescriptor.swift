public import JSON

/// What a service says of itself: the record of the seeds' service definitions, for `/descriptor`, for the documents
/// and for the gateway's routes.
public struct ServiceDescriptor: Sendable {
    public let name: ServiceName
    /// The fixed identifier the platform knows the service by.
    public let serviceID: String
    /// The long name of the definition, where events carry the short one.
    public let title: String
    public let version: String
    public let port: UInt16
    public let specialization: String?
    /// The paths the gateway forwards to it.
    public let prefixes: [String]
    /// The topics it may publish to.
    public let publishes: [String]
    /// The topics it may subscribe to.
    public let subscribes: [String]

    /// Every service, the gateway last.
    public static let all: [ServiceDescriptor] = [
        booking, staff, kits, compliance, regions, notifications, gateway,
    ]

    /// The descriptor of one service.
    public static func of(_ name: ServiceName) -> ServiceDescriptor {
        switch name {
        case .booking: booking
        case .staff: staff
        case .kits: kits
        case .compliance: compliance
        case .regions: regions
        case .notifications: notifications
        case .gateway: gateway
        }
    }

    /// The record as services answer it, by the names of the seeds' service definitions.
    public var record: JSONObject {
        var members: [(String, JSONValue)] = [
            ("serviceId", .string(serviceID)), ("name", .string(title)), ("version", .string(version)),
            ("port", .number(.integer(Int64(port)))),
        ]
        if let specialization { members.append(("specialization", .string(specialization))) }
        members.append(("publishTopics", .array(publishes.map(JSONValue.string))))
        members.append(("subscribeTopics", .array(subscribes.map(JSONValue.string))))
        return JSONObject(members)
    }

    private static let booking = ServiceDescriptor(
        name: .booking, serviceID: "bms-550e8400-e29b-41d4-a716-446655440001", title: "booking-management-service",
        version: "1.0.0", port: 3001, specialization: nil, prefixes: ["/api/v1/bookings"],
        publishes: TopicRegistry.topics(publishedBy: .booking), subscribes: TopicRegistry.topics(consumedBy: .booking))

    private static let staff = ServiceDescriptor(
        name: .staff, serviceID: "sas-660e8400-e29b-41d4-a716-446655440001", title: "staff-assignment-service",
        version: "1.0.0", port: 3002, specialization: "cannabis_industry_staff_management",
        prefixes: ["/api/v1/staff"], publishes: TopicRegistry.topics(publishedBy: .staff),
        subscribes: TopicRegistry.topics(consumedBy: .staff))

    private static let kits = ServiceDescriptor(
        name: .kits, serviceID: "kms-770e8400-e29b-41d4-a716-446655440001", title: "kit-management-service",
        version: "1.0.0", port: 3003, specialization: "cannabis_industry_equipment_management",
        prefixes: ["/api/v1/kits"], publishes: TopicRegistry.topics(publishedBy: .kits),
        subscribes: TopicRegistry.topics(consumedBy: .kits))

    private static let compliance = ServiceDescriptor(
        name: .compliance, serviceID: "cms-880e8400-e29b-41d4-a716-446655440001",
        title: "compliance-management-service", version: "1.0.0", port: 3004,
        specialization: "cannabis_industry_regulatory_compliance", prefixes: ["/api/v1/compliance"],
        publishes: TopicRegistry.topics(publishedBy: .compliance),
        subscribes: TopicRegistry.topics(consumedBy: .compliance))

    private static let regions = ServiceDescriptor(
        name: .regions, serviceID: "gms-990e8400-e29b-41d4-a716-446655440001",
        title: "geographic-management-service", version: "1.0.0", port: 3005, specialization: nil,
        prefixes: ["/api/v1/regions"], publishes: TopicRegistry.topics(publishedBy: .regions),
        subscribes: TopicRegistry.topics(consumedBy: .regions))

    private static let notifications = ServiceDescriptor(
        name: .notifications, serviceID: "rtcs-aa0e8400-e29b-41d4-a716-446655440001",
        title: "realtime-communication-service", version: "1.0.0", port: 3006, specialization: nil,
        prefixes: ["/api/v1/notifications", "/socket.io"],
        publishes: TopicRegistry.topics(publishedBy: .notifications),
        subscribes: TopicRegistry.topics(consumedBy: .notifications))

    private static let gateway = ServiceDescriptor(
        name: .gateway, serviceID: "gw-bb0e8400-e29b-41d4-a716-446655440001", title: "api-gateway", version: "1.0.0",
        port: 8080, specialization: nil, prefixes: [], publishes: TopicRegistry.topics(publishedBy: .gateway),
        subscribes: TopicRegistry.topics(consumedBy: .gateway))
}
