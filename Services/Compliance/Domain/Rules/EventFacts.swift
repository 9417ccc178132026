public import Identifiers

/// What is known of a booked event. Nil is unknown, never "no": whoever asks about a booking that checks nobody's age
/// says so with 0.
public struct EventFacts: Sendable, Equatable {
    public var bookingType: CannabisBookingType?
    /// Open to people who were not invited.
    public var isPublic: Bool?
    public var minimumAge: Int?
    public var hasConsumption: Bool?
    public var hasSampling: Bool?
    public var hasSales: Bool?
    /// What is shown, given or sold; empty where there is nothing.
    public var productCategories: Set<CannabisProductCategory>?
    public var productsAreTested: Bool?
    /// The day on which the booking was made, or its permit applied for where that is known.
    public var madeOn: CalendarDay?
    /// In the zone of the event.
    public var startsOn: CalendarDay?
    /// The last day of the event.
    public var endsOn: CalendarDay?
    public var heldLicenses: Set<String>?
    public var venueLicenses: Set<String>?
    public var ageMethods: Set<AgeVerificationMethod>?
    public var trackingSystems: Set<TrackingSystem>?
    public var hasManifest: Bool?
    public var hasGuards: Bool?
    public var hasVideoSurveillance: Bool?
    public var hasAlarm: Bool?
    public var adultAudiencePercent: Double?
    public var feetFromSchools: Double?
    public var flowerGramsPerGuest: Double?
    public var concentrateGramsPerGuest: Double?
    public var edibleServingMg: Double?
    public var ediblePackageMg: Double?
    public var confirmations: Set<String>?

    /// Nothing is known.
    public init() {}
}

extension EventFacts {
    /// What is known of a fact.
    public subscript(fact: FlagFact) -> Bool? {
        get {
            switch fact {
            case .isPublic: isPublic
            case .hasConsumption: hasConsumption
            case .hasSampling: hasSampling
            case .hasSales: hasSales
            case .productsAreTested: productsAreTested
            case .hasManifest: hasManifest
            case .hasGuards: hasGuards
            case .hasVideoSurveillance: hasVideoSurveillance
            case .hasAlarm: hasAlarm
            }
        }
        set { self[keyPath: Self.path(of: fact)] = newValue }
    }

    private static func path(of fact: FlagFact) -> WritableKeyPath<EventFacts, Bool?> {
        switch fact {
        case .isPublic: \.isPublic
        case .hasConsumption: \.hasConsumption
        case .hasSampling: \.hasSampling
        case .hasSales: \.hasSales
        case .productsAreTested: \.productsAreTested
        case .hasManifest: \.hasManifest
        case .hasGuards: \.hasGuards
        case .hasVideoSurveillance: \.hasVideoSurveillance
        case .hasAlarm: \.hasAlarm
        }
    }

    /// What is known of a fact.
    public subscript(fact: NumberFact) -> Double? {
        switch fact {
        case .minimumAge: minimumAge.map(Double.init)
        case .leadDays: days(from: madeOn, to: startsOn)
        case .durationDays: days(from: startsOn, to: endsOn).map { $0 + 1 }
        case .adultAudiencePercent: adultAudiencePercent
        case .feetFromSchools: feetFromSchools
        case .flowerGramsPerGuest: flowerGramsPerGuest
        case .concentrateGramsPerGuest: concentrateGramsPerGuest
        case .edibleServingMg: edibleServingMg
        case .ediblePackageMg: ediblePackageMg
        }
    }

    /// What is known of a fact.
    public subscript(fact: WordsFact) -> Set<String>? {
        switch fact {
        case .bookingType: bookingType.map { [$0.rawValue] }
        case .productCategories: productCategories.map { Set($0.map(\.rawValue)) }
        case .heldLicenses: heldLicenses
        case .venueLicenses: venueLicenses
        case .ageMethods: ageMethods.map { Set($0.map(\.rawValue)) }
        case .trackingSystems: trackingSystems.map { Set($0.map(\.rawValue)) }
        case .confirmations: confirmations
        }
    }

    private func days(from first: CalendarDay?, to last: CalendarDay?) -> Double? {
        guard let first, let last else { return nil }
        return Double(last.daysSinceEpoch - first.daysSinceEpoch)
    }

    /// What is known of a fact, in words; nil where nothing is.
    public func text(of fact: Fact) -> String? {
        switch fact {
        case .flag(let fact): self[fact].map { $0 ? "true" : "false" }
        case .number(let fact): self[fact].map(spelled)
        case .words(let fact): self[fact].map { $0.sorted().joined(separator: ", ") }
        }
    }
}

/// Whole numbers without a fraction.
func spelled(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? String(number)
}
