public import Identifiers

/// What a client asks for and may change: all of a booking that is neither decided nor counted here. A value that the
/// API fills in freely; the rules judge it as a whole.
public struct BookingDetails: Sendable, Hashable {
    public var clientID: ClientID?
    public var title: String
    public var description: String
    public var type: CannabisBookingType
    public var products: [BookedProduct]
    public var conditions: EventConditions
    public var locationID: LocationID?
    public var state: USState
    public var region: String?
    public var city: String?
    public var start: Timestamp
    public var end: Timestamp
    /// IANA, the venue's.
    public var timeZone: String
    /// The start of each date when there are several, ascending, beginning with `start`. Instead of a recurrence.
    public var eventDates: [Timestamp]
    public var recurrence: Recurrence?
    public var currency: Currency
    /// The client's ceiling.
    public var budget: Money?
    public var actualCost: Money?
    public var requirements: Document?
    public var staffRequirements: StaffRequirements?
    public var equipmentRequirements: EquipmentRequirements?
    public var metadata: Document?

    public init(
        clientID: ClientID? = nil, title: String, description: String = "", type: CannabisBookingType,
        products: [BookedProduct] = [], conditions: EventConditions, locationID: LocationID? = nil, state: USState,
        region: String? = nil, city: String? = nil, start: Timestamp, end: Timestamp, timeZone: String,
        eventDates: [Timestamp] = [], recurrence: Recurrence? = nil, currency: Currency, budget: Money? = nil,
        actualCost: Money? = nil, requirements: Document? = nil, staffRequirements: StaffRequirements? = nil,
        equipmentRequirements: EquipmentRequirements? = nil, metadata: Document? = nil
    ) {
        self.clientID = clientID
        self.title = title
        self.description = description
        self.type = type
        self.products = products
        self.conditions = conditions
        self.locationID = locationID
        self.state = state
        self.region = region
        self.city = city
        self.start = start
        self.end = end
        self.timeZone = timeZone
        self.eventDates = eventDates
        self.recurrence = recurrence
        self.currency = currency
        self.budget = budget
        self.actualCost = actualCost
        self.requirements = requirements
        self.staffRequirements = staffRequirements
        self.equipmentRequirements = equipmentRequirements
        self.metadata = metadata
    }

    /// The start of each date that is named: the one, or those listed. Those of a recurrence are reckoned when it is
    /// approved.
    public var namedDates: [Timestamp] { eventDates.isEmpty ? [start] : eventDates }

    /// Which fields are not as in the other.
    public func changedFields(from old: BookingDetails) -> [BookingField] {
        let differences: [(BookingField, Bool)] = [
            (.clientID, clientID != old.clientID), (.title, title != old.title),
            (.description, description != old.description), (.bookingType, type != old.type),
            (.products, products != old.products), (.conditions, conditions != old.conditions),
            (.locationID, locationID != old.locationID), (.state, state != old.state), (.region, region != old.region),
            (.city, city != old.city), (.start, start != old.start), (.end, end != old.end),
            (.timeZone, timeZone != old.timeZone), (.eventDates, eventDates != old.eventDates),
            (.recurrence, recurrence != old.recurrence), (.currency, currency != old.currency),
            (.budget, budget != old.budget), (.actualCost, actualCost != old.actualCost),
            (.requirements, requirements != old.requirements),
            (.staffRequirements, staffRequirements != old.staffRequirements),
            (.equipmentRequirements, equipmentRequirements != old.equipmentRequirements),
            (.metadata, metadata != old.metadata),
        ]
        return differences.filter(\.1).map(\.0)
    }
}
