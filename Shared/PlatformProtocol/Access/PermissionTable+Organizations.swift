import Identifiers

/// The operations of booking-management that are about reservations and about organisations with their members.
extension PermissionTable {
    static let reservations: [Operation] = [
        row(.post, "/reservations", "createReservation", hosts, own: [.client, .guest], .writes),
        row(.get, "/reservations", "listReservations", hosts, own: guests, .reads),
        row(.get, "/reservations/{reservationId}", "getReservation", hosts, own: guests, .reads),
        row(.patch, "/reservations/{reservationId}", "updateReservation", hosts, own: [.client, .guest], .writes),
        row(.post, "/reservations/{reservationId}/confirm", "confirmReservation", hosts, own: .venue, .writes),
        row(.post, "/reservations/{reservationId}/check-in", "checkInReservation", hosts, own: .venue, .writes),
        row(.post, "/reservations/{reservationId}/complete", "completeReservation", hosts, own: .venue, .writes),
        row(.post, "/reservations/{reservationId}/no-show", "markReservationNoShow", hosts, own: .venue, .writes),
        row(.post, "/reservations/{reservationId}/cancel", "cancelReservation", hosts, own: guests, .writes),
    ]

    static let organizations: [Operation] = [
        row(.post, "/organizations", "createOrganization", .platformAdmin, .writes),
        row(.get, "/organizations", "listOrganizations", .platformAdmin, own: members, .reads),
        row(.get, "/organizations/{organizationId}", "getOrganization", .platformAdmin, own: members, .reads),
        row(.put, "/organizations/{organizationId}", "replaceOrganization", .platformAdmin, own: .orgAdmin, .writes),
        row(.get, "/organizations/{organizationId}/members", "listMembers", .platformAdmin, own: planners, .reads),
        row(
            .put, "/organizations/{organizationId}/members/{userId}", "changeMemberRoles", .platformAdmin,
            own: .orgAdmin, .writes),
        row(
            .delete, "/organizations/{organizationId}/members/{userId}", "removeMember", .platformAdmin,
            own: .orgAdmin, .writes),
        row(
            .get, "/organizations/{organizationId}/invitations", "listInvitations", .platformAdmin, own: .orgAdmin,
            .reads),
        row(
            .post, "/organizations/{organizationId}/invitations", "inviteMember", .platformAdmin, own: .orgAdmin,
            .writes),
        row(
            .delete, "/organizations/{organizationId}/invitations/{invitationId}", "withdrawInvitation",
            .platformAdmin, own: .orgAdmin, .writes),
        row(
            .post, "/organizations/invitations/{invitationId}/accept", "acceptInvitation", .platformAdmin,
            own: RoleSet.people.subtracting(.platformAdmin), .writes),
    ]

    private static let hosts: RoleSet = .crews.union(.service)
    private static let guests: RoleSet = [.client, .guest, .venue]
    private static let planners: RoleSet = [.orgAdmin, .manager]
    private static let members: RoleSet = RoleSet.people.subtracting([.platformAdmin, .guest])

    /// Reservations and members carry names and addresses, so all of it is personal.
    private static func row(
        _ method: Operation.Method, _ path: String, _ name: String, _ roles: RoleSet, own: RoleSet = [],
        _ effect: Operation.Effect
    ) -> Operation {
        Operation(.booking, method, "/api/v1/bookings\(path)", name, roles, own: own, .pii, effect)
    }
}
