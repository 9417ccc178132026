import HTTPServer
import Identifiers
import JSON
import KitsDomain
import Postgres
import ResourceAPI

/// What a list of kits is narrowed down by.
struct KitFilter: Sendable {
    let templates: [KitTemplateName]
    let conditions: [EquipmentCondition]
    let states: [USState]
    let isPlantTouching: Bool?
    let search: String?
    let order: KitOrder
}

/// What a list of kits is sorted by; a minus sign turns it round.
enum KitOrder: String, CaseIterable, Sendable {
    case name
    case nameDescending = "-name"
    case createdAt
    case createdAtDescending = "-createdAt"
}

extension KitFilter: QueryReadable {
    static let query = QueryType(
        Self.init,
        Parameter("template", .oneOf().repeated, "Made after any of these"),
        Parameter("condition", .oneOf().repeated, "Any of these"),
        Parameter("homeState", .oneOf().repeated, "Whose warehouse is in any of these states"),
        Parameter("plantTouching", .bool.optional, "Those that touch the plant, or those that do not"),
        Parameter("search", .text(length: 2...100).optional, "In name and warehouse"),
        Parameter("sort", .oneOf().defaulting(to: .name), "A minus sign turns the order round"))
}

/// The kits of an organisation, page by page.
struct KitList: Sendable {
    let caller: Caller
    let filter: KitFilter

    func page(_ window: ListWindow, in database: Database) async throws -> Page<KitView> {
        var batch = Batch(for: caller.scope)
        let rows = batch.rows(statement(for: window)) { try Kit($0) }
        let count =
            window.wantsTotal ? batch.one("SELECT count(*) FROM kits k WHERE \(conditions)", as: Int.self) : nil
        let results = try await database.run(batch)
        let views = try results[rows].map { KitView($0) }
        return window.page(views, total: try count.map { try results[$0] }) { view in
            switch filter.order {
            case .name, .nameDescending: ListPosition(.text(view.profile.name), id: view.id.uuid)
            case .createdAt, .createdAtDescending: ListPosition(.time(view.createdAt), id: view.id.uuid)
            }
        }
    }

    private func statement(for window: ListWindow) -> SQL {
        var statement: SQL = "SELECT \(KitStore.columns) FROM kits k WHERE \(conditions)"
        if let position = window.position { statement.append(behind(position)) }
        switch filter.order {
        case .name: statement.append(" ORDER BY k.name, k.id")
        case .nameDescending: statement.append(" ORDER BY k.name DESC, k.id DESC")
        case .createdAt: statement.append(" ORDER BY k.created_at, k.id")
        case .createdAtDescending: statement.append(" ORDER BY k.created_at DESC, k.id DESC")
        }
        statement.append(" LIMIT \(window.rows) OFFSET \(window.offset)")
        return statement
    }

    private func behind(_ position: ListPosition) -> SQL {
        switch (position.key, filter.order) {
        case (.text(let name), .name): " AND (k.name, k.id) > (\(name), \(position.id))"
        case (.text(let name), .nameDescending): " AND (k.name, k.id) < (\(name), \(position.id))"
        case (.time(let time), .createdAt): " AND (k.created_at, k.id) > (\(time), \(position.id))"
        case (.time(let time), .createdAtDescending): " AND (k.created_at, k.id) < (\(time), \(position.id))"
        // A cursor belongs to its order, so these do not come; if they did, nothing would lie behind.
        default: " AND false"
        }
    }

    private var conditions: SQL {
        var conditions: SQL = "k.organization_id = \(caller.organizationID)"
        if !filter.templates.isEmpty { conditions.append(" AND template = ANY (\(filter.templates.map(\.rawValue)))") }
        if !filter.conditions.isEmpty {
            conditions.append(" AND k.condition = ANY (\(filter.conditions.map(\.rawValue)))")
        }
        if !filter.states.isEmpty { conditions.append(" AND home_state = ANY (\(filter.states.map(\.rawValue)))") }
        if let touches = filter.isPlantTouching { conditions.append(" AND is_plant_touching = \(touches)") }
        if let search = filter.search {
            conditions.append(" AND position(lower(\(search)) IN lower(concat_ws(' ', k.name, warehouse))) > 0")
        }
        return conditions
    }
}
