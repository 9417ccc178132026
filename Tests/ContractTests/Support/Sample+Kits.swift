import Identifiers
import JSON
import PlatformProtocol

extension Sample {
    static func kits() throws -> [Sample] { try assignedKits() + journeys() + returns() + stock() }

    private static func assignedKits() throws -> [Sample] {
        let assigned = KitAssignedToActivity(assignment: Samples.kitSnapshot(.assigned, version: 1))
        let released = KitReleased(
            releasedBy: Samples.actor("kit-management"), releasedAt: Samples.hours(3), reason: "booking_cancelled",
            assignment: Samples.kitSnapshot(.closed, version: 2))
        return [try Sample(assigned, by: .kits, version: 1), try Sample(released, by: .kits, version: 2)]
    }

    private static func journeys() throws -> [Sample] {
        let carrier = ShipmentCarrier(name: "Green Wheels", trackingNumber: "GW-77-0042")
        let route = ShipmentRoute(from: "Oakland warehouse", to: "Lakeside Hall")
        let prepared = KitPrepared(
            step: try Samples.kitStep(.prepared, version: 2), preparedBy: Samples.agent, preparedAt: Samples.hours(310),
            components: [
                PreparedComponent(
                    id: KitComponentID(Samples.uuid(43)), name: "Scale", quantity: 2, condition: .good)
            ], notes: "Batteries are new")
        let checkedOut = KitCheckedOut(
            step: try Samples.kitStep(.checkedOut, version: 3), checkedOutBy: Samples.manager,
            checkedOutAt: Samples.hours(311), checkedOutTo: Samples.agent, expectedReturnDate: Samples.hours(364))
        let shipped = KitShipped(
            step: try Samples.kitStep(.shipped, version: 4), shippedBy: Samples.agent, shippedAt: Samples.hours(312),
            carrier: carrier, route: route, eta: Samples.hours(320), custodySeals: ["S-1001", "S-1002"])
        let delivered = KitDelivered(
            step: try Samples.kitStep(.delivered, version: 5), deliveredAt: Samples.hours(319),
            handedTo: Samples.agent, carrier: carrier, custodySeals: ["S-1001", "S-1002"],
            temperature: JSONDecimal(units: -35, scale: 1))
        let inUse = KitInUse(
            step: try Samples.kitStep(.inUse, version: 6), startedBy: Samples.agent, startedAt: Samples.hours(336))
        let returning = KitReturnShipped(
            step: try Samples.kitStep(.returnShipped, version: 7), shippedBy: Samples.agent,
            shippedAt: Samples.hours(342), carrier: carrier,
            route: ShipmentRoute(from: "Lakeside Hall", to: "Oakland warehouse"), eta: Samples.hours(350),
            custodySeals: [])
        return [
            try Sample(prepared, by: .kits, version: 2), try Sample(checkedOut, by: .kits, version: 3),
            try Sample(shipped, by: .kits, version: 4), try Sample(delivered, by: .kits, version: 5),
            try Sample(inUse, by: .kits, version: 6), try Sample(returning, by: .kits, version: 7),
        ]
    }

    private static func returns() throws -> [Sample] {
        let returned = KitReturned(
            step: try Samples.kitStep(.returned, version: 8), returnedBy: Samples.agent, returnedAt: Samples.hours(351),
            receivedBy: Samples.manager, condition: .damaged, missingComponents: ["Banner"],
            damagedComponents: [
                DamagedComponent(
                    id: KitComponentID(Samples.uuid(43)), description: "The glass is cracked", severity: .moderate)
            ], notes: "Rain")
        let inspected = KitInspected(
            step: try Samples.kitStep(.inspected, version: 9), inspectedBy: Samples.manager,
            inspectedAt: Samples.hours(352), condition: .needsMaintenance)
        let closed = KitClosed(
            step: try Samples.kitStep(.closed, version: 10), closedBy: Samples.manager, closedAt: Samples.hours(353))
        let lost = KitLost(
            step: try Samples.kitStep(.lost, version: 5), reportedBy: Samples.agent, reportedAt: Samples.hours(400),
            lastKnownPlace: "Truck 4", reason: "The truck was stolen")
        let issue = KitIssueReported(
            step: try Samples.kitStep(.inUse, version: 7), reportedBy: Samples.agent, reportedAt: Samples.hours(337),
            issueType: .insufficient, description: "Too few cups", impactLevel: .moderate,
            photoURLs: ["https://photos.example.com/2.jpg"], needsImmediate: true)
        return [
            try Sample(returned, by: .kits, version: 8), try Sample(inspected, by: .kits, version: 9),
            try Sample(closed, by: .kits, version: 10), try Sample(lost, by: .kits, version: 5),
            try Sample(issue, by: .kits, version: 7),
        ]
    }

    private static func stock() throws -> [Sample] {
        let inventory = InventoryUpdated(
            itemID: InventoryItemID(Samples.uuid(44)), warehouseID: WarehouseID(Samples.uuid(45)), name: "Paper cups",
            onHand: 480, reserved: 120, change: -20, reason: "reserved for a booking", updatedAt: Samples.now)
        let maintenance = EquipmentMaintenanceDue(
            equipmentID: EquipmentID(Samples.uuid(46)), name: "Scale 7", category: .precisionScales, condition: .fair,
            maintenanceType: .calibration, dueOn: Samples.day(2026, 12, 1), isOverdue: false)
        return [try Sample(inventory, by: .kits, version: 17), try Sample(maintenance, by: .kits, version: 3)]
    }
}

extension Samples {
    static let kit = KitID(uuid(42))

    static func kitStep(_ status: KitAssignmentStatus, version: Int) throws -> KitStep {
        guard let step = KitStep(kitSnapshot(status, version: version)) else { throw WithoutKit() }
        return step
    }

    /// A sample's assignment that nobody gave a kit.
    struct WithoutKit: Error {}
}
