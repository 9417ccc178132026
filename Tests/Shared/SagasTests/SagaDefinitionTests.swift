import Identifiers
import JSON
import Messaging
import TestKit
import Testing

@testable import Sagas

@Suite("The definitions of both sagas") struct SagaDefinitionTests {
    @Test("a booking's steps are those of the merged order, with what undoes them")
    func booking() {
        let table = BookingCreation.plan.steps.map { "\($0.name) < \($0.form.compensation?.name ?? "-")" }
        #expect(
            table == [
                "validate_booking_request < -", "check_idempotency_key < -", "check_compliance_requirements < -",
                "verify_location_permissions < -", "hold_availability < release_hold", "calculate_cost_estimate < -",
                "reserve_inventory < release_inventory", "create_booking_record < delete_booking_record",
                "create_payment_intent < void_payment_intent",
                "initialize_approval_workflow < cancel_approval_workflow",
                "notify_stakeholders < send_cancellation_notifications",
            ])
        #expect(BookingCreation.plan.pivot == 10)
    }

    @Test("a booking's people have eight steps and four undoings")
    func staff() {
        let table = StaffAssignment.plan.steps.map { "\($0.name) < \($0.form.compensation?.name ?? "-")" }
        #expect(
            table == [
                "validate_staff_requirements < -", "check_staff_availability < -",
                "verify_cannabis_certifications < -", "calculate_assignment_costs < -",
                "create_assignment_records < remove_assignment_records",
                "update_staff_calendars < restore_calendar_availability",
                "notify_assigned_staff < send_assignment_cancellation",
                "update_booking_status < revert_booking_status",
            ])
        #expect(StaffAssignment.plan.pivot == 7)
    }

    @Test("both retry three times, exponentially, and times nest")
    func patience() {
        for policy in [BookingCreation.policy, StaffAssignment.policy] {
            #expect(policy.retriesMax == 3)
            #expect(policy.retryBackoff.bound(after: 2) == policy.retryBackoff.bound(after: 1) * 2)
        }
        #expect(SagaLimits.callMax == .seconds(5))
        #expect(SagaLimits.callMax < SagaLimits.operationMax && SagaLimits.operationMax < SagaLimits.lease)
    }

    @Test("what is carried comes back from its JSON as it was")
    func payloads() throws {
        var booking = BookingCreation.Payload(
            bookingID: BookingID(sagaID), request: ["title": "Tasting", "guests": 12], idempotencyKey: "k",
            submits: true)
        #expect(try BookingCreation.Payload(json: booking.jsonBytes()) == booking)
        booking.complianceCheckID = ComplianceCheckID(UUID128(high: 1, low: 1))
        booking.complianceDecision = .conditional
        booking.holdExpiresAt = Timestamp(microsecondsSinceEpoch: 1_790_000_000_123_456)
        booking.price = Money(minorUnits: 12_345, currency: .usd)
        booking.priceSource = "rate_card"
        booking.reservationID = UUID128(high: 2, low: 2)
        booking.bookingVersion = 1
        booking.paymentIntentID = UUID128(high: 3, low: 3)
        booking.approvalID = UUID128(high: 4, low: 4)
        #expect(try BookingCreation.Payload(json: booking.jsonBytes()) == booking)
        let staff = StaffAssignment.Payload(
            bookingID: BookingID(sagaID), bookingVersion: 2, candidates: [StaffID(UUID128(high: 5, low: 5))],
            chosen: [StaffID(UUID128(high: 6, low: 6))], cost: Money(minorUnits: 1, currency: .usd),
            assignmentIDs: [StaffAssignmentID(UUID128(high: 7, low: 7))])
        #expect(try StaffAssignment.Payload(json: staff.jsonBytes()) == staff)
    }

    @Test("a command's id follows from saga, step and direction, and is the same in every version of the program")
    func commandIDs() {
        let forward = SagaMachine.command(sagaID, "reserve_inventory", .forward)
        #expect(forward.description == "b54c6132-546e-560d-8212-179b676a190e")
        #expect(forward != SagaMachine.command(sagaID, "reserve_inventory", .backward))
        #expect(forward != SagaMachine.command(sagaID, "create_payment_intent", .forward))
        #expect(forward != SagaMachine.command(UUID128(high: 0, low: 1), "reserve_inventory", .forward))
        let undoing = SagaCommand(
            sagaID: sagaID, organizationID: .platform, step: "reserve_inventory", direction: .backward,
            correlationID: sagaID)
        #expect(undoing.forwardID == forward && undoing.id != forward)
    }

    @Test("a step wired with another kind of work, or an undoing too many or too few, is refused before anything runs")
    func wiring() {
        typealias Wiring = SagaParticipants<StaffAssignment>
        func wire(
            _ odd: StaffAssignment.Step, forward: Wiring.Forward? = nil, backward: Wiring.Backward?? = nil
        ) throws(SagaWiringFault) {
            _ = try Wiring(
                forward: { step in
                    if step == odd, let forward { return forward }
                    return switch StaffAssignment.form(of: step).forward {
                    case .local: .local { _, _, _ in }
                    case .call: .call { _, _ in }
                    }
                },
                backward: { step in
                    if step == odd, let backward { return backward }
                    return switch StaffAssignment.form(of: step).compensation?.kind {
                    case nil: nil
                    case .local: .local { _, _, _ in }
                    case .call: .call { _, _ in }
                    }
                })
        }
        #expect(throws: Never.self) { try wire(.notifyStaff) }
        let fault = { (step: StaffAssignment.Step) in SagaWiringFault(type: "staff_assignment", step: step.rawValue) }
        #expect(throws: fault(.notifyStaff)) { try wire(.notifyStaff, forward: .local { _, _, _ in }) }
        #expect(throws: fault(.notifyStaff)) { try wire(.notifyStaff, backward: .some(nil)) }
        #expect(throws: fault(.calculateCosts)) { try wire(.calculateCosts, backward: .local { _, _, _ in }) }
    }
}
