import Identifiers
import Testing

@testable import RealtimeDomain

@Suite("Who sees an event live")
struct AudienceTests {
    @Test("an event that somebody sees as theirs says whose it is, and no other does", arguments: HeardEvent.allCases)
    func owners(_ event: HeardEvent) {
        let audience = event.audience
        #expect(audience.own.isEmpty == audience.owners.isEmpty)
        #expect(audience.own.isDisjoint(with: audience.all))
        #expect(audience.owners.allSatisfy { !$0.path.isEmpty && $0.path.allSatisfy { !$0.isEmpty } })
        #expect(!audience.all.meets(Viewers(.service)) && !audience.own.meets(Viewers(.service)))
    }

    @Test("roles that are limited to their own see nothing else, but for an emergency where they are")
    func limited() {
        let limited = Viewers(.brandAgent, .client, .venue, .guest)
        let broadcast = HeardEvent.allCases.filter { $0.audience.all.meets(limited) }
        #expect(broadcast == [.emergencyTriggered])
        #expect(!HeardEvent.emergencyTriggered.audience.all.meets(Viewers(.client, .guest)))
    }

    @Test("a guest sees what is about itself alone")
    func guest() {
        let seen = HeardEvent.allCases.filter { $0.audience.own.meets(Viewers(.guest)) }
        #expect(
            seen == [
                .organizationUserJoined, .organizationPermissionsChanged, .notificationSent, .messageDelivered,
            ])
    }

    @Test("what is audited at the gateways is watched by nobody, and everything else by somebody")
    func nobody() {
        #expect(HeardEvent.allCases.filter { $0.audience == .nobody } == [.gatewayAudit])
    }

    @Test("admins of an organisation see all of it but what is written to one person")
    func admins() {
        let hidden = HeardEvent.allCases.filter { !$0.audience.all.meets(Viewers(.orgAdmin)) }
        #expect(hidden == [.notificationSent, .messageDelivered, .gatewayAudit])
    }

    @Test("a viewer is one bit, and all of them differ")
    func bits() {
        let bits = Viewer.allCases.map { Viewers($0).rawValue }
        #expect(bits.allSatisfy { $0.nonzeroBitCount == 1 } && Set(bits).count == bits.count)
        #expect(Viewers(.client, .venue).meets(Viewers(.venue)) && !Viewers(.client).meets(Viewers(.venue)))
        #expect(!Viewers().meets(Viewers(.client)))
    }

    @Test("each kind of owner makes its own owner")
    func kinds() {
        let owners = OwnerSource.Kind.allCases.map { $0.owner("x") }
        #expect(owners == [.user("x"), .client("x"), .staff("x"), .location("x")])
        #expect(Set(owners).count == 4)
    }

    @Test("a summary names each member once and shows nothing above what is restricted", arguments: HeardEvent.allCases)
    func summary(_ event: HeardEvent) {
        let names = event.summary.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(event.summary.allSatisfy { $0.classification <= .restricted && !$0.path.isEmpty })
        #expect(event.audience != .nobody || event.summary.isEmpty)
    }
}
