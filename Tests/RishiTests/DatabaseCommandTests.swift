import Foundation
import LocalPostgres
import Migrations
import PostgresTestKit
import TestKit
import Testing

@testable import rishi

@Suite("rishi db") struct DatabaseCommandTests {
    static let refusals: [(String, String)] = [
        ("bd migrate", "unknown: bd"),
        ("db", "db needs a command"),
        ("db mirgate", "unknown: db mirgate"),
        ("db migrate bookings", "unknown: bookings"),
        ("db migrate --run", "--run and --admin belong to prepare"),
        ("db status --steps 1", "--steps belongs to down"),
        ("db down booking", "down needs --steps"),
        ("db down --steps 1", "down needs one service"),
        ("db down booking staff --steps 1", "down needs one service"),
        ("db down booking --steps 0", "--steps needs a number from 1 on"),
        ("db down booking --steps", "--steps needs a value"),
        ("db prepare --run", "prepare --run needs --admin or RISHI_DATABASE_ADMIN"),
        ("db migrate --data /nowhere", "/nowhere has no migrations: name their folder with --data"),
    ]

    @Test("a command line that makes no sense is refused with the reason", arguments: refusals)
    func refused(_ line: String, _ reason: String) {
        #expect(throws: UsageError(reason)) { try Self.command(line) }
    }

    @Test("without a name every service with migrations is meant, and help is not a command")
    func services() throws {
        let migrate = try #require(try Self.command("db migrate"))
        #expect(migrate.services == ServiceTestDatabase.checkout.databases)
        #expect(migrate.services.contains(.booking))
        #expect(migrate.server == "host=localhost port=5432")
        let named = try #require(try Self.command("db status booking booking --server host=db"))
        #expect(named.services == [.booking])
        #expect(named.server == "host=db")
        #expect(try Self.command("db migrate --help") == nil)
        #expect(try Self.command("") == nil)
    }

    @Test("a secret comes from its variable, or from the file that its twin names")
    func secrets() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "rishi-secret-\(UUID())").path()
        try Data("from a file\n".utf8).write(to: URL(filePath: path))
        defer { removeIfThere(path) }
        #expect(try OperatorEnvironment(["A": "plain"]).secret("A") == "plain")
        #expect(try OperatorEnvironment(["A_FILE": path]).secret("A") == "from a file")
        #expect(try OperatorEnvironment([:]).secret("A") == nil)
        #expect(throws: UsageError("A_FILE: /nowhere cannot be read")) {
            try OperatorEnvironment(["A_FILE": "/nowhere"]).secret("A")
        }
    }

    @Test("prepare, migrate, status and down do what they say on a real server, and tell it")
    func endToEnd() async throws {
        let server = try await PostgresServer()
        let address = "host=\(server.socketFolder) port=\(server.port)"
        let prepared = try await run("db prepare booking --run --admin", "\(address) user=postgres")
        #expect(prepared.0 == .done)
        #expect(prepared.1 == ["bookings_db: prepared, 0 of 3 roles with a password from the environment"])
        let before = try await run("db status booking --server", address)
        #expect(before.0 == .pending)
        #expect(before.1[0].contains("  pending  booking/0002_create_bookings.sql"))
        let migrated = try await run("db migrate booking --server", address)
        #expect(migrated.0 == .done)
        #expect(migrated.1.first == "bookings_db: applied platform/0001_create_current_organization.sql")
        #expect(try await run("db migrate booking --server", address).1 == ["bookings_db: nothing to apply"])
        #expect(try await run("db status booking --server", address).0 == .done)
        let down = try await run("db down booking --steps 2 --server", address)
        let lastTwo = migrated.1.suffix(2).reversed()
        #expect(lastTwo.allSatisfy { $0.hasPrefix("bookings_db: applied booking/") })
        #expect(down.1 == lastTwo.map { $0.replacing("applied", with: "took back") })
        #expect(try await run("db status booking --server", address).0 == .pending)
        await #expect(throws: MigrationFaults.self) { try await run("db down booking --steps 99 --server", address) }
        await server.close()
    }

    @Test("without --run, prepare prints a script and connects to nobody")
    func printed() async throws {
        let (status, lines) = try await run("db prepare booking staff --server", "host=/nowhere")
        #expect(status == .done)
        #expect(lines.count == 2)
        #expect(lines[1].contains("GRANT CONNECT ON DATABASE staff_db TO staff_app, staff_system;"))
    }

    private func removeIfThere(_ path: String) {
        // One that is gone already needs no removing.
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func command(_ line: String, _ last: String? = nil) throws(UsageError) -> DatabaseCommand? {
        let words = line.split(separator: " ").map(String.init) + (last.map { [$0] } ?? [])
        return try DatabaseCommand(words, OperatorEnvironment(["RISHI_DATA": ServiceTestDatabase.checkout.root]))
    }

    private func run(_ line: String, _ last: String) async throws -> (CommandStatus, [String]) {
        let command = try #require(try Self.command(line, last))
        let lines = Recorded<[String]>([])
        let status = try await withLoop { loop in
            try await command.run(on: loop, OperatorEnvironment([:])) { line in lines.update { $0.append(line) } }
        }
        return (status, lines.value)
    }
}
