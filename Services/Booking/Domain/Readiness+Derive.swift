import Identifiers

extension Readiness {
    /// What the booking needs, from what it asks for and what is known.
    public init(of booking: Booking, given facts: ReadinessFacts) {
        items = ReadinessItem.Kind.allCases.map { kind in
            let finding = Finding(of: kind, booking, facts)
            let waiver = facts.waivers.last { $0.kind == kind }
            let isWaived = waiver != nil && kind.isWaivable && !finding.state.isSettled
            return ReadinessItem(
                kind: kind, state: isWaived ? .waived : finding.state,
                evidence: isWaived ? "Waived. Before that: \(finding.evidence)" : finding.evidence,
                gates: finding.isConnected ? kind.gates : [])
        }
    }

    /// For the README.
    public static var markdown: String {
        MarkdownTable.text(
            head: ["item", "gates", "may be waived"],
            rows: ReadinessItem.Kind.allCases.map { kind in
                let gates = Gate.allCases.filter(kind.gates.contains).map { "`\($0.rawValue)`" }
                return ["`\(kind.rawValue)`", gates.joined(separator: ", "), kind.isWaivable ? "yes" : "no"]
            })
    }
}

/// How one item stands, and why.
private struct Finding {
    let state: ReadinessItem.State
    let evidence: String
    var isConnected = true

    init(_ state: ReadinessItem.State, _ evidence: String, isConnected: Bool = true) {
        self.state = state
        self.evidence = evidence
        self.isConnected = isConnected
    }

    init(of kind: ReadinessItem.Kind, _ booking: Booking, _ facts: ReadinessFacts) {
        self =
            switch kind {
            case .staff: .staff(booking, asked: facts.staffAsked)
            case .kits: .kits(booking, lost: facts.kitsLost)
            case .venue: .venue(booking, facts)
            case .compliance: .compliance(booking, facts.compliance)
            case .permits: .permits(facts.permits)
            case .payment: .payment(booking, facts.payment)
            }
    }

    private static func staff(_ booking: Booking, asked: Int) -> Finding {
        guard let wanted = booking.details.staffRequirements?.people else {
            return Finding(.notNeeded, "No staff was asked for")
        }
        let there = booking.assignedStaff.count
        let evidence = "\(there) of \(wanted) assigned, \(asked) asked"
        if there >= wanted { return Finding(.satisfied, evidence) }
        return Finding(there + max(asked, 0) > 0 ? .pending : .missing, evidence)
    }

    private static func kits(_ booking: Booking, lost: Int) -> Finding {
        guard let wanted = booking.details.equipmentRequirements?.kits else {
            return Finding(.notNeeded, "No kits were asked for")
        }
        let there = booking.assignedKits.count - min(max(lost, 0), booking.assignedKits.count)
        let evidence = "\(there) of \(wanted) assigned, \(max(lost, 0)) lost or unfit"
        if there >= wanted { return Finding(.satisfied, evidence) }
        return Finding(booking.assignedKits.isEmpty ? .missing : lost > 0 ? .failed : .pending, evidence)
    }

    private static func venue(_ booking: Booking, _ facts: ReadinessFacts) -> Finding {
        guard let id = booking.details.locationID else { return Finding(.missing, "No location is chosen") }
        guard let venue = facts.venue, venue.id == id else {
            return Finding(.pending, "Nothing is known of the location yet")
        }
        let permission = venue.permission(
            for: booking.organizationID, in: booking.details.state,
            attendance: booking.details.conditions.expectedAttendance)
        switch (permission, facts.venueAgreed) {
        case (.allowed, _): return Finding(.satisfied, "The location is approved and may be booked")
        case (.awaitsReview, _): return Finding(.pending, "The location is under review")
        case (.awaitsVenue, nil): return Finding(.pending, "The venue has not decided yet")
        case (.awaitsVenue, .some(true)): return Finding(.satisfied, "The venue agreed")
        case (.awaitsVenue, .some(false)): return Finding(.failed, "The venue refused")
        case (.refused(let refusal), _): return Finding(.failed, "The location cannot be booked: \(refusal.rawValue)")
        }
    }

    private static func compliance(_ booking: Booking, _ standing: ComplianceStanding?) -> Finding {
        guard let standing else { return Finding(.missing, "The law was not asked yet") }
        guard standing.bookingVersion >= booking.legalVersion else {
            return Finding(
                .pending,
                "Check \(standing.checkID) judged version \(standing.bookingVersion); it changed in \(booking.legalVersion)"
            )
        }
        let evidence = "Check \(standing.checkID): \(standing.decision.rawValue)"
        switch standing.decision {
        case .compliant: return Finding(.satisfied, evidence)
        case .conditional where standing.isAnswered: return Finding(.satisfied, "\(evidence), answered by an officer")
        case .conditional: return Finding(.pending, "\(evidence), waits for an officer's answers")
        case .nonCompliant, .notPermitted: return Finding(.failed, evidence)
        }
    }

    private static func permits(_ told: Told<PermitFact>) -> Finding {
        switch told {
        case .notConnected: Finding(.pending, "Nothing tells of permits here", isConnected: false)
        case .awaited: Finding(.pending, "Which permits it needs is not known yet")
        case .told(.noneRequired): Finding(.notNeeded, "No permit is required")
        case .told(.denied): Finding(.failed, "A permit was denied")
        case .told(.required(let granted, let wanted)):
            Finding(granted >= wanted ? .satisfied : .pending, "\(granted) of \(wanted) permits granted")
        }
    }

    private static func payment(_ booking: Booking, _ told: Told<PaymentFact>) -> Finding {
        if let estimate = booking.estimate, estimate.source != .fallback, estimate.amount.minorUnits == 0 {
            return Finding(.notNeeded, "It costs nothing")
        }
        return switch told {
        case .notConnected: Finding(.pending, "Nothing tells of payments here", isConnected: false)
        case .awaited: Finding(.missing, "No payment was begun")
        case .told(let fact) where fact == .authorized || fact == .captured:
            Finding(.satisfied, "The payment is \(fact.rawValue)")
        case .told(let fact): Finding(.failed, "The payment is \(fact.rawValue)")
        }
    }
}
