import Foundation
import LocalPostgres
import PostgresTestKit
import Testing

@testable import Migrations

/// Two organisations and what is tried between them.
enum Organization {
    static let own = "0192f0c1-0000-7000-8000-00000000000a"
    static let other = "0192f0c1-0000-7000-8000-00000000000b"
}

/// One table as the catalogue describes it.
struct TableUnderTest: Sendable {
    let name: String
    let hasOrganization: Bool
    let isPartition: Bool
    let hidesRows: Bool
    let policies: Int
}

/// A service's database with a row of one organisation in every table, and a way to try statements as the application.
struct TenantProbe {
    let test: ServiceTestDatabase
    let tables: [TableUnderTest]
    /// By table, the row of `Organization.own`.
    private let rows: [String: String]

    init(_ test: ServiceTestDatabase) async throws {
        self.test = test
        for file in ["platform", test.service.rawValue] {
            let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Rows/\(file).sql")
            let script = try String(contentsOf: path, encoding: .utf8)
            try await test.run("SET app.org = '\(Organization.own)';\n\(script)", as: .app)
        }
        // Returns the number of rows that a statement touched, or its error.
        try await test.database.run(
            """
            CREATE SCHEMA probe;
            GRANT USAGE ON SCHEMA probe TO PUBLIC;
            CREATE FUNCTION probe.attempt(statement text) RETURNS text LANGUAGE plpgsql AS $$
            DECLARE touched bigint;
            BEGIN
                EXECUTE statement;
                GET DIAGNOSTICS touched = ROW_COUNT;
                RETURN touched::text;
            EXCEPTION WHEN OTHERS THEN
                RETURN sqlstate || ' ' || sqlerrm;
            END
            $$;
            GRANT EXECUTE ON FUNCTION probe.attempt TO PUBLIC;
            """)
        let catalogue = try await test.database.run(
            """
            SELECT relname, relispartition, relrowsecurity AND relforcerowsecurity,
                EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'organization_id'),
                (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid)
            FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1
            """)
        tables = catalogue.split(separator: "\n").map { line in
            let cells = line.split(separator: "|")
            return TableUnderTest(
                name: String(cells[0]), hasOrganization: cells[3] == "t", isPartition: cells[1] == "t",
                hidesRows: cells[2] == "t", policies: Int(cells[4]) ?? 0)
        }
        var rows: [String: String] = [:]
        for table in tables where table.hasOrganization && !table.isPartition {
            rows[table.name] = try await test.database.run(
                "SELECT to_jsonb(t) FROM \(table.name) t WHERE organization_id = '\(Organization.own)' LIMIT 1")
        }
        self.rows = rows
    }

    /// Whether the seeds have put a row into the table.
    func hasRow(_ table: TableUnderTest) -> Bool { rows[table.name]?.isEmpty == false }

    /// Tries each statement as the application, working for `organization`: nil sets none.
    func attempt(_ statements: [String], for organization: String?) async throws -> [String] {
        let script = statements.map { "SELECT probe.attempt($probe$\($0)$probe$);" }.joined(separator: "\n")
        let setting = organization.map { "SET app.org = '\($0)';\n" } ?? ""
        let answers = try await test.run(setting + script, as: .app)
        return answers.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Inserts the row of `Organization.own` anew, in the columns that the application may write.
    func insertion(into table: TableUnderTest) async throws -> String {
        let columns = try await columns(of: table, for: "INSERT")
        return """
            INSERT INTO \(table.name) (\(columns.joined(separator: ", ")))
            SELECT \(columns.joined(separator: ", "))
            FROM jsonb_populate_record(NULL::\(table.name), $row$\(rows[table.name] ?? "{}")$row$)
            """
    }

    /// The columns that the application may write with `privilege`; all of them when it may write none.
    func columns(of table: TableUnderTest, for privilege: String) async throws -> [String] {
        let names = try await test.database.run(
            """
            SELECT quote_ident(attname), has_column_privilege('\(test.service.role(.app))', attrelid, attnum, '\(privilege)')
            FROM pg_attribute WHERE attrelid = '\(table.name)'::regclass AND attnum > 0 AND NOT attisdropped
                AND attidentity = '' ORDER BY attnum
            """)
        let cells = names.split(separator: "\n").map { $0.split(separator: "|") }
        let allowed = cells.filter { $0[1] == "t" }
        return (allowed.isEmpty ? cells : allowed).map { String($0[0]) }
    }

    func mayWrite(_ table: TableUnderTest, _ privilege: String) async throws -> Bool {
        try await test.database.run(
            "SELECT has_any_column_privilege('\(test.service.role(.app))', '\(table.name)', '\(privilege)')") == "t"
    }
}
