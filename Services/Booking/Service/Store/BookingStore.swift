import BookingDomain
import Identifiers
import JSON
import PlatformProtocol
import Postgres

/// The rows of bookings and of their history. Whoever changes one has locked it before, with `BookingSurroundings`.
struct BookingStore: Sendable {
    static let columns = SQLFragment(
        """
        id, organization_id, version, reference, client_id, booking_type, title, description, status, stage, location_id,
        state, region, city, starts_at, ends_at, time_zone, event_dates, recurrence, currency, budget_minor,
        actual_cost_minor, estimated_cost_minor, estimate_source, budget_approved, needs_reapproval, allows_resubmission,
        hold_expires_at, legal_version, operational_status, source, products, conditions, requirements,
        staff_requirements, equipment_requirements, metadata, assigned_staff, assigned_kits, submitted_at, approved_at,
        confirmed_at, checked_in_at, completed_at, cancelled_at, cancelled_by, cancel_reason, created_by, created_at,
        updated_by, updated_at
        """)

    /// What the unique key of references is called: whoever draws one that is taken draws again.
    static let referenceKey = "bookings_reference"
    /// How often it is drawn before something else must be wrong.
    static let drawsMax = 4

    func insert(_ booking: Booking, in transaction: Transaction) throws {
        let (details, moments) = (booking.details, booking.moments)
        let parts = StoredParts(of: details)
        try transaction.enqueue(
            """
            INSERT INTO bookings (\(Self.columns)) VALUES (
                \(booking.id), \(booking.organizationID), \(Int32(clamping: booking.version)), \(booking.reference.text),
                \(details.clientID), \(details.type), \(details.title), \(details.description), \(booking.status),
                \(booking.stage), \(details.locationID), \(details.state.usps), \(details.region), \(details.city),
                \(details.start), \(details.end), \(details.timeZone), \(details.eventDates), \(parts.recurrence),
                \(details.currency.description), \(details.budget?.minorUnits), \(details.actualCost?.minorUnits),
                \(booking.estimate?.amount.minorUnits), \(booking.estimate?.source.rawValue), \(booking.budgetApproved),
                \(booking.needsReapproval), \(booking.allowsResubmission), \(booking.holdExpiresAt),
                \(Int32(clamping: booking.legalVersion)), \(booking.operationalStatus), \(booking.source),
                \(parts.products), \(parts.conditions), \(parts.requirements), \(parts.staff), \(parts.equipment),
                \(parts.metadata), \(booking.assignedStaff), \(booking.assignedKits), \(moments.submitted),
                \(moments.approved), \(moments.confirmed), \(moments.checkedIn), \(moments.completed),
                \(moments.cancelled), \(booking.cancellation?.by.text), \(booking.cancellation?.reason),
                \(booking.createdBy.text), \(booking.createdAt), \(booking.updatedBy.text), \(booking.updatedAt))
            """)
    }

    /// Writes down a locked booking after a change: everything that a rule may have changed.
    func save(_ booking: Booking, in transaction: Transaction) throws {
        let (details, moments) = (booking.details, booking.moments)
        let parts = StoredParts(of: details)
        try transaction.enqueue(
            """
            UPDATE bookings SET version = \(Int32(clamping: booking.version)), client_id = \(details.clientID),
                booking_type = \(details.type), title = \(details.title), description = \(details.description),
                status = \(booking.status), stage = \(booking.stage), location_id = \(details.locationID),
                state = \(details.state.usps), region = \(details.region), city = \(details.city),
                starts_at = \(details.start), ends_at = \(details.end), time_zone = \(details.timeZone),
                event_dates = \(details.eventDates), recurrence = \(parts.recurrence),
                currency = \(details.currency.description), budget_minor = \(details.budget?.minorUnits),
                actual_cost_minor = \(details.actualCost?.minorUnits),
                estimated_cost_minor = \(booking.estimate?.amount.minorUnits),
                estimate_source = \(booking.estimate?.source.rawValue), budget_approved = \(booking.budgetApproved),
                needs_reapproval = \(booking.needsReapproval), allows_resubmission = \(booking.allowsResubmission),
                hold_expires_at = \(booking.holdExpiresAt), legal_version = \(Int32(clamping: booking.legalVersion)),
                operational_status = \(booking.operationalStatus), products = \(parts.products),
                conditions = \(parts.conditions), requirements = \(parts.requirements),
                staff_requirements = \(parts.staff), equipment_requirements = \(parts.equipment),
                metadata = \(parts.metadata), assigned_staff = \(booking.assignedStaff),
                assigned_kits = \(booking.assignedKits), submitted_at = \(moments.submitted),
                approved_at = \(moments.approved), confirmed_at = \(moments.confirmed),
                checked_in_at = \(moments.checkedIn), completed_at = \(moments.completed),
                cancelled_at = \(moments.cancelled), cancelled_by = \(booking.cancellation?.by.text),
                cancel_reason = \(booking.cancellation?.reason), updated_by = \(booking.updatedBy.text),
                updated_at = \(booking.updatedAt)
            WHERE id = \(booking.id) AND organization_id = \(booking.organizationID)
            """)
    }

    func insert(_ entry: BookingHistoryEntry, as id: UUID128, of booking: Booking, in transaction: Transaction) throws {
        try transaction.enqueue(
            """
            INSERT INTO booking_history (
                id, organization_id, booking_id, version, from_status, to_status, from_stage, to_stage, changed_by_kind,
                changed_by, reason, changed_at)
            VALUES (
                \(id), \(booking.organizationID), \(booking.id), \(Int32(clamping: entry.version)), \(entry.fromStatus),
                \(entry.toStatus), \(entry.fromStage), \(entry.toStage), \(entry.by.kind.rawValue), \(entry.by.id.text),
                \(entry.reason), \(entry.at))
            """)
    }
}

/// The parts of a booking that are kept as JSON.
private struct StoredParts {
    let products: JSONText
    let conditions: JSONB<OperationalRequirements>
    let recurrence: JSONB<RecurrencePattern>?
    let requirements: JSONText?
    let staff: JSONText?
    let equipment: JSONText?
    let metadata: JSONText?

    init(of details: BookingDetails) {
        products = JSONText(CannabisProduct.list.encoded(details.products.map(CannabisProduct.init)))
        conditions = JSONB(OperationalRequirements(details.conditions))
        recurrence = details.recurrence.map { JSONB(RecurrencePattern($0)) }
        requirements = details.requirements.map { JSONText($0.canonicalBytes) }
        staff = details.staffRequirements.map { JSONText($0.document.canonicalBytes) }
        equipment = details.equipmentRequirements.map { JSONText($0.document.canonicalBytes) }
        metadata = details.metadata.map { JSONText($0.canonicalBytes) }
    }
}

/// Runs what makes a booking again when the reference that it drew was taken, which happens to one in a million.
func drawingAgain<Value>(_ work: () async throws -> Value) async throws -> Value {
    for _ in 1..<BookingStore.drawsMax {
        do {
            return try await work()
        } catch PostgresError.uniqueViolation(constraint: BookingStore.referenceKey, _) {
            continue
        }
    }
    return try await work()
}
