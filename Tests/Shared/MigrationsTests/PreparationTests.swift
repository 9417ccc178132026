import LocalPostgres
import Postgres
import PostgresTestKit
import TestKit
import Testing

@testable import Migrations

@Suite("Preparing a server") struct PreparationTests {
    @Test("roles have no power, their timeouts, and only their own database; doing it again changes nothing")
    func roles() async throws {
        try await withPreparedServer([.booking, .staff]) { server in
            let before = try await facts(on: server)
            #expect(
                before == """
                    booking_app|t|f|f|f|f|f|f
                    booking_owner|t|f|f|f|t|f|f
                    booking_system|t|f|f|f|f|f|f
                    staff_app|t|f|f|f|f|f|f
                    staff_owner|t|f|f|f|t|f|f
                    staff_system|t|f|f|f|f|f|f
                    bookings_db|booking_owner|UTF8|C|C.UTF-8
                    staff_db|staff_owner|UTF8|C|C.UTF-8
                    """)
            try await server.run("ALTER ROLE booking_app CREATEDB BYPASSRLS INHERIT")
            try await prepare(.booking, on: server)
            #expect(try await facts(on: server) == before)
            let settings = try await server.run(
                """
                SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),
                    current_setting('idle_in_transaction_session_timeout'), current_setting('search_path'),
                    current_setting('timezone')
                """, in: "bookings_db", as: "booking_app")
            #expect(settings == "15s|5s|15s|public, pg_temp|UTC")
        }
    }

    @Test("a role connects to its own service's database only, and makes nothing in it but as the owner")
    func isolation() async throws {
        try await withPreparedServer([.booking, .staff]) { server in
            for (role, database) in [("staff_app", "bookings_db"), ("booking_owner", "staff_db")] {
                let refused = await #expect(throws: LocalPostgresError.self) {
                    try await server.run("SELECT 1", in: database, as: role)
                }
                #expect(refused?.description.contains("permission denied for database") == true)
            }
            for statement in ["CREATE TABLE t ()", "CREATE TEMP TABLE t ()", "SET ROLE booking_owner"] {
                await #expect(throws: LocalPostgresError.self, "\(statement)") {
                    try await server.run(statement, in: "bookings_db", as: "booking_app")
                }
            }
            try await server.run("CREATE TABLE t ()", in: "bookings_db", as: "booking_owner")
        }
    }

    @Test("passwords are set where the environment has them, and asked for over TCP")
    func passwords() async throws {
        let server = try await PostgresServer()
        let secret = "it's a \\ 'secret' %s"
        try await prepare(.booking, on: server, passwords: ["RISHI_BOOKING_APP_PASSWORD": secret])
        let address = ServerAddress("host=127.0.0.1 port=\(server.port)")
        #expect(try await user(at: address, password: secret) == "booking_app")
        let refused = await #expect(throws: ConnectionRefusal.self) {
            try await user(at: address, password: "another")
        }
        #expect(refused?.description.contains("no such role, or not with this password") == true)
        #expect(refused?.description.contains("another") == false)
        await server.close()
    }

    @Test("the printed script does in psql what running the steps does, passwords from the environment")
    func script() async throws {
        let (printed, run) = (try await PostgresServer(), try await PostgresServer())
        let script = DatabasePreparation(for: .booking).script
        #expect(script.contains("\\getenv password RISHI_BOOKING_APP_PASSWORD"))
        for _ in 1...2 { try await printed.run(script) }
        try await prepare(.booking, on: run)
        #expect(try await facts(on: printed) == facts(on: run))
        #expect(try await printed.schema(of: "bookings_db") == run.schema(of: "bookings_db"))
        await printed.close()
        await run.close()
    }

    @Test("an administrator who is no superuser prepares the same")
    func modestAdministrator() async throws {
        let (modest, boss) = (try await PostgresServer(), try await PostgresServer())
        try await modest.run("CREATE ROLE admin LOGIN CREATEROLE CREATEDB")
        for _ in 1...2 { try await prepare(.booking, on: modest, as: "admin") }
        try await prepare(.booking, on: boss)
        #expect(try await facts(on: modest) == facts(on: boss))
        for server in [modest, boss] {
            try await withMigrator(of: .booking, on: server) { _ = try await $0.apply() }
        }
        let rights = "SELECT datacl FROM pg_database WHERE datname = 'bookings_db'"
        #expect(try await modest.run(rights) == boss.run(rights))
        #expect(try await modest.schema(of: "bookings_db") == boss.schema(of: "bookings_db"))
        await modest.close()
        await boss.close()
    }

    /// Who the server takes us for. Waits only shortly: a wrong password is wrong every time.
    private func user(at address: ServerAddress, password: String) async throws -> String {
        let text = address.connectionString(database: "bookings_db", user: "booking_app", password: password)
        let settings = try DatabaseSettings(text, applicationName: "tests")
        return try await withLoop { loop in
            try await withSingleConnection(settings, on: loop, connectMax: .seconds(5)) { database in
                try await database.one("SELECT current_user::text", for: .system).decode(column: 0, as: String.self)
            }
        }
    }

    private func facts(on server: PostgresServer) async throws -> String {
        try await server.run(
            """
            SELECT rolname, rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolinherit, rolreplication, rolbypassrls
            FROM pg_roles WHERE rolname ~ '^(booking|staff)_' ORDER BY 1;
            SELECT datname, datdba::regrole, pg_encoding_to_char(encoding), datcollate, datctype
            FROM pg_database WHERE datname ~ '_db$' ORDER BY 1
            """)
    }
}

@Suite("A server's address") struct ServerAddressTests {
    static let table: [(String, String, String?, String?, String)] = [
        ("host=h port=5433", "d", "u", "p", "host=h port=5433 dbname='d' user='u' password='p'"),
        ("host=h user=admin", "d", nil, nil, "host=h user=admin dbname='d'"),
        ("host=h", "d", "u", #"a'b\c d"#, #"host=h dbname='d' user='u' password='a\'b\\c d'"#),
        ("postgres://h:5433", "d", "u", "p", "postgres://u:p@h:5433/d"),
        (
            "postgres://admin:s@h:5433/postgres?sslmode=require", "d", nil, nil,
            "postgres://admin:s@h:5433/d?sslmode=require"
        ),
        ("postgresql://admin:s@h/x", "d", "u", "a/b@c:d é", "postgresql://u:a%2Fb%40c:d%20%C3%A9@h/d"),
        ("postgres://h", "d", "u", nil, "postgres://u@h/d"),
    ]

    @Test("it becomes a connection string for any database and user", arguments: table)
    func string(_ text: String, _ database: String, _ user: String?, _ password: String?, _ expected: String) {
        #expect(
            ServerAddress(text).connectionString(database: database, user: user, password: password) == expected)
    }

    static let servers: [(String, String)] = [
        ("host=h port=5433", "host='h' port='5433'"),
        ("host=h user=admin password=p port=1", "host='h' port='1'"),
        (#"host = h password = 'a b\' user=x' sslmode=require"#, "host='h' sslmode='require'"),
        (#"host='/a b' passfile=/p user=a\ b"#, "host='/a b'"),
        ("user=admin", ""),
        ("postgres://admin:s@h:5433/x?sslmode=require", "postgres://h:5433/x?sslmode=require"),
        ("postgres://h", "postgres://h"),
        ("host='open", "host='open"),
        ("nonsense", "nonsense"),
    ]

    @Test("without its user it names the server alone", arguments: servers)
    func withoutUser(_ text: String, _ expected: String) {
        #expect(ServerAddress(text).withoutUser == expected)
    }
}
