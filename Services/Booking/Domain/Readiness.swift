public import Identifiers

/// What a booking needs before it takes place, item by item, each with its evidence. Derived from facts whenever it is
/// asked for and never stored as truth.
///
/// An item is `not_needed` only where a rule says so: no staff and no kits were asked for, the price is nothing, or the
/// authority that tells of permits says that none is required. Silence is never that. A fact whose source is not
/// connected to this installation (`Told.notConnected`) leaves its item pending and visible, but gates nothing: a gate
/// that nothing can open would stop all bookings, and one that opens by itself would be a lie. As soon as the source is
/// connected, its silence (`Told.awaited`) gates.
public struct Readiness: Sendable, Hashable {
    /// One for each kind, in the order of the kinds.
    public let items: [ReadinessItem]

    /// What can be gated.
    public enum Gate: String, CaseIterable, Sendable {
        case confirm, start
    }

    /// What stands in the way; empty when the way is free.
    public func blocking(_ gate: Gate) -> [ReadinessItem] {
        items.filter { $0.gates.contains(gate) && !$0.state.isSettled }
    }

    /// Refuses while something stands in the way.
    func check(_ gate: Gate) throws(BookingError) {
        let blocking = blocking(gate)
        if !blocking.isEmpty { throw .notReady(blocking) }
    }

    /// The whole in one word. Verified means that nothing stands in the way of starting; what gates nothing here does
    /// not keep a booking from it, and the items tell that it was not proven.
    public var operationalStatus: OperationalStatus {
        if items.contains(where: { $0.state == .failed }) { return .failed }
        guard blocking(.start).isEmpty else { return .pending }
        return items.contains { $0.state == .waived } ? .waived : .verified
    }
}

/// One thing a booking needs.
public struct ReadinessItem: Sendable, Hashable {
    /// What it is.
    public enum Kind: String, CaseIterable, Sendable {
        case staff, kits, venue, compliance, permits, payment

        /// What it gates once its source is connected. Kits travel and permits are granted after a client was given
        /// the promise; both have to be there when it begins.
        public var gates: Set<Readiness.Gate> {
            switch self {
            case .staff, .venue, .compliance, .payment: [.confirm, .start]
            case .kits, .permits: [.start]
            }
        }

        /// Whether the organisation may do without. What a venue or the law has to grant is not the organisation's.
        public var isWaivable: Bool {
            switch self {
            case .staff, .kits, .payment: true
            case .venue, .compliance, .permits: false
            }
        }
    }

    /// How it stands.
    public enum State: String, CaseIterable, Sendable {
        /// Nobody has begun.
        case missing
        case pending, satisfied, failed
        case notNeeded = "not_needed"
        case waived

        /// It stands in nobody's way.
        public var isSettled: Bool {
            switch self {
            case .satisfied, .notNeeded, .waived: true
            case .missing, .pending, .failed: false
            }
        }
    }

    public let kind: Kind
    public let state: State
    public let evidence: String
    /// What it gates here and now.
    public let gates: Set<Readiness.Gate>
}

/// Somebody takes it upon themselves that an item is not needed.
public struct Waiver: Sendable, Hashable {
    public let kind: ReadinessItem.Kind
    public let by: ActorID
    public let at: Timestamp
    public let reason: String

    /// Refuses what nobody may waive, and a waiver without a reason.
    public init(_ kind: ReadinessItem.Kind, by: ActorID, at: Timestamp, reason: String) throws(BookingError) {
        guard kind.isWaivable else { throw .notWaivable(kind) }
        var faults = Faults()
        faults.name(reason, .reason, max: BookingLimits.reasonLengthMax)
        try faults.check()
        self.kind = kind
        self.by = by
        self.at = at
        self.reason = reason
    }
}

/// A fact from outside, as far as it came.
public enum Told<Fact: Sendable & Hashable>: Sendable, Hashable {
    /// Nothing that could tell it is connected.
    case notConnected
    /// Its source is connected and has not spoken yet.
    case awaited
    case told(Fact)
}

/// What an authority says about permits.
public enum PermitFact: Sendable, Hashable {
    case noneRequired
    case required(granted: Int, of: Int)
    case denied
}

/// Where the payment stands.
public enum PaymentFact: String, CaseIterable, Sendable {
    case authorized, captured, declined, refunded, voided
}

/// What is known of a booking's needs besides the booking itself.
public struct ReadinessFacts: Sendable, Hashable {
    /// The location of the booking; nil while nobody has told of it.
    public var venue: VenueProjection?
    /// Where the venue decides: what it said.
    public var venueAgreed: Bool?
    public var compliance: ComplianceStanding?
    /// People who were asked and have not answered.
    public var staffAsked: Int
    /// Kits that were taken and are lost or unfit.
    public var kitsLost: Int
    public var permits: Told<PermitFact>
    public var payment: Told<PaymentFact>
    public var waivers: [Waiver]

    public init(
        venue: VenueProjection? = nil, venueAgreed: Bool? = nil, compliance: ComplianceStanding? = nil,
        staffAsked: Int = 0, kitsLost: Int = 0, permits: Told<PermitFact> = .notConnected,
        payment: Told<PaymentFact> = .notConnected, waivers: [Waiver] = []
    ) {
        self.venue = venue
        self.venueAgreed = venueAgreed
        self.compliance = compliance
        self.staffAsked = staffAsked
        self.kitsLost = kitsLost
        self.permits = permits
        self.payment = payment
        self.waivers = waivers
    }
}
