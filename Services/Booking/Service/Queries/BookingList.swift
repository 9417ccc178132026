import BookingDomain
import HTTPServer
import Identifiers
import JSON
import PlatformProtocol
import Postgres
import ResourceAPI

/// What a list of bookings is narrowed down by.
struct BookingFilter: Sendable {
    let clientID: ClientID?
    let states: [USState]
    let region: String?
    let types: [CannabisBookingType]
    let statuses: [BookingStatus]
    let stages: [BookingStage]
    let from: DateBound?
    let to: DateBound?
    let range: DateRange?
    let mode: DateMode
    let staff: StaffID?
    let operationalStatus: OperationalStatus?
    let location: LocationID?
    let priority: String?
    let search: String?
    let order: BookingOrder
    let includesCompensated: Bool
}

/// What a list of bookings is sorted by; a minus sign turns it round.
enum BookingOrder: String, CaseIterable, Sendable {
    case startDateTime
    case startDateTimeDescending = "-startDateTime"
    case createdAt
    case createdAtDescending = "-createdAt"
}

/// Whether a booking has to touch the dates asked for, or to lie in them.
enum DateMode: String, CaseIterable, Sendable {
    case overlap, contained
}

/// A moment, or a day, which begins and ends by UTC.
struct DateBound: Sendable, Equatable {
    let text: String
    let first: Timestamp
    /// The moment behind it: that of a day is the next day's begin.
    let end: Timestamp

    init?(_ text: String) {
        self.text = text
        if let day = CalendarDay(text.utf8.span) {
            first = Timestamp(secondsSinceEpoch: Int64(day.daysSinceEpoch) * 86_400)
            end = first.advanced(by: .seconds(86_400))
        } else if let moment = Timestamp(text) {
            (first, end) = (moment, moment)
        } else {
            return nil
        }
    }
}

/// Two bounds with a slash between them, as ISO 8601 writes an interval.
struct DateRange: Sendable, Equatable {
    let from: DateBound
    let to: DateBound

    var text: String { "\(from.text)/\(to.text)" }

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let from = DateBound(parts[0]), let to = DateBound(parts[1]) else { return nil }
        (self.from, self.to) = (from, to)
    }
}

extension BookingFilter: QueryReadable {
    static let query = QueryType(
        Self.init,
        Parameter("clientId", .id().optional),
        Parameter("state", .oneOf().repeated, "Any of these states"),
        Parameter("region", .text(length: 1...100).optional),
        Parameter("cannabisType", .oneOf().repeated, "Any of these types"),
        Parameter("status", .oneOf().repeated, "Any of these"),
        Parameter("stage", .oneOf().repeated, "Any of these"),
        Parameter("dateFrom", bound.optional, "A moment or a day"),
        Parameter("dateTo", bound.optional, "A moment or a day, which counts to its end"),
        Parameter(
            "dateRange",
            .text(length: 3...80).mapped(
                DateRange.init, back: \.text, message: "must be two moments or days with a slash between them"
            ).optional, "Instead of dateFrom and dateTo: 2026-05-01/2026-05-31"),
        Parameter("dateMode", .oneOf().defaulting(to: .overlap), "Whether a booking touches the dates or lies in them"),
        Parameter("assignedStaff", .id().optional),
        Parameter("operationalStatus", .oneOf().optional),
        Parameter("locationId", .id().optional),
        Parameter("priority", .text(length: 1...50).optional, "As the member priority of its metadata has it"),
        Parameter("search", .text(length: 2...100).optional, "In title, description, reference and city"),
        Parameter(
            "sort", .oneOf().defaulting(to: BookingOrder.startDateTime), "A minus sign turns the order round"),
        Parameter(
            "includeCompensated", .bool.defaulting(to: false), "Also those whose making was undone by the platform")
    ).checked { filter, faults in
        if filter.range != nil, filter.from != nil || filter.to != nil {
            faults.add("dateRange", "excluded", "cannot be given together with dateFrom or dateTo")
        }
        if let from = filter.range?.from ?? filter.from, let to = filter.range?.to ?? filter.to, to.end <= from.first {
            faults.add(filter.range == nil ? "dateTo" : "dateRange", .endNotAfterStart, "must end after its begin")
        }
    }

    private static let bound = ParameterType<String>.text(length: 10...40).mapped(
        DateBound.init, back: \.text, message: "must be a moment with an offset, or a day")
}

/// The bookings that a caller may see, page by page.
struct BookingList: Sendable {
    let organizationID: OrganizationID
    let own: OwnBookings
    let filter: BookingFilter

    func page(_ window: ListWindow, in database: Database) async throws -> Page<BookingView> {
        var batch = Batch(for: .organization(organizationID))
        let rows = batch.rows(statement(for: window)) { try Booking($0) }
        let count =
            window.wantsTotal ? batch.one("SELECT count(*) FROM bookings WHERE \(conditions)", as: Int.self) : nil
        let results = try await run(batch, in: database)
        let views = try results[rows].map { BookingView($0) }
        return window.page(views, total: try count.map { try results[$0] }) { view in
            switch filter.order {
            case .startDateTime, .startDateTimeDescending:
                ListPosition(.time(view.snapshot.startDateTime), id: view.snapshot.id.uuid)
            case .createdAt, .createdAtDescending:
                ListPosition(.time(view.snapshot.createdAt), id: view.snapshot.id.uuid)
            }
        }
    }

    /// What is too much for one answer is the caller's to ask for in smaller pages.
    private func run(_ batch: Batch, in database: Database) async throws -> BatchResults {
        do {
            return try await database.run(batch)
        } catch PostgresError.resultTooLarge {
            throw Problem(
                .invalidParameter, detail: "The page is larger than can be answered.",
                violations: [
                    JSONFault(pointer: "/query/limit", code: .outOfRange, message: "must be smaller for these bookings")
                ])
        }
    }

    private func statement(for window: ListWindow) -> SQL {
        var statement: SQL = "SELECT \(BookingStore.columns) FROM bookings WHERE \(conditions)"
        if let position = window.position { statement.append(behind(position)) }
        switch filter.order {
        case .startDateTime: statement.append(" ORDER BY starts_at, id")
        case .startDateTimeDescending: statement.append(" ORDER BY starts_at DESC, id DESC")
        case .createdAt: statement.append(" ORDER BY created_at, id")
        case .createdAtDescending: statement.append(" ORDER BY created_at DESC, id DESC")
        }
        statement.append(" LIMIT \(window.rows) OFFSET \(window.offset)")
        return statement
    }

    private func behind(_ position: ListPosition) -> SQL {
        // A cursor belongs to its list, so another key does not come; if it did, nothing would lie behind.
        guard case .time(let time) = position.key else { return " AND false" }
        return switch filter.order {
        case .startDateTime: " AND (starts_at, id) > (\(time), \(position.id))"
        case .startDateTimeDescending: " AND (starts_at, id) < (\(time), \(position.id))"
        case .createdAt: " AND (created_at, id) > (\(time), \(position.id))"
        case .createdAtDescending: " AND (created_at, id) < (\(time), \(position.id))"
        }
    }

    private var conditions: SQL {
        var conditions: SQL = "organization_id = \(organizationID) AND \(own.condition)"
        if let client = filter.clientID { conditions.append(" AND client_id = \(client)") }
        if !filter.states.isEmpty { conditions.append(" AND state = ANY (\(filter.states.map(\.usps)))") }
        if let region = filter.region { conditions.append(" AND region = \(region)") }
        if !filter.types.isEmpty { conditions.append(" AND booking_type = ANY (\(filter.types.map(\.rawValue)))") }
        if !filter.statuses.isEmpty { conditions.append(" AND status = ANY (\(filter.statuses.map(\.rawValue)))") }
        if !filter.stages.isEmpty { conditions.append(" AND stage = ANY (\(filter.stages.map(\.rawValue)))") }
        if let staff = filter.staff { conditions.append(" AND \(staff) = ANY (assigned_staff)") }
        if let status = filter.operationalStatus { conditions.append(" AND operational_status = \(status)") }
        if let location = filter.location { conditions.append(" AND location_id = \(location)") }
        if let priority = filter.priority { conditions.append(" AND metadata->>'priority' = \(priority)") }
        if let search = filter.search {
            conditions.append(
                " AND position(lower(\(search)) IN lower(concat_ws(' ', title, description, reference, city))) > 0")
        }
        if !filter.includesCompensated {
            // Whoever else gives that reason hides nothing.
            conditions.append(
                """
                 AND (cancel_reason, cancelled_by) IS DISTINCT FROM
                    (\(Cancellation.sagaCompensated), \(ActorID.platform.text))
                """)
        }
        conditions.append(dates)
        return conditions
    }

    /// Windows are half-open: what ends when another begins does not touch it. A booking of several dates touches the
    /// range by any of them, and lies in it by all.
    private var dates: SQL {
        let from = filter.range?.from ?? filter.from
        let to = filter.range?.to ?? filter.to
        guard from != nil || to != nil else { return "" }
        let (first, end) = (from?.first, to?.end)
        let date: SQL
        switch filter.mode {
        case .overlap:
            date = """
                (\(end)::timestamptz IS NULL OR date < \(end))
                AND (\(first)::timestamptz IS NULL OR date + (ends_at - starts_at) > \(first))
                """
        case .contained:
            date = """
                (\(first)::timestamptz IS NULL OR date >= \(first))
                AND (\(end)::timestamptz IS NULL OR date + (ends_at - starts_at) <= \(end))
                """
        }
        let each: SQL = "unnest(CASE WHEN event_dates = '{}' THEN ARRAY[starts_at] ELSE event_dates END) AS date"
        return switch filter.mode {
        case .overlap: " AND EXISTS (SELECT FROM \(each) WHERE \(date))"
        case .contained: " AND NOT EXISTS (SELECT FROM \(each) WHERE NOT (\(date)))"
        }
    }
}
