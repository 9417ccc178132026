// KitsDomain: the rules of kits and of who has them when.
//
// Purpose: what a kit is, which booking may have it, and for how long it is taken. Model: values that only the rules of
// this module change; `KitCalendar` holds all that one kit is taken for and decides about it, and each decision returns
// what changed, for the store and for the events. Failure: `KitError`, a closed list; a rule that refuses has changed
// nothing. Not here: stock that is counted, shipping, and the law, of which one rule is kept: C30, what touches the
// plant never crosses a state line.

public import Identifiers

/// One kit, as it stands in a warehouse.
public struct Kit: Sendable, Equatable {
    public let id: KitID
    public let organizationID: OrganizationID
    public internal(set) var version: Int
    public internal(set) var profile: KitProfile
    public let createdBy: ActorID
    public let createdAt: Timestamp
    public internal(set) var updatedAt: Timestamp

    /// Puts a kit on file.
    public init(
        _ id: KitID, of organizationID: OrganizationID, _ profile: KitProfile, by actor: ActorID, at now: Timestamp
    ) throws(KitError) {
        try profile.check()
        self.init(
            restoring: id, of: organizationID, version: 1, profile, createdBy: actor, createdAt: now, updatedAt: now)
    }

    /// A kit as it was stored.
    package init(
        restoring id: KitID, of organizationID: OrganizationID, version: Int, _ profile: KitProfile,
        createdBy: ActorID, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        (self.id, self.organizationID, self.version, self.profile) = (id, organizationID, version, profile)
        (self.createdBy, self.createdAt, self.updatedAt) = (createdBy, createdAt, updatedAt)
    }
}

/// What is said of a kit.
public struct KitProfile: Sendable, Equatable {
    public var name: String
    public var template: KitTemplateName
    public var contents: [KitComponent]
    public var condition: EquipmentCondition
    /// Where its warehouse is.
    public var homeState: USState
    public var warehouse: String?
    /// Whether anything in it touches the plant.
    public var isPlantTouching: Bool
    /// How long it takes to be made ready.
    public var preparationMinutes: Int
    /// How long it travels, one way.
    public var transitMinutes: Int

    public init(
        name: String, template: KitTemplateName, contents: [KitComponent], condition: EquipmentCondition,
        homeState: USState, warehouse: String?, isPlantTouching: Bool, preparationMinutes: Int, transitMinutes: Int
    ) {
        (self.name, self.template, self.contents, self.condition) = (name, template, contents, condition)
        (self.homeState, self.warehouse, self.isPlantTouching) = (homeState, warehouse, isPlantTouching)
        (self.preparationMinutes, self.transitMinutes) = (preparationMinutes, transitMinutes)
    }

    /// What the members say together. Each by itself was checked where it was read.
    func check() throws(KitError) {
        guard name.contains(where: { !$0.isWhitespace }) else { throw .blankName }
        guard Set(contents.map { $0.name.lowercased() }).count == contents.count else { throw .repeatedComponent }
        guard KitsLimits.preparationMinutes.contains(preparationMinutes),
            KitsLimits.transitMinutes.contains(transitMinutes)
        else { throw .planningOutOfRange }
    }
}

/// What is in a kit, and how many.
public struct KitComponent: Sendable, Equatable {
    public var name: String
    public var quantity: Int
    public var condition: ComponentCondition

    public init(name: String, quantity: Int, condition: ComponentCondition) {
        (self.name, self.quantity, self.condition) = (name, quantity, condition)
    }
}

/// What a kit is made after: the five that everybody has.
public enum KitTemplateName: String, CaseIterable, Sendable {
    case productDemoKit = "product_demo_kit"
    case dispensaryOpeningKit = "dispensary_opening_kit"
    case complianceTrainingKit = "compliance_training_kit"
    case brandActivationKit = "brand_activation_kit"
    case tradeShowKit = "trade_show_kit"

    /// The same everywhere and for ever: it follows from the name.
    public var id: KitTemplateID {
        KitTemplateID(UUID128(parent: Self.parent, name: rawValue))
    }

    /// What the names are names in: drawn once, for this.
    private static let parent = UUID128(high: 0x7d1b_52c6_0f3e_4a8d, low: 0x9c24_61e8_b5a7_30f9)
}

/// The bounds of this service's rules.
public enum KitsLimits {
    /// Minutes to make a kit ready.
    public static let preparationMinutes = 0...10_080
    public static let preparationMinutesUsual = 120
    /// Minutes on the way, each way.
    public static let transitMinutes = 0...20_160
    public static let transitMinutesUsual = 240
    /// Kinds of things in a kit.
    public static let components = 0...200
}
