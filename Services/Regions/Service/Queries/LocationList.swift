import HTTPServer
import Identifiers
import JSON
import PlatformProtocol
import Postgres
import RegionsDomain
import ResourceAPI

/// What a list of locations is narrowed down by.
struct LocationFilter: Sendable {
    let states: [USState]
    let statuses: [LocationStatus]
    let kinds: [LocationKind]
    let search: String?
    let order: LocationOrder
    let scope: LocationScope
}

/// What a list of locations is sorted by; a minus sign turns it round.
enum LocationOrder: String, CaseIterable, Sendable {
    case name
    case nameDescending = "-name"
    case createdAt
    case createdAtDescending = "-createdAt"
}

/// Whose locations are listed.
enum LocationScope: String, CaseIterable, Sendable {
    /// The organisation's own.
    case own
    /// Those of others that it may book.
    case shared
    case all
}

extension LocationFilter: QueryReadable {
    static let query = QueryType(
        Self.init,
        Parameter("state", .oneOf().repeated, "Any of these states"),
        Parameter("status", .oneOf().repeated, "Where its review stands"),
        Parameter("kind", .oneOf().repeated, "Who may book it"),
        Parameter("search", .text(length: 2...100).optional, "In name, city and address"),
        Parameter("sort", .oneOf().defaulting(to: .createdAtDescending), "A minus sign turns the order round"),
        Parameter("scope", .oneOf().defaulting(to: .own), "Your own, those that others share, or both"))
}

/// The locations that a caller may see, page by page.
struct LocationList: Sendable {
    let caller: Caller
    let filter: LocationFilter

    func page(_ window: ListWindow, in database: Database) async throws -> Page<LocationSnapshot> {
        var batch = Batch(for: caller.scope)
        let rows = batch.rows(statement(for: window)) { try Location($0) }
        let count =
            window.wantsTotal ? batch.one("SELECT count(*) FROM locations WHERE \(conditions)", as: Int.self) : nil
        let results = try await database.run(batch)
        let snapshots = try results[rows].map { LocationSnapshot($0, version: $0.version) }
        return window.page(snapshots, total: try count.map { try results[$0] }) { location in
            switch filter.order {
            case .name, .nameDescending: ListPosition(.text(location.name), id: location.id.uuid)
            case .createdAt, .createdAtDescending: ListPosition(.time(location.createdAt), id: location.id.uuid)
            }
        }
    }

    private func statement(for window: ListWindow) -> SQL {
        var statement: SQL = "SELECT \(LocationStore.columns) FROM locations WHERE \(conditions)"
        if let position = window.position { statement.append(behind(position)) }
        switch filter.order {
        case .name: statement.append(" ORDER BY name, id")
        case .nameDescending: statement.append(" ORDER BY name DESC, id DESC")
        case .createdAt: statement.append(" ORDER BY created_at, id")
        case .createdAtDescending: statement.append(" ORDER BY created_at DESC, id DESC")
        }
        statement.append(" LIMIT \(window.rows) OFFSET \(window.offset)")
        return statement
    }

    private func behind(_ position: ListPosition) -> SQL {
        switch (position.key, filter.order) {
        case (.text(let name), .name): " AND (name, id) > (\(name), \(position.id))"
        case (.text(let name), .nameDescending): " AND (name, id) < (\(name), \(position.id))"
        case (.time(let time), .createdAt): " AND (created_at, id) > (\(time), \(position.id))"
        case (.time(let time), .createdAtDescending): " AND (created_at, id) < (\(time), \(position.id))"
        // A cursor belongs to its order, so these do not come; if they did, nothing would lie behind.
        default: " AND false"
        }
    }

    private var conditions: SQL {
        var conditions: SQL
        let own = caller.organizationID
        switch filter.scope {
        case .own: conditions = "organization_id = \(own)"
        case .shared: conditions = "organization_id <> \(own)"
        case .all: conditions = "true"
        }
        if caller.isLimitedToOwn {
            conditions.append(
                " AND (created_by = \(caller.actor.text) OR kind = 'shared' AND status = 'approved')")
        }
        if !filter.states.isEmpty { conditions.append(" AND state = ANY (\(filter.states.map(\.rawValue)))") }
        if !filter.statuses.isEmpty { conditions.append(" AND status = ANY (\(filter.statuses.map(\.rawValue)))") }
        if !filter.kinds.isEmpty { conditions.append(" AND kind = ANY (\(filter.kinds.map(\.rawValue)))") }
        if let search = filter.search {
            conditions.append(" AND position(lower(\(search)) IN lower(concat_ws(' ', name, city, line1))) > 0")
        }
        return conditions
    }
}
