import Identifiers
import Postgres

/// A booking as a reader gets it, with every column of its row.
struct BookingByID: Sendable {
    let id: UUID128
    let organization: UUID128
    let version: Int32
    let reference: String
    let client: UUID128
    let bookingType: String
    let title: String
    let description: String?
    let status: String
    let stage: String
    let location: UUID128?
    let state: String
    let region: String?
    let city: String?
    let startsAt: Timestamp
    let endsAt: Timestamp
    let timeZone: String
    let currency: String
    let estimatedCost: Int
    let actualCost: Int?
    let budget: Int?
    let isBudgetApproved: Bool
    let holdExpiresAt: Timestamp?
    let products: JSONText
    let requirements: JSONText
    let metadata: JSONText
    let createdBy: String
    let createdAt: Timestamp
    let updatedBy: String
    let updatedAt: Timestamp

    static let peerNames = ["number"]

    static func statement(number: Int) -> SQL {
        """
        SELECT id, organization_id, version, reference, client_id, booking_type, title, description, status, stage,
            location_id, state, region, city, starts_at, ends_at, time_zone, currency, estimated_cost_minor,
            actual_cost_minor, budget_minor, budget_approved, hold_expires_at, products, requirements, metadata,
            created_by, created_at, updated_by, updated_at
        FROM bookings WHERE id = bench_id(\(number)::bigint)
        """
    }

    init(_ row: Row) throws(PostgresError) {
        var columns = row.columns
        id = try columns.next()
        organization = try columns.next()
        version = try columns.next()
        reference = try columns.next()
        client = try columns.next()
        bookingType = try columns.next()
        title = try columns.next()
        description = try columns.next()
        status = try columns.next()
        stage = try columns.next()
        location = try columns.next()
        state = try columns.next()
        region = try columns.next()
        city = try columns.next()
        startsAt = try columns.next()
        endsAt = try columns.next()
        timeZone = try columns.next()
        currency = try columns.next()
        estimatedCost = try columns.next()
        actualCost = try columns.next()
        budget = try columns.next()
        isBudgetApproved = try columns.next()
        holdExpiresAt = try columns.next()
        products = try columns.next()
        requirements = try columns.next()
        metadata = try columns.next()
        createdBy = try columns.next()
        createdAt = try columns.next()
        updatedBy = try columns.next()
        updatedAt = try columns.next()
        try columns.end()
    }
}
