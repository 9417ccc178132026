/// What rules may ask of an event, by name.
public enum Fact: Sendable, Hashable {
    case flag(FlagFact)
    case number(NumberFact)
    case words(WordsFact)

    /// As it is spelled in answers.
    public var name: String {
        switch self {
        case .flag(let fact): fact.rawValue
        case .number(let fact): fact.rawValue
        case .words(let fact): fact.rawValue
        }
    }

    /// Every fact there is.
    public static let all: [Fact] =
        FlagFact.allCases.map(Fact.flag) + NumberFact.allCases.map(Fact.number) + WordsFact.allCases.map(Fact.words)
}

/// What is so or not.
public enum FlagFact: String, CaseIterable, Sendable {
    case isPublic = "is_public"
    case hasConsumption = "has_consumption"
    case hasSampling = "has_sampling"
    case hasSales = "has_sales"
    /// Every product was seen by a laboratory.
    case productsAreTested = "products_are_tested"
    case hasManifest = "has_manifest"
    case hasGuards = "has_guards"
    case hasVideoSurveillance = "has_video_surveillance"
    case hasAlarm = "has_alarm"
}

/// What is counted or measured.
public enum NumberFact: String, CaseIterable, Sendable {
    /// The age that guests are held to; 0 where none is checked.
    case minimumAge = "minimum_age"
    /// Days from the making of the booking to the day it starts.
    case leadDays = "lead_days"
    /// Calendar days on which it takes place, the first and the last included.
    case durationDays = "duration_days"
    case adultAudiencePercent = "adult_audience_percent"
    case feetFromSchools = "feet_from_schools"
    case flowerGramsPerGuest = "flower_grams_per_guest"
    case concentrateGramsPerGuest = "concentrate_grams_per_guest"
    case edibleServingMg = "edible_serving_thc_mg"
    case ediblePackageMg = "edible_package_thc_mg"
}

/// What is named.
public enum WordsFact: String, CaseIterable, Sendable {
    /// One word.
    case bookingType = "booking_type"
    case productCategories = "product_categories"
    /// Licences and permits of those who run the event.
    case heldLicenses = "held_licenses"
    /// What the venue is licensed as.
    case venueLicenses = "venue_licenses"
    case ageMethods = "age_methods"
    case trackingSystems = "tracking_systems"
    /// What an officer has confirmed: restrictions by their words, rules by their ids.
    case confirmations
}
