import Identifiers
public import JSON
public import KitsDomain
import PlatformProtocol

extension KitComponent: JSONCodable {
    public static let json = JSONType.record(
        { (name, quantity, condition) in KitComponent(name: name, quantity: quantity, condition: condition) },
        Field("name", \.name, .string(length: 1...200)),
        Field("quantity", \.quantity, .integer(1...10_000).defaulting(to: 1)),
        Field("condition", \.condition, .oneOf().defaulting(to: .good)))
}

/// `POST /instances`: what somebody says of a kit.
struct CreateKit: Sendable, Equatable {
    let name: String
    let template: KitTemplateName
    let contents: [KitComponent]
    let condition: EquipmentCondition
    let homeState: USState
    let warehouse: String?
    let isPlantTouching: Bool
    let preparationMinutes: Int
    let transitMinutes: Int

    var profile: KitProfile {
        KitProfile(
            name: name, template: template, contents: contents, condition: condition, homeState: homeState,
            warehouse: warehouse, isPlantTouching: isPlantTouching, preparationMinutes: preparationMinutes,
            transitMinutes: transitMinutes)
    }
}

extension CreateKit: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("name", \.name, .string(length: 1...200), "What people call it"),
        Field("template", \.template, .oneOf(), "What it is made after"),
        Field("contents", \.contents, .array(.nested(), count: KitsLimits.components).defaulting(to: [])),
        Field("condition", \.condition, .oneOf().defaulting(to: .good)),
        Field("homeState", \.homeState, .oneOf(), "Where its warehouse is"),
        Field("warehouse", \.warehouse, .string(length: 1...200).optional),
        Field("isPlantTouching", \.isPlantTouching, .bool, "It then never leaves homeState"),
        Field(
            "preparationMinutes", \.preparationMinutes,
            .integer(KitsLimits.preparationMinutes).defaulting(to: KitsLimits.preparationMinutesUsual),
            "To make it ready"),
        Field(
            "transitMinutes", \.transitMinutes,
            .integer(KitsLimits.transitMinutes).defaulting(to: KitsLimits.transitMinutesUsual), "One way"))

    /// As the API's description shows it.
    static let example = CreateKit(
        name: "Demo kit 4", template: .productDemoKit,
        contents: [KitComponent(name: "Precision scale", quantity: 2, condition: .excellent)], condition: .good,
        homeState: .california, warehouse: "Oakland", isPlantTouching: true, preparationMinutes: 120,
        transitMinutes: 240)
}

/// A kit on file, as it is answered.
struct KitView: Sendable, Equatable {
    let id: KitID
    let version: Int
    let organizationID: OrganizationID
    let profile: KitProfile
    let createdBy: ActorID
    let createdAt: Timestamp
    let updatedAt: Timestamp

    init(_ kit: Kit) {
        (id, version, organizationID, profile) = (kit.id, kit.version, kit.organizationID, kit.profile)
        (createdBy, createdAt, updatedAt) = (kit.createdBy, kit.createdAt, kit.updatedAt)
    }

    private init(
        id: KitID, version: Int, organizationID: OrganizationID, profile: KitProfile, createdBy: ActorID,
        createdAt: Timestamp, updatedAt: Timestamp
    ) {
        (self.id, self.version, self.organizationID, self.profile) = (id, version, organizationID, profile)
        (self.createdBy, self.createdAt, self.updatedAt) = (createdBy, createdAt, updatedAt)
    }

    fileprivate var templateID: KitTemplateID { profile.template.id }
}

extension KitView: JSONCodable {
    static var jsonName: String { "KitInstance" }

    static let json = JSONType.openRecord(
        {
            (
                id: KitID, version: Int, organizationID: OrganizationID, name: String, template: KitTemplateName,
                _: KitTemplateID, contents: [KitComponent], condition: EquipmentCondition, homeState: USState,
                warehouse: String?, isPlantTouching: Bool, preparationMinutes: Int, transitMinutes: Int,
                createdBy: ActorID, createdAt: Timestamp, updatedAt: Timestamp
            ) in
            KitView(
                id: id, version: version, organizationID: organizationID,
                profile: KitProfile(
                    name: name, template: template, contents: contents, condition: condition, homeState: homeState,
                    warehouse: warehouse, isPlantTouching: isPlantTouching, preparationMinutes: preparationMinutes,
                    transitMinutes: transitMinutes),
                createdBy: createdBy, createdAt: createdAt, updatedAt: updatedAt)
        },
        Field("id", \.id, .id()),
        Field("version", \.version, .integer(1...Int.max)),
        Field("organizationId", \.organizationID, .id()),
        Field("name", \.profile.name, .string(length: 1...200)),
        Field("template", \.profile.template, .oneOf()),
        Field("kitTemplateId", \.templateID, .id()),
        Field("contents", \.profile.contents, .array(.nested(), count: KitsLimits.components)),
        Field("condition", \.profile.condition, .oneOf()),
        Field("homeState", \.profile.homeState, .oneOf()),
        Field("warehouse", \.profile.warehouse, .string(length: 1...200).optional),
        Field("isPlantTouching", \.profile.isPlantTouching, .bool),
        Field("preparationMinutes", \.profile.preparationMinutes, .integer(KitsLimits.preparationMinutes)),
        Field("transitMinutes", \.profile.transitMinutes, .integer(KitsLimits.transitMinutes)),
        Field("createdBy", \.createdBy, .actor),
        Field("createdAt", \.createdAt, .eventTime),
        Field("updatedAt", \.updatedAt, .eventTime))
}

/// `POST /api/v1/kits`: takes a kit for a booking.
struct AllocateKit: Sendable, Equatable, JSONCodable {
    let bookingID: BookingID
    let instanceID: KitID
    let notes: String?

    static let json = JSONType.record(
        Self.init, Field("bookingId", \.bookingID, .id()), Field("instanceId", \.instanceID, .id(), "Which kit"),
        Field("notes", \.notes, .string(length: 1...2_000).optional))

    /// As the API's description shows it.
    static let example = AllocateKit(
        bookingID: BookingID(UUID128(high: 0x0192_f0c1_4b1d_7c3a, low: 0x9d5e_2f8a_6b7c_8d9e)),
        instanceID: KitID(UUID128(high: 0x0192_f0c1_4b1d_7c3a, low: 0x9d5e_2f8a_6b7c_8d9f)), notes: "Fragile")
}

/// `POST /api/v1/kits/{kitId}/release`.
struct ReleaseKit: Sendable, Equatable, JSONCodable {
    let reason: String?
    let expectedVersion: Int?

    static let json = JSONType.record(
        Self.init, Field("reason", \.reason, .string(length: 1...2_000).optional, "Told to whoever listens"),
        Field("expectedVersion", \.expectedVersion, .integer(1...Int.max).optional))
}
