import Identifiers
import KitsDomain
import PlatformProtocol
import Postgres
import ResourceAPI

/// The rows of kits and of what is in them.
struct KitStore: Sendable {
    /// Of `kits k`: each list of the components is in the same order.
    static let columns = SQLFragment(
        """
        k.id, k.organization_id, k.version, k.name, k.template,
        ARRAY(SELECT c.name FROM kit_components c WHERE c.kit_id = k.id ORDER BY c.position),
        ARRAY(SELECT c.quantity FROM kit_components c WHERE c.kit_id = k.id ORDER BY c.position),
        ARRAY(SELECT c.condition FROM kit_components c WHERE c.kit_id = k.id ORDER BY c.position),
        k.condition, k.home_state, k.warehouse, k.is_plant_touching, k.preparation_minutes, k.transit_minutes,
        k.created_by, k.created_at, k.updated_at
        """)

    func find(_ id: KitID, for caller: Caller, in database: Database) async throws -> Kit? {
        let row = try await database.first(
            "SELECT \(Self.columns) FROM kits k WHERE k.id = \(id) AND k.organization_id = \(caller.organizationID)",
            for: caller.scope)
        return try row.map { try Kit($0) }
    }

    func insert(_ kit: Kit, in transaction: Transaction) throws {
        let profile = kit.profile
        try transaction.enqueue(
            """
            INSERT INTO kits (id, organization_id, version, name, template, condition, home_state, warehouse,
                is_plant_touching, preparation_minutes, transit_minutes, created_by, created_at, updated_at)
            VALUES (\(kit.id), \(kit.organizationID), \(Int32(kit.version)), \(profile.name),
                \(profile.template.rawValue), \(profile.condition), \(profile.homeState), \(profile.warehouse),
                \(profile.isPlantTouching), \(Int32(profile.preparationMinutes)), \(Int32(profile.transitMinutes)),
                \(kit.createdBy.text), \(kit.createdAt), \(kit.updatedAt))
            """)
        guard !profile.contents.isEmpty else { return }
        try transaction.enqueue(
            """
            INSERT INTO kit_components (kit_id, organization_id, position, name, quantity, condition)
            SELECT \(kit.id), \(kit.organizationID), position, name, quantity, condition
            FROM unnest(\(profile.contents.map(\.name)), \(profile.contents.map { Int32($0.quantity) }),
                \(profile.contents.map(\.condition.rawValue)))
                WITH ORDINALITY AS said (name, quantity, condition, position)
            """)
    }
}

extension Kit {
    /// Reads the columns of `KitStore.columns`.
    init(_ row: Row) throws {
        var columns = row.columns
        let id = try columns.next(KitID.self)
        let organizationID = try columns.next(OrganizationID.self)
        let version = try columns.next(Int32.self)
        let profile = try KitProfile(&columns)
        let createdBy = try ActorID(column: columns.next())
        let createdAt = try columns.next(Timestamp.self)
        let updatedAt = try columns.next(Timestamp.self)
        try columns.end()
        self.init(
            restoring: id, of: organizationID, version: Int(version), profile, createdBy: createdBy,
            createdAt: createdAt, updatedAt: updatedAt)
    }
}

extension KitProfile {
    fileprivate init(_ columns: inout Row.Columns) throws {
        let name = try columns.next(String.self)
        let template = try KitTemplateName(column: columns.next())
        let names = try columns.next([String].self)
        let quantities = try columns.next([Int32].self)
        let conditions = try columns.next([String].self)
        let contents = names.indices.compactMap { index in
            // The table's own check lets no other word in.
            ComponentCondition(rawValue: conditions[index]).map {
                KitComponent(name: names[index], quantity: Int(quantities[index]), condition: $0)
            }
        }
        self.init(
            name: name, template: template, contents: contents, condition: try columns.next(),
            homeState: try columns.next(), warehouse: try columns.next(), isPlantTouching: try columns.next(),
            preparationMinutes: Int(try columns.next(Int32.self)), transitMinutes: Int(try columns.next(Int32.self)))
    }
}

extension KitTemplateName {
    init(column text: String) throws(Problem) {
        guard let name = KitTemplateName(rawValue: text) else {
            throw Problem(.internalError, internalMessage: "a kit's template is none")
        }
        self = name
    }
}
