import ComplianceDomain
import Identifiers
import Testing

/// A booking in a state, what it comes to, and the leaf that decides.
struct GoldenRow: Sendable, CustomStringConvertible {
    let state: USState
    let facts: EventFacts
    let decision: ComplianceDecision
    /// The rule that decides, without the state; it must fail where the booking is refused.
    let rule: String

    init(_ state: USState, _ facts: EventFacts, _ decision: ComplianceDecision, _ rule: String) {
        self.state = state
        self.facts = facts
        self.decision = decision
        self.rule = rule
    }

    var description: String { "\(state.rawValue) \(facts.bookingType?.rawValue ?? "") \(decision.rawValue) \(rule)" }

    /// Checked by hand against the leaf that the rule names.
    static let all: [GoldenRow] = adultUse + elsewhere

    private static let adultUse: [GoldenRow] = [
        // 60 days of notice and at most 4 days, confirmed (4 CCR 15600).
        .init(.california, .booking(.productDemo, [.hasSales], lead: 60), .conditional, "public_events.permit"),
        .init(.california, .booking(.productDemo, [.hasSales], lead: 59), .nonCompliant, "public_events.lead_time"),
        .init(.california, .booking(.tradeShow, lead: 60, days: 4), .conditional, "public_events.permit"),
        .init(.california, .booking(.tradeShow, lead: 60, days: 5), .nonCompliant, "public_events.duration"),
        .init(.california, .booking(.brandActivation, age: 20), .nonCompliant, "public_events.minimum_age"),
        .init(.california, .booking(.productPromotion, [.hasSampling]), .nonCompliant, "advertising.free_product"),
        .init(
            .california, .booking(.privateParty, open: false, [.hasConsumption], lead: 0), .conditional,
            "private_events.restrictions"),
        .init(.california, .booking(.privateParty, open: false, [.hasSales]), .nonCompliant, "private_events.sales"),
        // Sales on licensed premises only (derived); consumption by local exception (confirmed).
        .init(.colorado, .booking(.brandActivation, [.hasSales]), .nonCompliant, "public_events.sales"),
        .init(.colorado, .booking(.brandActivation, [.hasConsumption]), .conditional, "public_events.permit"),
        .init(.colorado, .booking(.productDemo, tested: false), .nonCompliant, "lab_testing.tested"),
        // No clubs and no public events with cannabis (RCW 69.50.465), but events without and the shop's own trade.
        .init(.washington, .booking(.productDemo), .notPermitted, "public_events.allowed"),
        .init(.washington, .booking(.staffTraining, products: []), .compliant, "educational_events.allowed"),
        .init(.washington, .booking(.dispensaryOpening, [.hasSales]), .conditional, "licensing.cannabis_license"),
        // Display only at approved promotional events.
        .init(.oregon, .booking(.tradeShow), .conditional, "public_events.permit"),
        .init(.oregon, .booking(.tradeShow, [.hasSales]), .nonCompliant, "public_events.sales"),
        .init(.nevada, .booking(.customerExperience, [.hasConsumption]), .conditional, "public_events.permit"),
        // That there is no way to hold one is not verified, that consumption is barred was read.
        .init(.arizona, .booking(.productDemo), .conditional, "public_events.allowed"),
        .init(.arizona, .booking(.productDemo, [.hasConsumption]), .nonCompliant, "public_events.consumption"),
        .init(
            .newMexico, .booking(.customerExperience, [.hasConsumption, .hasSales]), .conditional,
            "public_events.permit"),
        .init(.illinois, .booking(.productDemo), .notPermitted, "public_events.allowed"),
        // 90 days of notice and at most 7 days, confirmed (R 420.25).
        .init(.michigan, .booking(.tradeShow, [.hasSales], lead: 90, days: 7), .conditional, "public_events.permit"),
        .init(.michigan, .booking(.tradeShow, lead: 89), .nonCompliant, "public_events.lead_time"),
        .init(.michigan, .booking(.tradeShow, days: 8), .nonCompliant, "public_events.duration"),
        .init(.massachusetts, .booking(.productDemo, [.hasSales]), .conditional, "public_events.permit"),
        // 30 days of notice; sales and no consumption (28-B M.R.S. 504-A).
        .init(.maine, .booking(.productDemo, [.hasSales], lead: 30), .conditional, "public_events.permit"),
        .init(.maine, .booking(.productDemo, [.hasSales], lead: 29), .nonCompliant, "public_events.lead_time"),
        .init(.maine, .booking(.productDemo, [.hasConsumption]), .nonCompliant, "public_events.consumption"),
        .init(.vermont, .booking(.productDemo, [.hasConsumption]), .nonCompliant, "public_events.consumption"),
        .init(.newYork, .booking(.productDemo, [.hasSales], days: 14), .conditional, "public_events.permit"),
        .init(.newYork, .booking(.productDemo, [.hasSales], days: 15), .nonCompliant, "public_events.duration"),
        .init(.newJersey, .booking(.productDemo, [.hasSales]), .conditional, "public_events.sales"),
    ]

    private static let elsewhere: [GoldenRow] = [
        .init(.connecticut, .booking(.brandActivation), .notPermitted, "public_events.allowed"),
        .init(
            .connecticut, .booking(.privateParty, open: false, [.hasConsumption]), .conditional,
            "private_events.restrictions"),
        .init(.rhodeIsland, .booking(.tradeShow), .notPermitted, "public_events.allowed"),
        .init(.maryland, .booking(.customerExperience, [.hasConsumption]), .conditional, "public_events.permit"),
        .init(.delaware, .booking(.productDemo), .notPermitted, "public_events.allowed"),
        // No market; adults share at home from 21.
        .init(
            .virginia, .booking(.privateParty, open: false, [.hasSampling]), .conditional,
            "private_events.restrictions"),
        .init(
            .virginia, .booking(.privateParty, open: false, [.hasSampling], age: 20), .nonCompliant,
            "private_events.minimum_age"),
        .init(.virginia, .booking(.dispensaryOpening, [.hasSales]), .nonCompliant, "licensing.retail_sales"),
        .init(.florida, .booking(.privateParty, open: false), .notPermitted, "private_events.allowed"),
        .init(.florida, .booking(.privateParty, open: false, products: []), .compliant, "private_events.allowed"),
        .init(.texas, .booking(.productDemo), .notPermitted, "public_events.allowed"),
        .init(.pennsylvania, .booking(.brandActivation), .notPermitted, "public_events.allowed"),
        // That gifts are barred is not verified.
        .init(
            .ohio, .booking(.privateParty, open: false, [.hasSampling]), .conditional, "private_events.sampling"),
        .init(.ohio, .booking(.tradeShow), .notPermitted, "public_events.allowed"),
        .init(.georgia, .booking(.productPromotion), .notPermitted, "public_events.allowed"),
        .init(.northCarolina, .booking(.productDemo), .notPermitted, "public_events.allowed"),
        .init(.northCarolina, .booking(.educationalSession, products: []), .compliant, "educational_events.allowed"),
    ]
}

struct GoldenDecisionTests {
    @Test("a booking comes to what its state's leaf says", arguments: GoldenRow.all)
    func golden(_ row: GoldenRow) throws {
        let ruleSet = try #require(try ShippedLaw.ruleSets()[row.state])
        let check = ComplianceCheck(row.facts, by: [ruleSet], asOf: ShippedLaw.day())
        #expect(check.decision == row.decision)
        let finding = try #require(check.findings.first { $0.ruleID == "\(row.state.rawValue).\(row.rule)" })
        switch row.decision {
        case .compliant: #expect(finding.outcome != .failed)
        case .conditional: #expect(finding.decision == .conditional)
        case .nonCompliant, .notPermitted: #expect(finding.decision == row.decision)
        }
    }

    @Test("every state has its row")
    func states() {
        #expect(Set(GoldenRow.all.map(\.state)) == Set(USState.allCases))
        #expect(GoldenRow.all.count >= 25)
    }
}
