import EventLoop
import Migrations
import Postgres

extension DatabaseCommand {
    /// Does it, and tells each step through `say`. Must be called on `loop`.
    func run(
        on loop: Loop, _ environment: OperatorEnvironment, say: @escaping @Sendable (String) -> Void
    ) async throws -> CommandStatus {
        switch action {
        case .prepare(runs: false):
            for service in services { say(DatabasePreparation(for: service).script) }
        case .prepare(runs: true):
            for service in services { try await prepare(service, on: loop, environment, say) }
        case .migrate:
            for service in services {
                let count = try await migrator(of: service, on: loop, environment) { migrator in
                    try await migrator.apply { say("\(service.name): applied \($0.label)") }
                }
                if count == 0 { say("\(service.name): nothing to apply") }
            }
        case .status:
            var isPending = false
            for service in services {
                let plan = try await migrator(of: service, on: loop, environment) { try await $0.plan() }
                say("\(service.name):\n\(plan.table)")
                isPending = isPending || !plan.pending.isEmpty
            }
            if isPending { return .pending }
        case .down(let steps):
            for service in services {
                try await migrator(of: service, on: loop, environment) { migrator in
                    try await migrator.undo(steps: steps) { say("\(service.name): took back \($0.label)") }
                }
            }
        }
        return .done
    }

    private func prepare(
        _ service: ServiceDatabase, on loop: Loop, _ environment: OperatorEnvironment, _ say: (String) -> Void
    ) async throws {
        let address = ServerAddress(server)
        var passwords: [String: String] = [:]
        for role in ServiceDatabase.Role.allCases {
            let variable = service.passwordVariable(of: role)
            passwords[variable] = try environment.secret(variable)
        }
        try await DatabasePreparation(for: service).run(on: loop, passwords: passwords) { target in
            try DatabaseSettings(
                address.connectionString(database: target?.name ?? "postgres"), applicationName: "rishi")
        }
        say("\(service.name): prepared, \(passwords.count) of 3 roles with a password from the environment")
    }

    private func migrator<Value>(
        of service: ServiceDatabase, on loop: Loop, _ environment: OperatorEnvironment,
        _ body: (Migrator) async throws -> Value
    ) async throws -> Value {
        let sets = try MigrationSource(root: data).sets(of: service)
        let text = ServerAddress(server).connectionString(
            database: service.name, user: service.role(.owner),
            password: try environment.secret(service.passwordVariable(of: .owner)))
        let settings = try DatabaseSettings(text, applicationName: "rishi")
        return try await withSingleConnection(settings, on: loop) { database in
            try await body(Migrator(database, of: service, sets: sets))
        }
    }
}
