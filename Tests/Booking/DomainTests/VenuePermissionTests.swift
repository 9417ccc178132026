import BookingDomain
import Identifiers
import Testing

@Suite("Who may book which venue")
struct VenuePermissionTests {
    private func permission(
        _ kind: LocationKind, _ status: LocationStatus, _ policy: LocationBookingPolicy, isOwn: Bool, granted: Bool,
        state: USState = .colorado, attendance: Int = 50
    ) -> VenuePermission {
        VenueProjection(
            id: Sample.location, organizationID: Sample.organization, kind: kind, status: status, policy: policy,
            grantedTo: granted ? [Sample.otherOrganization] : [], state: .colorado, capacity: 50
        ).permission(
            for: isOwn ? Sample.organization : Sample.otherOrganization, in: state, attendance: attendance)
    }

    @Test("every kind, review, policy and caller has one answer", arguments: LocationKind.allCases)
    func everyCase(kind: LocationKind) {
        for status in LocationStatus.allCases {
            for policy in LocationBookingPolicy.allCases {
                for (isOwn, granted) in [(true, false), (false, true), (false, false)] {
                    let expected: VenuePermission =
                        if kind == .retired {
                            .refused(isOwn || granted ? .retired : .notVisible)
                        } else if kind == .private, !isOwn {
                            .refused(.notVisible)
                        } else if status != .approved {
                            isOwn && status != .rejected ? .awaitsReview : .refused(.notApproved)
                        } else if isOwn || policy == .open || policy == .namedGrants && granted {
                            .allowed
                        } else {
                            policy == .venueApproval ? .awaitsVenue : .refused(.notGranted)
                        }
                    #expect(
                        permission(kind, status, policy, isOwn: isOwn, granted: granted) == expected,
                        "\(kind) \(status) \(policy) own \(isOwn) granted \(granted)")
                }
            }
        }
    }

    @Test("a party that is too large and a booking of another state are refused, to the owner as well")
    func fitting() {
        #expect(permission(.private, .approved, .open, isOwn: true, granted: false) == .allowed)
        #expect(
            permission(.private, .approved, .open, isOwn: true, granted: false, attendance: 51) == .refused(.tooSmall))
        #expect(
            permission(.shared, .approved, .open, isOwn: false, granted: false, state: .nevada)
                == .refused(.otherState))
    }
}
