import HTTPServer
import Identifiers
import JSON
import Postgres
import ResourceAPI
import StaffDomain

/// What a list of people is narrowed down by.
struct ProfileFilter: Sendable {
    let states: [USState]
    let expertise: [CannabisExpertiseLevel]
    let certifications: [CannabisStaffCertification]
    let skills: [String]
    let languages: [String]
    let isActive: Bool?
    let search: String?
    let order: ProfileOrder
}

/// What a list of people is sorted by; a minus sign turns it round.
enum ProfileOrder: String, CaseIterable, Sendable {
    case name
    case nameDescending = "-name"
    case createdAt
    case createdAtDescending = "-createdAt"
}

extension ProfileFilter: QueryReadable {
    static let query = QueryType(
        Self.init,
        Parameter("state", .oneOf().repeated, "Who lives in any of these states"),
        Parameter("expertiseLevel", .oneOf().repeated, "Any of these"),
        Parameter("certification", .oneOf().repeated, "Who holds any of these today"),
        Parameter("skill", .text(length: 1...100).repeated, "Any of these"),
        Parameter("language", .text(length: 2...35).repeated, "Any of these"),
        Parameter("active", .bool.optional, "Who takes assignments, or who does not"),
        Parameter("search", .text(length: 2...100).optional, "In the name"),
        Parameter("sort", .oneOf().defaulting(to: .name), "A minus sign turns the order round"))
}

/// The people of an organisation, page by page.
struct ProfileList: Sendable {
    let caller: Caller
    let filter: ProfileFilter
    /// The day on which certificates are to count.
    let today: CalendarDay

    func page(_ window: ListWindow, in database: Database) async throws -> Page<ProfileView> {
        var batch = Batch(for: caller.scope)
        let rows = batch.rows(statement(for: window)) { try StaffProfile($0) }
        let count =
            window.wantsTotal
            ? batch.one("SELECT count(*) FROM staff_profiles p WHERE \(conditions)", as: Int.self) : nil
        let results = try await database.run(batch)
        let views = try results[rows].map { ProfileView($0) }
        return window.page(views, total: try count.map { try results[$0] }) { view in
            switch filter.order {
            case .name, .nameDescending: ListPosition(.text(view.profile.displayName), id: view.id.uuid)
            case .createdAt, .createdAtDescending: ListPosition(.time(view.createdAt), id: view.id.uuid)
            }
        }
    }

    private func statement(for window: ListWindow) -> SQL {
        var statement: SQL = "SELECT \(ProfileStore.columns) FROM staff_profiles p WHERE \(conditions)"
        if let position = window.position { statement.append(behind(position)) }
        switch filter.order {
        case .name: statement.append(" ORDER BY display_name, id")
        case .nameDescending: statement.append(" ORDER BY display_name DESC, id DESC")
        case .createdAt: statement.append(" ORDER BY created_at, id")
        case .createdAtDescending: statement.append(" ORDER BY created_at DESC, id DESC")
        }
        statement.append(" LIMIT \(window.rows) OFFSET \(window.offset)")
        return statement
    }

    private func behind(_ position: ListPosition) -> SQL {
        switch (position.key, filter.order) {
        case (.text(let name), .name): " AND (display_name, id) > (\(name), \(position.id))"
        case (.text(let name), .nameDescending): " AND (display_name, id) < (\(name), \(position.id))"
        case (.time(let time), .createdAt): " AND (created_at, id) > (\(time), \(position.id))"
        case (.time(let time), .createdAtDescending): " AND (created_at, id) < (\(time), \(position.id))"
        // A cursor belongs to its order, so these do not come; if they did, nothing would lie behind.
        default: " AND false"
        }
    }

    private var conditions: SQL {
        var conditions: SQL = "organization_id = \(caller.organizationID)"
        if caller.isLimitedToOwn { conditions.append(" AND user_id = \(caller.actor.text)") }
        if !filter.states.isEmpty { conditions.append(" AND home_state = ANY (\(filter.states.map(\.rawValue)))") }
        if !filter.expertise.isEmpty {
            conditions.append(" AND expertise = ANY (\(filter.expertise.map(\.rawValue)))")
        }
        if !filter.certifications.isEmpty {
            conditions.append(
                """
                 AND EXISTS (SELECT FROM staff_certifications c WHERE c.staff_id = p.id AND removed_at IS NULL
                    AND kind = ANY (\(filter.certifications.map(\.rawValue)))
                    AND (expires_on IS NULL OR expires_on >= \(today)))
                """)
        }
        if !filter.skills.isEmpty { conditions.append(" AND skills && \(filter.skills)") }
        if !filter.languages.isEmpty { conditions.append(" AND languages && \(filter.languages)") }
        if let isActive = filter.isActive { conditions.append(" AND is_active = \(isActive)") }
        if let search = filter.search {
            conditions.append(" AND position(lower(\(search)) IN lower(display_name)) > 0")
        }
        return conditions
    }
}
