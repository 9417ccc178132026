import Postgres

/// What a planted relay does to the outbox.
enum PlantedStatements {
    private static let columns = SQLFragment("id, key, payload, headers")

    static let oldest: SQL = "SELECT \(columns) FROM outbox ORDER BY id LIMIT 50"
    static let newest: SQL = "SELECT \(columns) FROM outbox ORDER BY id DESC LIMIT 50"

    static func delete(_ ids: [Int64]) -> SQL { "DELETE FROM outbox WHERE id = ANY(\(ids))" }
}
