import EventLoop
import Foundation
import LocalPostgres
import Migrations
import Postgres
import ServiceRuntime

extension Platform {
    /// A server with a migrated database for each service, and then the server for as long as everything runs.
    func provideDatabases() async {
        do {
            let administration = try await server()
            databaseServer = databaseServer ?? ServerAddress(administration).withoutUser
            writeEnvironment()
            try await prepareAndMigrate(as: administration)
            allDatabasesReady.open()
        } catch is CancellationError {
            return
        } catch {
            return fail(.hopeless("PostgreSQL", why: "\(error)"))
        }
        await watchServer()
    }

    /// The address of a server as its administrator: the one that was given, or our own, started.
    private func server() async throws -> String {
        if let given = options.administration {
            databaseServer = options.given("RISHI_DATABASE_SERVER")
            return given
        }
        let start = MonotonicTime.now
        let log = options.folder.log(of: "postgres")
        LogFile(path: log).rotate()
        let server = try await PostgresServer.keeping(dataIn: options.folder.postgres, log: log)
        guard !isShuttingDown else {
            await server.close()
            throw CancellationError()
        }
        postgres = server
        say("PostgreSQL ready \(seconds(MonotonicTime.now - start))")
        databaseServer = "host=\(server.socketFolder) port=\(server.port)"
        return "host=\(server.socketFolder) port=\(server.port) user=\(PostgresServer.superuser)"
    }

    /// One database after the other is prepared, because roles and rights are the server's; each is migrated while the
    /// next ones are prepared.
    private func prepareAndMigrate(as administration: String) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for database in plan.databases {
                let passwords = try passwords(of: database)
                let address = ServerAddress(administration)
                try await DatabasePreparation(for: database).run(on: loop, passwords: passwords) { target in
                    try DatabaseSettings(
                        address.connectionString(database: target?.name ?? "postgres"), applicationName: "rishi up")
                }
                try Task.checkCancellation()
                group.addTask(executorPreference: loop) { [self] in
                    try await migrate(database, password: passwords[database.passwordVariable(of: .owner)])
                    databaseReady[database]?.open()
                }
            }
        }
    }

    private func migrate(_ database: ServiceDatabase, password: String?) async throws {
        let start = MonotonicTime.now
        let sets = try MigrationSource(root: options.checkout).sets(of: database)
        let text = ServerAddress(databaseServer ?? "").connectionString(
            database: database.name, user: database.role(.owner), password: password)
        let settings = try DatabaseSettings(text, applicationName: "rishi up")
        let applied = try await withSingleConnection(settings, on: loop) { connection in
            try await Migrator(connection, of: database, sets: sets).apply { _ in }
        }
        say("\(database.name) ready \(seconds(MonotonicTime.now - start)), \(applied) migrations applied")
    }

    /// A password that somebody chose counts more than one of ours.
    private func passwords(of database: ServiceDatabase) throws -> [String: String] {
        var passwords: [String: String] = [:]
        for role in ServiceDatabase.Role.allCases {
            let variable = database.passwordVariable(of: role)
            passwords[variable] = try options.secret(variable) ?? secrets.contents(variable)
        }
        return passwords
    }

    /// Starts our own server again when it dies. Its data are on the disk, and it recovers them.
    private func watchServer() async {
        var pace = RestartPace()
        while let server = postgres {
            let start = MonotonicTime.now
            await server.ended()
            guard !isShuttingDown, !Task.isCancelled else { return }
            let delay = pace.delay(afterLife: MonotonicTime.now - start)
            say(
                "PostgreSQL ended; its last lines:\n\(LogFile(path: options.folder.log(of: "postgres")).lastLines())\n"
                    + "PostgreSQL is started again in \(seconds(delay, sign: ""))")
            do {
                try await loop.sleep(for: delay)
                guard !isShuttingDown else { return }
                try await server.start()
                say("PostgreSQL ready again")
            } catch is CancellationError {
                return
            } catch {
                say("\(error)")
            }
        }
    }

    /// What an operator's shell needs, such as `rishi db status` or psql: names of files, and no secret itself.
    func writeEnvironment() {
        var variables = ["RISHI_DATA": options.checkout]
        variables["RISHI_DATABASE_SERVER"] = databaseServer
        variables["KAFKA_BOOTSTRAP_SERVERS"] = bootstrapServers
        for database in plan.databases {
            for role in ServiceDatabase.Role.allCases {
                let variable = database.passwordVariable(of: role)
                if options.given(variable) == nil {
                    variables[variable + "_FILE"] = options.given(variable + "_FILE") ?? "\(secrets.folder)/\(variable)"
                }
            }
        }
        let lines = variables.sorted { $0.key < $1.key }.map { name, value in
            "export \(name)='\(value.replacingOccurrences(of: "'", with: #"'\''"#))'"
        }
        // A convenience: nothing that runs reads it.
        try? writePrivately(Array((lines.joined(separator: "\n") + "\n").utf8), to: options.folder.environment)
    }
}
