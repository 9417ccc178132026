public import Identifiers

/// How the law looks at an event: the four kinds that the data set tells apart.
///
/// An event is of every kind whose condition it meets, so one with free samples is judged as public and as sampling.
public enum EventKind: String, CaseIterable, Sendable {
    case publicEvents = "public_events"
    case privateEvents = "private_events"
    /// Without product on site, whatever it is booked as.
    case educationalEvents = "educational_events"
    /// Product is given away to guests.
    case samplingEvents = "sampling_events"
}

/// As what a type of booking is judged when there is product on site. Without product every type is `educational`,
/// because the data set defines that kind by nothing else.
public struct BookingJudgement: Sendable, Equatable {
    public let type: CannabisBookingType
    /// When anybody may come.
    public let open: EventKind
    /// When only invited guests may.
    public let invited: EventKind
    /// It is an event only as far as product is consumed or given away; the rest is the shop's everyday trade.
    public let isTrade: Bool
    public let reason: String

    private init(
        _ type: CannabisBookingType, open: EventKind, invited: EventKind, isTrade: Bool = false, _ reason: String
    ) {
        self.type = type
        self.open = open
        self.invited = invited
        self.isTrade = isTrade
        self.reason = reason
    }

    /// One row for every type of booking.
    public static let table: [BookingJudgement] = [
        .init(
            .privateParty, open: .publicEvents, invited: .privateEvents,
            "the data set's private event is invite-only; a party anybody may join is open to the public"),
        .init(
            .productDemo, open: .publicEvents, invited: .publicEvents,
            "a business shows product to customers: the adults' right to share excludes what is advertised or sold"),
        .init(
            .productPromotion, open: .publicEvents, invited: .publicEvents,
            "promotion is what the private-sharing rules exclude, invitation or not"),
        .init(
            .brandActivation, open: .publicEvents, invited: .publicEvents,
            "a brand addresses its market; an invitation does not make that private"),
        .init(
            .tradeShow, open: .publicEvents, invited: .publicEvents,
            "exhibitors show product to strangers, and states that allow it name trade shows among promotional events"),
        .init(
            .customerExperience, open: .publicEvents, invited: .publicEvents,
            "guests are customers: what they consume is offered with goods or services"),
        .init(
            .dispensaryOpening, open: .publicEvents, invited: .publicEvents, isTrade: true,
            "the shop's own licence covers showing and selling on its premises; giving away and consuming go beyond it"),
        .init(
            .educationalSession, open: .publicEvents, invited: .publicEvents,
            "with product the data set says to apply the rules of public and sampling events"),
        .init(
            .staffTraining, open: .publicEvents, invited: .publicEvents,
            "with product the data set says to apply the rules of public and sampling events"),
    ]
}

extension EventKind {
    /// When an event is of this kind.
    public var condition: Condition { Self.conditions[self] ?? .unsettled }

    private static let conditions = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.made) })

    private var made: Condition {
        switch self {
        case .educationalEvents: .not(.productOnSite)
        case .samplingEvents: .all([.flag(.hasSampling), .not(Self.privateEvents.made)])
        case .publicEvents, .privateEvents:
            .any(BookingJudgement.table.compactMap { $0.condition(of: self) })
        }
    }
}

extension BookingJudgement {
    /// When a booking of this type is an event of the kind; nil where it never is.
    fileprivate func condition(of kind: EventKind) -> Condition? {
        let what = [
            Condition.words(.bookingType, .overlaps, [type.rawValue]),
            isTrade ? .any([.flag(.hasConsumption), .flag(.hasSampling)]) : .productOnSite,
        ]
        return switch (open == kind, invited == kind) {
        case (true, true): .all(what)
        case (true, false): .all(what + [.flag(.isPublic)])
        case (false, true): .all(what + [.not(.flag(.isPublic))])
        case (false, false): nil
        }
    }
}

extension Condition {
    /// Something is consumed, given, sold or shown that the law regulates; accessories it does not.
    static let productOnSite = Condition.any([
        .flag(.hasConsumption), .flag(.hasSampling), .flag(.hasSales),
        .words(
            .productCategories, .overlaps,
            CannabisProductCategory.allCases.filter { $0 != .accessories }.map(\.rawValue)),
    ])
}
