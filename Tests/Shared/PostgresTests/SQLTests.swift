import Identifiers
import JSON
import Postgres
import Testing

@Suite("SQL by interpolation") struct SQLTests {
    @Test("values become numbered parameters and never text")
    func valuesAreBound() {
        let injection = "'; DROP TABLE bookings; --"
        let nothing: Int? = nil
        let columns = SQLFragment("id, starts_at")
        let condition: SQL = " AND venue = \(UUID128(high: 1, low: 2)) OR size < \(3)"
        var built: SQL = "SELECT 1 FROM t WHERE a = \(1)"
        built.append(condition)
        built.append(" LIMIT \(5)")
        let table: [(SQL, text: String, count: Int)] = [
            ("", "", 0),
            ("SELECT 1", "SELECT 1", 0),
            ("SELECT \(injection)", "SELECT $1", 1),
            ("\(1)\(2)", "$1$2", 2),
            ("SELECT \(nothing), \(injection)::text", "SELECT $1, $2::text", 2),
            (
                "SELECT \(columns) FROM t WHERE a = \(1)\(condition)",
                "SELECT id, starts_at FROM t WHERE a = $1 AND venue = $2 OR size < $3", 3
            ),
            (built, "SELECT 1 FROM t WHERE a = $1 AND venue = $2 OR size < $3 LIMIT $4", 4),
            ("ä \(1) €", "ä $1 €", 1),
        ]
        for (statement, text, count) in table {
            #expect(statement.text == text)
            #expect(statement.parameterCount == count)
        }
    }

    @Test("spliced statements run with the parameters of all their parts, in their order")
    func spliced() async throws {
        try await PostgresScene.run { scene in
            let inner: SQL = "SELECT \("b") AS b, \(2) AS two"
            let statement: SQL = "SELECT \("a"), inside.b, inside.two, \([3]) FROM (\(inner)) inside"
            let row = try await scene.pool.one(statement, for: .system).decode(
                String.self, String.self, Int.self, [Int].self)
            #expect(row == ("a", "b", 2, [3]))
        }
    }

    @Test("one call site is prepared once, whatever its values; other types or parts make another statement")
    func preparedByPlace() async throws {
        @Sendable func either(_ value: Int?, _ sorted: Bool) -> SQL {
            "SELECT \(value) FROM generate_series(1, 2) n \(sorted ? " ORDER BY n" : SQL(stringLiteral: ""))"
        }
        try await PostgresScene.run(limits: .test(connections: 1)) { scene in
            for value in [1, 2, nil] { _ = try await scene.pool.rows(either(value, false), for: .system) }
            #expect(scene.pool.counters.prepares == 1)
            _ = try await scene.pool.rows(either(1, true), for: .system)
            #expect(scene.pool.counters.prepares == 2)
            for value in [1, 2] { _ = try await scene.pool.rows("SELECT \(value)", for: .system) }
            #expect(scene.pool.counters.prepares == 3)
        }
    }
}
