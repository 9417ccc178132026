import LocalPostgres
import TestKit
import Testing

@Suite("A private PostgreSQL") struct PostgresServerTests {
    @Test("the shared server is the same for everyone and answers")
    func shared() async throws {
        async let first = PostgresServer.shared
        async let second = PostgresServer.shared
        #expect(try await first === second)
        #expect(try await first.run("SELECT 6 * 7") == "42")
    }

    @Test("a database is a copy of its template, and gone after its use")
    func databases() async throws {
        let server = try await PostgresServer.shared
        try await server.withDatabase { template in
            try await template.run("CREATE TABLE notes (text text); INSERT INTO notes VALUES ('from the template')")
            let name = try await server.withDatabase(template: template.name) { copy in
                #expect(try await copy.run("SELECT text FROM notes") == "from the template")
                try await copy.run("DELETE FROM notes")
                return copy.name
            }
            #expect(try await template.run("SELECT count(*) FROM notes") == "1")
            #expect(try await server.run("SELECT count(*) FROM pg_database WHERE datname = '\(name)'") == "0")
        }
    }

    @Test("a script ends at its first error, whose words come back")
    func refused() async throws {
        let server = try await PostgresServer.shared
        let error = await #expect(throws: LocalPostgresError.self) {
            try await server.run("SELECT 1; SELECT no_such_column; SELECT 2")
        }
        #expect(error?.description.contains("no_such_column") == true)
    }

    @Test("text is compared by its code points and read as UTF-8")
    func locale() async throws {
        let server = try await PostgresServer.shared
        #expect(try await server.run("SELECT 'Z' < 'a', 'a' < 'é', upper('é') = 'É', length('日本')") == "t|t|t|2")
    }

    @Test("over TCP the server asks for the password, and the connection string knows it")
    func password() async throws {
        let server = try await PostgresServer.shared
        let method = try await server.run(
            "SELECT string_agg(type || ' ' || auth_method, ', ' ORDER BY line_number) FROM pg_hba_file_rules "
                + "WHERE database = '{all}'")
        #expect(method == "local trust, host scram-sha-256, host scram-sha-256")
        try await server.withDatabase { database in
            #expect(database.connectionString(over: .tcp).hasPrefix("host=127.0.0.1 port=\(server.port) dbname="))
            #expect(database.connectionString(over: .tcp).hasSuffix(" password=\(server.password)"))
        }
    }
}
