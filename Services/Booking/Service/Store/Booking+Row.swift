import BookingDomain
import Identifiers
import JSON
import PlatformProtocol
import Postgres

extension Booking {
    /// Reads the columns of `BookingStore.columns`.
    init(_ row: Row) throws {
        var columns = row.columns
        let id = try columns.next(BookingID.self)
        let organizationID = try columns.next(OrganizationID.self)
        let version = try columns.next(Int32.self)
        let reference = try columns.next(String.self)
        let clientID = try columns.next(ClientID?.self)
        let type = try columns.next(CannabisBookingType.self)
        let title = try columns.next(String.self)
        let description = try columns.next(String?.self)
        let status = try columns.next(BookingStatus.self)
        let stage = try columns.next(BookingStage.self)
        let place = try StoredPlace(&columns)
        let start = try columns.next(Timestamp.self)
        let end = try columns.next(Timestamp.self)
        let timeZone = try columns.next(String.self)
        let eventDates = try columns.next([Timestamp].self)
        let recurrence = try columns.next(JSONB<RecurrencePattern>?.self)
        let money = try StoredMoney(&columns)
        let budgetApproved = try columns.next(Bool.self)
        let needsReapproval = try columns.next(Bool.self)
        let allowsResubmission = try columns.next(Bool.self)
        let holdExpiresAt = try columns.next(Timestamp?.self)
        let legalVersion = try columns.next(Int32.self)
        let operationalStatus = try columns.next(OperationalStatus.self)
        let source = try columns.next(String?.self)
        let products = try columns.next(JSONText.self)
        let conditions = try columns.next(JSONB<OperationalRequirements>.self)
        let wishes = try StoredWishes(&columns, currency: money.currency)
        let assignedStaff = try columns.next([StaffID].self)
        let assignedKits = try columns.next([KitAssignmentID].self)
        let moments = BookingMoments(
            submitted: try columns.next(), approved: try columns.next(), confirmed: try columns.next(),
            checkedIn: try columns.next(), completed: try columns.next(), cancelled: try columns.next())
        let cancellation = try Cancellation(&columns)
        let createdBy = try columns.nextActor()
        let createdAt = try columns.next(Timestamp.self)
        let updatedBy = try columns.nextActor()
        let updatedAt = try columns.next(Timestamp.self)
        try columns.end()
        guard let reference = BookingReference(reference) else { throw Self.unreadable("reference") }
        let details = BookingDetails(
            clientID: clientID, title: title, description: description ?? "", type: type,
            products: try CannabisProduct.list.decode(products.bytes.span).map(BookedProduct.init),
            conditions: EventConditions(conditions.value), locationID: place.location, state: place.state,
            region: place.region, city: place.city, start: start, end: end, timeZone: timeZone, eventDates: eventDates,
            recurrence: recurrence.map { Recurrence($0.value) }, currency: money.currency, budget: money.budget,
            actualCost: money.actual, requirements: wishes.requirements, staffRequirements: wishes.staff,
            equipmentRequirements: wishes.equipment, metadata: wishes.metadata)
        try self.init(
            restoring: id, organizationID: organizationID, reference: reference, source: source, createdBy: createdBy,
            createdAt: createdAt, version: Int(version), legalVersion: Int(legalVersion), status: status, stage: stage,
            operationalStatus: operationalStatus, details: details, assignedStaff: assignedStaff,
            assignedKits: assignedKits, estimate: money.estimate, budgetApproved: budgetApproved,
            needsReapproval: needsReapproval, allowsResubmission: allowsResubmission, holdExpiresAt: holdExpiresAt,
            moments: moments, cancellation: cancellation, updatedBy: updatedBy, updatedAt: updatedAt)
    }

    static func unreadable(_ part: StaticString) -> Problem {
        Problem(.internalError, internalMessage: "a booking's \(part) cannot be read")
    }
}

private struct StoredPlace {
    let location: LocationID?
    let state: USState
    let region: String?
    let city: String?

    init(_ columns: inout Row.Columns) throws {
        location = try columns.next()
        guard let state = USState(named: try columns.next(String.self)) else { throw Booking.unreadable("state") }
        self.state = state
        region = try columns.next()
        city = try columns.next()
    }
}

private struct StoredMoney {
    let currency: Currency
    let budget: Money?
    let actual: Money?
    let estimate: CostEstimate?

    init(_ columns: inout Row.Columns) throws {
        guard let currency = Currency(try columns.next(String.self)) else { throw Booking.unreadable("currency") }
        func amount(_ minorUnits: Int64?) -> Money? { minorUnits.map { Money(minorUnits: $0, currency: currency) } }
        self.currency = currency
        budget = amount(try columns.next())
        actual = amount(try columns.next())
        let estimated = amount(try columns.next())
        let source = try columns.next(String?.self).flatMap(CostEstimate.Source.init(rawValue:))
        estimate = estimated.map { CostEstimate($0, source ?? .fallback) }
    }
}

private struct StoredWishes {
    let requirements: Document?
    let staff: StaffRequirements?
    let equipment: EquipmentRequirements?
    let metadata: Document?

    init(_ columns: inout Row.Columns, currency: Currency) throws {
        // The server keeps the value and not the text, so the canonical bytes are made anew.
        func next() throws -> JSONValue? {
            try columns.next(JSONText?.self).map { try JSONValue(parsing: $0.bytes) }
        }
        requirements = try next().map(Document.init)
        staff = try next().map { try StaffRequirements($0, currency: currency) }
        equipment = try next().map { try EquipmentRequirements($0) }
        metadata = try next().map(Document.init)
    }
}

extension Cancellation {
    fileprivate init?(_ columns: inout Row.Columns) throws {
        let by = try columns.next(String?.self)
        let reason = try columns.next(String?.self)
        guard let by, let reason else { return nil }
        guard let actor = ActorID(by) else { throw Booking.unreadable("cancelled_by") }
        self.init(by: actor, reason: reason)
    }
}

extension Row.Columns {
    mutating func nextActor() throws -> ActorID {
        guard let actor = ActorID(try next(String.self)) else {
            throw Problem(.internalError, internalMessage: "somebody who did something is no actor")
        }
        return actor
    }
}
