/// What is said of each kind of event.
public struct EventSpecificRules: Sendable, Equatable {
    public let publicEvents: EventRule
    public let privateEvents: EventRule
    public let educationalEvents: EventRule
    public let samplingEvents: EventRule

    init(of law: EventLaws) {
        publicEvents = EventRule(of: law.publicEvents)
        privateEvents = EventRule(of: law.privateEvents)
        educationalEvents = EventRule(of: law.educationalEvents)
        samplingEvents = EventRule(of: law.samplingEvents)
    }
}

/// What is said of one kind of event: the same ten things of every kind, so there is one type for the four.
public struct EventRule: Sendable, Equatable {
    public let allowed: Bool?
    public let permitRequired: Bool?
    public let permitType: String?
    public let consumptionAllowed: Bool?
    public let salesAllowed: Bool?
    public let samplingAllowed: Bool?
    /// Days before its start.
    public let noticeDays: Int?
    public let maxDurationDays: Int?
    public let minimumAge: Int?
    public let restrictions: [String]

    init(of law: EventLaw) {
        allowed = law.allowed.value
        permitRequired = law.permitRequired.value
        permitType = law.permitType.value
        consumptionAllowed = law.consumptionAllowed.value
        salesAllowed = law.salesAllowed.value
        samplingAllowed = law.samplingAllowed.value
        noticeDays = law.noticeDays.value
        maxDurationDays = law.maxDurationDays.value
        minimumAge = law.minimumAge.value
        restrictions = law.restrictions.value ?? []
    }
}
