/// The things of the platform that have ids. Each name only tells ids apart (`ID<Entity.Booking>`); the things
/// themselves are types of the services that own them.
public enum Entity {
    /// Something done on a date of a booking.
    public enum Activity {}
    /// An event that is planned.
    public enum Booking {}
    /// A brand that an organisation works for.
    public enum Client {}
    /// One answer of the law to a booking.
    public enum ComplianceCheck {}
    /// One message on a topic.
    public enum Event {}
    /// One date of a booking.
    public enum EventInstance {}
    /// One kit, as it stands in a warehouse.
    public enum Kit {}
    /// The taking of a kit for a booking.
    public enum KitAssignment {}
    /// What a kit is made of.
    public enum KitTemplate {}
    /// A place where events are held.
    public enum Location {}
    /// A tenant: every row and every event belongs to one.
    public enum Organization {}
    /// The taking of a person's time for a booking.
    public enum StaffAssignment {}
    /// Somebody who works events.
    public enum StaffProfile {}
    /// A broken rule.
    public enum Violation {}
}

/// The id of an `Activity`.
public typealias ActivityID = ID<Entity.Activity>
/// The id of a `Booking`.
public typealias BookingID = ID<Entity.Booking>
/// The id of a `Client`.
public typealias ClientID = ID<Entity.Client>
/// The id of a `ComplianceCheck`.
public typealias ComplianceCheckID = ID<Entity.ComplianceCheck>
/// The id of an `Event`.
public typealias EventID = ID<Entity.Event>
/// The id of an `EventInstance`.
public typealias EventInstanceID = ID<Entity.EventInstance>
/// The id of a `Kit`.
public typealias KitID = ID<Entity.Kit>
/// The id of a `KitAssignment`.
public typealias KitAssignmentID = ID<Entity.KitAssignment>
/// The id of a `KitTemplate`.
public typealias KitTemplateID = ID<Entity.KitTemplate>
/// The id of a `Location`.
public typealias LocationID = ID<Entity.Location>
/// The id of an `Organization`.
public typealias OrganizationID = ID<Entity.Organization>
/// The id of a `StaffAssignment`.
public typealias StaffAssignmentID = ID<Entity.StaffAssignment>
/// The id of a `StaffProfile`.
public typealias StaffID = ID<Entity.StaffProfile>
/// The id of a `Violation`.
public typealias ViolationID = ID<Entity.Violation>

extension ID where Entity == Identifiers.Entity.Organization {
    /// Stands for the platform itself, in what belongs to no tenant: a regulation, the counts of the gateways. All
    /// zeros, which no organisation has.
    public static let platform = OrganizationID(UUID128(high: 0, low: 0))
}
