/// The things of the platform that have ids. Each name only tells ids apart (`ID<Entity.Booking>`); the things
/// themselves are types of the services that own them.
public enum Entity {
    public enum Activity {}
    public enum Booking {}
    public enum Client {}
    public enum ComplianceCheck {}
    public enum Event {}
    public enum EventInstance {}
    public enum Kit {}
    public enum KitAssignment {}
    public enum KitTemplate {}
    public enum Location {}
    public enum Organization {}
    public enum StaffAssignment {}
    public enum StaffProfile {}
    public enum Violation {}
}

public typealias ActivityID = ID<Entity.Activity>
public typealias BookingID = ID<Entity.Booking>
/// A brand that an organisation works for.
public typealias ClientID = ID<Entity.Client>
public typealias ComplianceCheckID = ID<Entity.ComplianceCheck>
/// One message on a topic.
public typealias EventID = ID<Entity.Event>
/// One date of a booking.
public typealias EventInstanceID = ID<Entity.EventInstance>
public typealias KitID = ID<Entity.Kit>
public typealias KitAssignmentID = ID<Entity.KitAssignment>
public typealias KitTemplateID = ID<Entity.KitTemplate>
public typealias LocationID = ID<Entity.Location>
/// A tenant: every row and every event belongs to one.
public typealias OrganizationID = ID<Entity.Organization>
public typealias StaffAssignmentID = ID<Entity.StaffAssignment>
public typealias StaffID = ID<Entity.StaffProfile>
public typealias ViolationID = ID<Entity.Violation>

extension ID where Entity == Identifiers.Entity.Organization {
    /// Stands for the platform itself, in what belongs to no tenant: a regulation, the counts of the gateways. All
    /// zeros, which no organisation has.
    public static let platform = OrganizationID(UUID128(high: 0, low: 0))
}
