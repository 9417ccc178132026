/// Who may book a location.
public enum LocationKind: String, CaseIterable, Sendable {
    /// Its organisation only.
    case `private`
    /// Everybody, under its booking policy.
    case shared
    /// Nobody any more.
    case retired
}

/// How a shared location is booked.
public enum LocationBookingPolicy: String, CaseIterable, Sendable {
    case open
    /// The venue decides each time.
    case venueApproval = "venue_approval"
    /// Only the organisations that were granted it.
    case namedGrants = "named_grants"
}

/// Where the review of a location stands.
public enum LocationStatus: String, CaseIterable, Sendable {
    case draft
    case pendingApproval = "pending_approval"
    case approved, rejected
}

/// What changed about a location.
public enum LocationChangeType: String, CaseIterable, Sendable {
    case created, updated, submitted, approved, rejected, retired
}

/// What a venue is.
public enum VenueType: String, CaseIterable, Sendable {
    case dispensary, retail
    case eventSpace = "event_space"
    case tradeShowFloor = "trade_show_floor"
    case `private`, other
}

/// How hard it is to work in a state.
public enum OperationalComplexity: String, CaseIterable, Sendable {
    /// Well-established markets.
    case low
    /// Developing markets.
    case medium
    /// New or complex regulations.
    case high
    /// Pilot programs or changing laws.
    case veryHigh = "very_high"
}
