import Identifiers
import Postgres
import Testing

@Suite struct SQLTests {
    @Test("values become numbered parameters and never text")
    func valuesAreBound() {
        let injection = "'; DROP TABLE bookings; --"
        let statement: SQL = "SELECT 1 WHERE a = \(injection) AND b = \(7)"
        #expect(statement.text == "SELECT 1 WHERE a = $1 AND b = $2")
        #expect(statement.parameterCount == 2)
    }
}
