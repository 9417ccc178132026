import Identifiers

/// The operations of staff-assignment.
extension PermissionTable {
    static let staff: [Operation] = [
        row(.get, "/profiles", "listStaffProfiles", .crews.union(.service), own: .brandAgent, .reads, .pii),
        row(.post, "/profiles", "createStaffProfile", .planners, .writes, .pii),
        row(.get, "/profiles/{staffId}", "getStaffProfile", .crews.union(.service), own: .brandAgent, .reads, .pii),
        row(.put, "/profiles/{staffId}", "replaceStaffProfile", .planners, own: .brandAgent, .writes, .pii),
        row(.patch, "/profiles/{staffId}", "updateStaffProfile", .planners, own: .brandAgent, .writes, .pii),
        row(.put, "/profiles/{staffId}/skills", "replaceStaffSkills", .planners, own: .brandAgent, .writes),
        row(.put, "/profiles/{staffId}/rates", "replaceStaffRates", .planners, .writes, .restricted),
        row(.post, "/profiles/{staffId}/ratings", "rateStaff", .crews, own: .client, .writes, .restricted),
        row(
            .get, "/profiles/{staffId}/certifications", "listCertifications", .crews.union(.complianceOfficer),
            own: .brandAgent, .reads, .pii),
        row(
            .post, "/profiles/{staffId}/certifications", "addCertification", .planners.union(.complianceOfficer),
            own: .brandAgent, .writes, .pii),
        row(
            .delete, "/profiles/{staffId}/certifications/{certificationId}", "removeCertification", .officers,
            .writes, .pii),
        row(
            .get, "/profiles/{staffId}/availability", "getStaffAvailability", .crews.union(.service),
            own: .brandAgent, .reads),
        row(
            .put, "/profiles/{staffId}/availability", "replaceStaffAvailability", .planners, own: .brandAgent, .writes),
        row(
            .post, "/profiles/{staffId}/availability/blocks", "addAvailabilityBlock", .planners, own: .brandAgent,
            .writes),
        row(
            .delete, "/profiles/{staffId}/availability/blocks/{blockId}", "removeAvailabilityBlock", .planners,
            own: .brandAgent, .writes),
        row(.get, "/profiles/{staffId}/calendar", "getStaffCalendar", .crews, own: .brandAgent, .reads),
        row(.get, "/profiles/{staffId}/training", "listTraining", .crews, own: .brandAgent, .reads),
        row(.post, "/profiles/{staffId}/training", "recordTraining", .planners, .writes),

        row(.get, "/requirements/{bookingId}", "getStaffRequirements", .crews.union(.service), own: .client, .reads),
        row(.put, "/requirements/{bookingId}", "replaceStaffRequirements", .planners, own: .client, .writes),
        row(.post, "/matches", "findStaffMatches", .planners.union(.service), .reads, .restricted),
        row(.get, "/matches/{bookingId}", "getStaffMatches", .planners.union(.service), .reads, .restricted),
        row(.get, "/matches/{bookingId}/compare", "compareStaffMatches", .planners, .reads, .restricted),

        row(.get, "/assignments", "listAssignments", .crews.union(.service), own: .brandAgent, .reads),
        row(.post, "/assignments", "createAssignment", .planners.union(.service), .writes),
        row(.get, "/assignments/{assignmentId}", "getAssignment", .crews.union(.service), own: .brandAgent, .reads),
        row(.post, "/assignments/{assignmentId}/offer", "offerAssignment", .planners, .writes),
        row(.post, "/assignments/{assignmentId}/accept", "acceptAssignment", .planners, own: .brandAgent, .writes),
        row(.post, "/assignments/{assignmentId}/reject", "rejectAssignment", .planners, own: .brandAgent, .writes),
        row(.post, "/assignments/{assignmentId}/cancel", "cancelAssignment", .planners, .writes),
        row(.post, "/assignments/{assignmentId}/check-in", "checkInStaff", .crews, own: .brandAgent, .writes, .pii),
        row(.post, "/assignments/{assignmentId}/check-out", "checkOutStaff", .crews, own: .brandAgent, .writes, .pii),
        row(.post, "/assignments/{assignmentId}/no-show", "reportStaffNoShow", .crews, .writes, .restricted),
        row(.get, "/offers", "listOffers", .planners, own: .brandAgent, .reads),

        row(.get, "/roster", "getRoster", .crews, own: .brandAgent, .reads),
        row(.get, "/shifts", "listShifts", .crews, own: .brandAgent, .reads),
        row(.post, "/shifts", "createShift", .crews, .writes),
        row(.get, "/shifts/{shiftId}", "getShift", .crews, own: .brandAgent, .reads),
        row(.put, "/shifts/{shiftId}", "replaceShift", .crews, .writes),
        row(.delete, "/shifts/{shiftId}", "deleteShift", .crews, .writes),
    ]

    private static func row(
        _ method: Operation.Method, _ path: String, _ name: String, _ roles: RoleSet, own: RoleSet = [],
        _ effect: Operation.Effect, _ classification: DataClassification = .confidential
    ) -> Operation {
        Operation(.staff, method, "/api/v1/staff\(path)", name, roles, own: own, classification, effect)
    }
}
