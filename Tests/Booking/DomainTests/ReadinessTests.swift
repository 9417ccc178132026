import BookingDomain
import Identifiers
import Testing

@Suite("What a booking needs")
struct ReadinessTests {
    typealias Facts = @Sendable (inout ReadinessFacts) -> Void

    private func state(
        _ kind: ReadinessItem.Kind, _ booking: Booking, _ facts: ReadinessFacts
    ) throws -> ReadinessItem.State {
        try #require(Readiness(of: booking, given: facts).items.first { $0.kind == kind }).state
    }

    static let told: [(ReadinessItem.Kind, ReadinessItem.State, Facts)] = [
        (.venue, .satisfied, { _ in }),
        (.venue, .pending, { $0.venue = nil }),
        (.venue, .pending, { $0.venue?.id = LocationID(UUID128(high: 9, low: 9)) }),
        (.venue, .pending, { $0.venue?.status = .pendingApproval }),
        (.venue, .failed, { $0.venue?.status = .rejected }),
        (.venue, .failed, { $0.venue?.capacity = 39 }),
        (.venue, .pending, { $0.venue = foreign(.venueApproval) }),
        (
            .venue, .satisfied,
            {
                $0.venue = foreign(.venueApproval)
                $0.venueAgreed = true
            }
        ),
        (
            .venue, .failed,
            {
                $0.venue = foreign(.venueApproval)
                $0.venueAgreed = false
            }
        ),
        (.compliance, .missing, { $0.compliance = nil }),
        (.compliance, .satisfied, { $0.compliance = Sample.standing(.compliant) }),
        (.compliance, .pending, { $0.compliance = Sample.standing(.compliant, of: 0) }),
        (.compliance, .pending, { $0.compliance = Sample.standing(.conditional) }),
        (.compliance, .satisfied, { $0.compliance = Sample.standing(.conditional, answered: true) }),
        (.compliance, .failed, { $0.compliance = Sample.standing(.nonCompliant, answered: true) }),
        (.compliance, .failed, { $0.compliance = Sample.standing(.notPermitted) }),
        (.permits, .pending, { _ in }),
        (.permits, .pending, { $0.permits = .awaited }),
        (.permits, .notNeeded, { $0.permits = .told(.noneRequired) }),
        (.permits, .pending, { $0.permits = .told(.required(granted: 1, of: 2)) }),
        (.permits, .satisfied, { $0.permits = .told(.required(granted: 2, of: 2)) }),
        (.permits, .failed, { $0.permits = .told(.denied) }),
        (.payment, .pending, { _ in }),
        (.payment, .missing, { $0.payment = .awaited }),
        (.payment, .satisfied, { $0.payment = .told(.authorized) }),
        (.payment, .satisfied, { $0.payment = .told(.captured) }),
        (.payment, .failed, { $0.payment = .told(.declined) }),
        (.payment, .failed, { $0.payment = .told(.refunded) }),
        (.payment, .failed, { $0.payment = .told(.voided) }),
    ]

    private static func foreign(_ policy: LocationBookingPolicy) -> VenueProjection {
        var venue = Sample.venue()
        venue.kind = .shared
        venue.organizationID = Sample.otherOrganization
        venue.policy = policy
        return venue
    }

    @Test("each item follows from what is told", arguments: told)
    func item(kind: ReadinessItem.Kind, expected: ReadinessItem.State, edit: Facts) throws {
        var facts = Sample.goodFacts
        edit(&facts)
        #expect(try state(kind, Sample.booking(.approved), facts) == expected)
    }

    static let crews: [(Int?, Int, Int, ReadinessItem.State)] = [
        (nil, 0, 0, .notNeeded), (nil, 3, 0, .notNeeded), (2, 0, 0, .missing), (2, 0, 1, .pending), (2, 1, 0, .pending),
        (2, 2, 0, .satisfied), (2, 3, 0, .satisfied), (0, 0, 0, .missing), (0, 1, 0, .satisfied),
    ]

    @Test("staff is needed when it was asked for, one person when no number was given", arguments: crews)
    func staff(wanted: Int?, assigned: Int, asked: Int, expected: ReadinessItem.State) throws {
        var details = Sample.details()
        details.staffRequirements = wanted.map { wanted in
            StaffRequirements(
                needs: wanted == 0 ? [] : [.init(role: "host", count: wanted)], specialSkills: nil, skills: nil,
                document: Sample.document("{}"))
        }
        var booking = try Sample.draft(details)
        let people = (0..<assigned).map { StaffID(UUID128(high: 3, low: UInt64($0))) }
        _ = try booking.record(staff: people, by: Sample.author(), at: Sample.now)
        #expect(try state(.staff, booking, ReadinessFacts(staffAsked: asked)) == expected)
    }

    static let kitCounts: [(Int?, Int, Int, ReadinessItem.State)] = [
        (nil, 0, 0, .notNeeded), (2, 0, 0, .missing), (2, 1, 0, .pending), (2, 2, 0, .satisfied), (2, 2, 1, .failed),
        (2, 3, 1, .satisfied), (1, 1, 5, .failed),
    ]

    @Test("kits are needed when they were asked for, and a lost one is none", arguments: kitCounts)
    func kits(wanted: Int?, assigned: Int, lost: Int, expected: ReadinessItem.State) throws {
        var details = Sample.details()
        details.equipmentRequirements = wanted.map {
            EquipmentRequirements(kits: $0, document: Sample.document("{}"))
        }
        var booking = try Sample.draft(details)
        let taken = (0..<assigned).map { KitAssignmentID(UUID128(high: 3, low: UInt64($0))) }
        _ = try booking.record(kits: taken, by: Sample.author(), at: Sample.now)
        #expect(try state(.kits, booking, ReadinessFacts(kitsLost: lost)) == expected)
    }

    @Test("what the law said counts from the version in which something it reads last changed")
    func staleCheck() throws {
        var booking = try Sample.booking(.approved)
        var details = booking.details
        details.city = "Boulder"
        _ = try booking.update(to: details, by: Sample.author(), at: Sample.now)
        let version = booking.version
        details.title = "The law does not read this"
        _ = try booking.update(to: details, by: Sample.author(), at: Sample.now)
        func facts(_ version: Int) -> ReadinessFacts {
            ReadinessFacts(compliance: Sample.standing(.compliant, of: version))
        }
        #expect(try state(.compliance, booking, facts(version - 1)) == .pending)
        #expect(try state(.compliance, booking, facts(version)) == .satisfied)
    }

    @Test("without a location there is no venue")
    func noVenue() throws {
        var details = Sample.details()
        details.locationID = nil
        #expect(try state(.venue, Sample.draft(details), Sample.goodFacts) == .missing)
    }

    static let prices: [(CostEstimate?, ReadinessItem.State)] = [
        (nil, .pending), (CostEstimate(Sample.usd(0), .rateCard), .notNeeded),
        (CostEstimate(Sample.usd(0), .fallback), .pending), (CostEstimate(Sample.usd(1), .rateCard), .pending),
    ]

    @Test("no payment is needed only where the price is known to be nothing", arguments: prices)
    func free(estimate: CostEstimate?, expected: ReadinessItem.State) throws {
        var booking = try Sample.draft()
        if let estimate { _ = try booking.record(estimate: estimate, by: Sample.author(), at: Sample.now) }
        #expect(try state(.payment, booking, Sample.goodFacts) == expected)
    }

    @Test("an item gates what the table says, and what nothing tells gates nothing and stays to be seen")
    func gates() throws {
        let booking = try Sample.draft()
        let silent = Readiness(of: booking, given: ReadinessFacts())
        #expect(silent.blocking(.confirm).map(\.kind) == [.staff, .venue, .compliance])
        #expect(silent.blocking(.start).map(\.kind) == [.staff, .kits, .venue, .compliance])
        #expect(silent.items.filter { !$0.state.isSettled }.map(\.kind) == ReadinessItem.Kind.allCases)
        let connected = Readiness(of: booking, given: ReadinessFacts(permits: .awaited, payment: .awaited))
        #expect(connected.blocking(.confirm).map(\.kind) == [.staff, .venue, .compliance, .payment])
        #expect(connected.blocking(.start).map(\.kind) == ReadinessItem.Kind.allCases)
    }

    static let words: [(OperationalStatus, Facts)] = [
        (.verified, { _ in }), (.pending, { $0.compliance = nil }), (.failed, { $0.venue?.status = .rejected }),
        (.pending, { $0.payment = .awaited }), (.failed, { $0.permits = .told(.denied) }),
    ]

    @Test("the whole is one word", arguments: words)
    func word(expected: OperationalStatus, edit: Facts) throws {
        var facts = Sample.goodFacts
        edit(&facts)
        #expect(Readiness(of: try Sample.booking(.approved), given: facts).operationalStatus == expected)
    }

    @Test("what may be waived is the organisation's own, needs a reason, and says what it was before")
    func waivers() throws {
        let me = try Sample.author().id
        for kind in ReadinessItem.Kind.allCases where ![.staff, .kits, .payment].contains(kind) {
            #expect(throws: BookingError.notWaivable(kind)) {
                try Waiver(kind, by: me, at: Sample.now, reason: "because")
            }
        }
        #expect(throws: BookingError.invalid([BookingFault(.reason, .required)])) {
            try Waiver(.staff, by: me, at: Sample.now, reason: " ")
        }
        var facts = Sample.goodFacts
        facts.waivers = [
            try Waiver(.staff, by: me, at: Sample.now, reason: "the client brings people"),
            try Waiver(.kits, by: me, at: Sample.now, reason: "and tables"),
        ]
        let readiness = Readiness(of: try Sample.draft(), given: facts)
        #expect(readiness.items.first?.state == .waived)
        #expect(readiness.items.first?.evidence == "Waived. Before that: 0 of 1 assigned, 0 asked")
        #expect(readiness.operationalStatus == .waived && readiness.blocking(.start).isEmpty)
    }

    @Test("the platform confirms by itself what is approved and ready, at a price that is no fallback")
    func byItself() throws {
        var booking = try Sample.booking(.approved)
        let ready = Readiness(of: booking, given: Sample.goodFacts)
        #expect(booking.mayConfirmItself(given: ready))
        #expect(!booking.mayConfirmItself(given: Readiness(of: booking, given: ReadinessFacts())))
        #expect(try !Sample.booking(.onHold).mayConfirmItself(given: ready))
        _ = try booking.record(
            estimate: CostEstimate(Sample.usd(1), .fallback), by: Sample.author(), at: Sample.now)
        #expect(!booking.mayConfirmItself(given: ready))
    }
}
