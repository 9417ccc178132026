public import EventLoop
public import Postgres

extension DatabasePreparation {
    /// Takes the steps on a server, as an administrator. `settings` says how to reach one of its databases, nil meaning
    /// the server's own. `passwords` has what the environment variables hold; a role without one keeps what it has. Must be
    /// called on `loop`.
    public func run(
        on loop: Loop, passwords: [String: String], settings: (ServiceDatabase?) throws -> DatabaseSettings
    ) async throws {
        for step in steps {
            switch step {
            case .server(let statements):
                try await withSingleConnection(settings(nil), on: loop) { try await Self.run(statements, on: $0) }
            case .password(let role, let variable):
                guard let secret = passwords[variable] else { continue }
                try await withSingleConnection(settings(nil), on: loop) { try await Self.set(secret, of: role, on: $0) }
            case .createDatabase(let target):
                try await withSingleConnection(settings(nil), on: loop) { try await Self.create(target, on: $0) }
            case .database(let target, let statements):
                try await withSingleConnection(settings(target), on: loop) { try await Self.run(statements, on: $0) }
            }
        }
    }

    private static func run(_ statements: String, on database: Database) async throws {
        try await database.transaction(for: .system) { transaction in
            try await ScriptRunner.run(statements, in: transaction)
        }
    }

    /// The statement is put together by the server, so that its log holds no password of ours.
    private static func set(_ password: String, of role: String, on database: Database) async throws {
        try await database.transaction(for: .system) { transaction in
            let statement = try await transaction.one(
                "SELECT format('ALTER ROLE %I PASSWORD %L', \(role), \(password))")
            try await ScriptRunner.run(try statement.decode(column: 0, as: String.self), in: transaction)
        }
    }

    private static func create(_ target: ServiceDatabase, on server: Database) async throws {
        let name = target.name
        let found = try await server.one("SELECT count(*) FROM pg_database WHERE datname = \(name)", for: .system)
        guard try found.decode(column: 0, as: Int.self) == 0 else { return }
        var creation = Batch(for: .system)
        creation.execute(
            "CREATE DATABASE \(target.fragment) TEMPLATE template0 ENCODING UTF8 LC_COLLATE \"C\" LC_CTYPE \"C.UTF-8\"")
        _ = try await server.run(creation)
    }
}

extension ServiceDatabase {
    /// The database's name as a part of a statement. Names cannot be bound, so each is written out.
    fileprivate var fragment: SQLFragment {
        switch self {
        case .booking: SQLFragment("bookings_db")
        case .staff: SQLFragment("staff_db")
        case .kits: SQLFragment("kits_db")
        case .compliance: SQLFragment("compliance_db")
        case .regions: SQLFragment("regions_db")
        case .comms: SQLFragment("comms_db")
        }
    }
}
