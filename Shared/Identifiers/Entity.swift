/// The things of the platform that have ids. Each name only tells ids apart (`ID<Entity.Booking>`); the things
/// themselves are types of the services that own them.
public enum Entity {
    /// Something done on a date of a booking.
    public enum Activity {}
    /// A warning that was raised.
    public enum Alert {}
    /// One look at whether the rules were kept.
    public enum Audit {}
    /// An event that is planned.
    public enum Booking {}
    /// A brand that an organisation works for.
    public enum Client {}
    /// One answer of the law to a booking.
    public enum ComplianceCheck {}
    /// An area with rules of its own.
    public enum ComplianceZone {}
    /// Messages between the same people.
    public enum Conversation {}
    /// A call for help.
    public enum Emergency {}
    /// One piece of equipment, told by its serial number.
    public enum Equipment {}
    /// One message on a topic.
    public enum Event {}
    /// One date of a booking.
    public enum EventInstance {}
    /// One running gateway.
    public enum Gateway {}
    /// Something that is kept in stock and counted.
    public enum InventoryItem {}
    /// The asking of somebody into an organisation.
    public enum Invitation {}
    /// One kit, as it stands in a warehouse.
    public enum Kit {}
    /// The taking of a kit for a booking.
    public enum KitAssignment {}
    /// One part of a kit.
    public enum KitComponent {}
    /// What a kit is made of.
    public enum KitTemplate {}
    /// A permission by a regulator.
    public enum License {}
    /// A place where events are held.
    public enum Location {}
    /// What somebody wrote to somebody.
    public enum Message {}
    /// What somebody is told by the platform.
    public enum Notification {}
    /// One search for the best assignment.
    public enum OptimizationJob {}
    /// A tenant: every row and every event belongs to one.
    public enum Organization {}
    /// Something to be done before a date.
    public enum PreparationTask {}
    /// A part of a state where one team works.
    public enum Region {}
    /// The rules of a state, as published.
    public enum Regulation {}
    /// The taking of a person's time for a booking.
    public enum StaffAssignment {}
    /// Somebody who works events.
    public enum StaffProfile {}
    /// The part of a region that one person covers.
    public enum Territory {}
    /// One person's going through a course.
    public enum Training {}
    /// A broken rule.
    public enum Violation {}
    /// Where stock is kept.
    public enum Warehouse {}
}

/// The id of an `Activity`.
public typealias ActivityID = ID<Entity.Activity>
/// The id of an `Alert`.
public typealias AlertID = ID<Entity.Alert>
/// The id of an `Audit`.
public typealias AuditID = ID<Entity.Audit>
/// The id of a `Booking`.
public typealias BookingID = ID<Entity.Booking>
/// The id of a `Client`.
public typealias ClientID = ID<Entity.Client>
/// The id of a `ComplianceCheck`.
public typealias ComplianceCheckID = ID<Entity.ComplianceCheck>
/// The id of a `ComplianceZone`.
public typealias ComplianceZoneID = ID<Entity.ComplianceZone>
/// The id of a `Conversation`.
public typealias ConversationID = ID<Entity.Conversation>
/// The id of an `Emergency`.
public typealias EmergencyID = ID<Entity.Emergency>
/// The id of an `Equipment`.
public typealias EquipmentID = ID<Entity.Equipment>
/// The id of an `Event`.
public typealias EventID = ID<Entity.Event>
/// The id of an `EventInstance`.
public typealias EventInstanceID = ID<Entity.EventInstance>
/// The id of a `Gateway`.
public typealias GatewayID = ID<Entity.Gateway>
/// The id of an `InventoryItem`.
public typealias InventoryItemID = ID<Entity.InventoryItem>
/// The id of an `Invitation`.
public typealias InvitationID = ID<Entity.Invitation>
/// The id of a `Kit`.
public typealias KitID = ID<Entity.Kit>
/// The id of a `KitAssignment`.
public typealias KitAssignmentID = ID<Entity.KitAssignment>
/// The id of a `KitComponent`.
public typealias KitComponentID = ID<Entity.KitComponent>
/// The id of a `KitTemplate`.
public typealias KitTemplateID = ID<Entity.KitTemplate>
/// The id of a `License`.
public typealias LicenseID = ID<Entity.License>
/// The id of a `Location`.
public typealias LocationID = ID<Entity.Location>
/// The id of a `Message`.
public typealias MessageID = ID<Entity.Message>
/// The id of a `Notification`.
public typealias NotificationID = ID<Entity.Notification>
/// The id of an `OptimizationJob`.
public typealias OptimizationJobID = ID<Entity.OptimizationJob>
/// The id of an `Organization`.
public typealias OrganizationID = ID<Entity.Organization>
/// The id of a `PreparationTask`.
public typealias PreparationTaskID = ID<Entity.PreparationTask>
/// The id of a `Region`.
public typealias RegionID = ID<Entity.Region>
/// The id of a `Regulation`.
public typealias RegulationID = ID<Entity.Regulation>
/// The id of a `StaffAssignment`.
public typealias StaffAssignmentID = ID<Entity.StaffAssignment>
/// The id of a `StaffProfile`.
public typealias StaffID = ID<Entity.StaffProfile>
/// The id of a `Territory`.
public typealias TerritoryID = ID<Entity.Territory>
/// The id of a `Training`.
public typealias TrainingID = ID<Entity.Training>
/// The id of a `Violation`.
public typealias ViolationID = ID<Entity.Violation>
/// The id of a `Warehouse`.
public typealias WarehouseID = ID<Entity.Warehouse>

extension ID where Entity == Identifiers.Entity.Organization {
    /// Stands for the platform itself, in what belongs to no tenant: a regulation, the counts of the gateways. All
    /// zeros, which no organisation has.
    public static let platform = OrganizationID(UUID128(high: 0, low: 0))
}
