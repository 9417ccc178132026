import Postgres
import Testing

@Suite("Where the database is") struct SettingsTests {
    @Test("a connection string is read, and what is wrong with it is said without quoting it")
    func strings() throws {
        let table: [(String, String?)] = [
            (
                "postgres://user:hunter2@db.example:5433/bookings_db?sslmode=require",
                "host=db.example port=5433 dbname=bookings_db user=user"
            ),
            ("postgresql:///bookings_db?host=/run/postgresql", "host=/run/postgresql dbname=bookings_db"),
            ("host=localhost dbname=kits_db password=hunter2", "host=localhost dbname=kits_db"),
            ("", nil), ("host=localhost", nil), ("hunter2", nil), ("postgres://user:hunter2@[::1/db", nil),
            ("host=localhost dbname=a colour=hunter2", nil), ("service=x dbname=a", nil),
        ]
        for (text, expected) in table {
            do {
                let settings = try DatabaseSettings(text, applicationName: "tests")
                #expect(settings.description == expected)
            } catch {
                #expect(expected == nil, "\(text)")
                #expect(error.label.description == "configuration")
                #expect(!error.description.contains("hunter2"))
            }
        }
    }
}
