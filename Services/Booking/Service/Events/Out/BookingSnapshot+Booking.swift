import BookingDomain
import Identifiers
import PlatformProtocol

extension BookingSnapshot {
    init(_ booking: Booking, version: Int) {
        let details = booking.details
        self.init(
            id: booking.id, version: version, reference: booking.reference.text, organizationID: booking.organizationID,
            clientID: details.clientID, createdBy: booking.createdBy, updatedBy: booking.updatedBy,
            cannabisBookingType: details.type, cannabisProducts: details.products.map(CannabisProduct.init),
            operationalRequirements: OperationalRequirements(details.conditions), title: details.title,
            description: details.description, status: booking.status, stage: booking.stage,
            operationalStatus: booking.operationalStatus, locationID: details.locationID, state: details.state,
            region: details.region, city: details.city, startDateTime: details.start, endDateTime: details.end,
            timezone: details.timeZone, eventDates: details.eventDates, assignedStaff: booking.assignedStaff,
            assignedKits: booking.assignedKits, estimatedCost: booking.estimate?.amount.minorUnits,
            actualCost: details.actualCost?.minorUnits, budget: details.budget?.minorUnits, currency: details.currency,
            budgetApproved: booking.budgetApproved, requirements: details.requirements?.value,
            staffRequirements: details.staffRequirements?.document.value,
            equipmentRequirements: details.equipmentRequirements?.document.value, metadata: details.metadata?.value,
            createdAt: booking.createdAt, updatedAt: booking.updatedAt)
    }
}
