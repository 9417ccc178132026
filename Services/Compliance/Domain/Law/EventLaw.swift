/// The four kinds of event that the data set tells apart.
public struct EventLaws: Sendable, Equatable {
    public let publicEvents: EventLaw
    public let privateEvents: EventLaw
    public let educationalEvents: EventLaw
    public let samplingEvents: EventLaw

    public init(publicEvents: EventLaw, privateEvents: EventLaw, educationalEvents: EventLaw, samplingEvents: EventLaw)
    {
        self.publicEvents = publicEvents
        self.privateEvents = privateEvents
        self.educationalEvents = educationalEvents
        self.samplingEvents = samplingEvents
    }
}

/// What is said of one kind of event; notice and duration in days.
public struct EventLaw: Sendable, Equatable {
    public let allowed: Leaf<Bool>
    public let permitRequired: Leaf<Bool>
    public let permitType: Leaf<String>
    public let consumptionAllowed: Leaf<Bool>
    public let salesAllowed: Leaf<Bool>
    public let samplingAllowed: Leaf<Bool>
    public let noticeDays: Leaf<Int>
    public let maxDurationDays: Leaf<Int>
    public let minimumAge: Leaf<Int>
    public let restrictions: Leaf<[String]>

    public init(
        allowed: Leaf<Bool>, permitRequired: Leaf<Bool>, permitType: Leaf<String>, consumptionAllowed: Leaf<Bool>,
        salesAllowed: Leaf<Bool>, samplingAllowed: Leaf<Bool>, noticeDays: Leaf<Int>, maxDurationDays: Leaf<Int>,
        minimumAge: Leaf<Int>, restrictions: Leaf<[String]>
    ) {
        self.allowed = allowed
        self.permitRequired = permitRequired
        self.permitType = permitType
        self.consumptionAllowed = consumptionAllowed
        self.salesAllowed = salesAllowed
        self.samplingAllowed = samplingAllowed
        self.noticeDays = noticeDays
        self.maxDurationDays = maxDurationDays
        self.minimumAge = minimumAge
        self.restrictions = restrictions
    }
}
