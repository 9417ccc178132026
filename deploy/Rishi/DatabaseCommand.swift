import Migrations

/// What is to be done to which databases.
struct DatabaseCommand: OperatorCommand, Equatable {
    static let name = "db"

    enum Action: Sendable, Equatable {
        /// Print what a server needs, or do it.
        case prepare(runs: Bool)
        case migrate
        case status
        case down(steps: Int)
    }

    let action: Action
    let services: [ServiceDatabase]
    let server: String
    let data: String

    static let usage = """
        rishi db COMMAND [SERVICE...] [options]     without a name: every service with migrations here
          prepare    print what PostgreSQL needs for a service, as a script for psql: its database, its three roles
                     (owner, app, system) and their rights; safe to repeat
          migrate    apply what is pending, file by file
          status     print what is applied and what is pending; exit status 3 if anything is
          down       take back the last migrations of one service: --steps says how many

          --run             prepare: do it instead of printing it
          --admin ADDRESS   prepare --run: the server as an administrator (RISHI_DATABASE_ADMIN)
          --server ADDRESS  the server (RISHI_DATABASE_SERVER; host=localhost port=5432)
          --data FOLDER     the checkout or data folder with the migrations (RISHI_DATA; .)
          --steps N         down: how many migrations to take back
          --help            this text

        An address is a URL (postgres://admin:secret@db.internal:5432) or libpq's pairs (host=db.internal sslmode=require).
        The passwords of the roles come from RISHI_<SERVICE>_<ROLE>_PASSWORD, such as RISHI_BOOKING_OWNER_PASSWORD, or
        from the file that the same name with _FILE tells. Services: \(names).
        """

    private static var names: String { ServiceDatabase.allCases.map(\.rawValue).joined(separator: " ") }

    /// Reads a command line; nil when it asks for help.
    init?(_ arguments: [String], _ environment: OperatorEnvironment) throws(UsageError) {
        if arguments.isEmpty || arguments.contains("--help") { return nil }
        guard arguments[0] == "db" else { throw UsageError("unknown: \(arguments[0])") }
        guard arguments.count > 1 else { throw UsageError("db needs a command") }
        var options = Options()
        try options.read(arguments.dropFirst(2))
        action = try Self.action(named: arguments[1], options)
        data = options.data ?? environment.data
        switch action {
        case .prepare(runs: true):
            guard let administration = options.administration ?? environment.administration else {
                throw UsageError("prepare --run needs --admin or RISHI_DATABASE_ADMIN")
            }
            server = administration
        case .prepare, .migrate, .status, .down: server = options.server ?? environment.server
        }
        let here = MigrationSource(root: data).databases
        services = options.services.isEmpty ? here : options.services
        guard !services.isEmpty else { throw UsageError("\(data) has no migrations: name their folder with --data") }
        if case .down = action, options.services.count != 1 { throw UsageError("down needs one service") }
    }

    private static func action(named name: String, _ options: Options) throws(UsageError) -> Action {
        let action: Action
        switch name {
        case "prepare": action = .prepare(runs: options.runs)
        case "migrate": action = .migrate
        case "status": action = .status
        case "down":
            guard let steps = options.steps else { throw UsageError("down needs --steps") }
            action = .down(steps: steps)
        default: throw UsageError("unknown: db \(name)")
        }
        if options.runs || options.administration != nil, name != "prepare" {
            throw UsageError("--run and --admin belong to prepare")
        }
        if options.steps != nil, name != "down" { throw UsageError("--steps belongs to down") }
        return action
    }

    private struct Options {
        var services: [ServiceDatabase] = []
        var runs = false
        var administration: String?
        var server: String?
        var data: String?
        var steps: Int?

        mutating func read(_ arguments: ArraySlice<String>) throws(UsageError) {
            var rest = arguments
            while let argument = rest.popFirst() {
                switch argument {
                case "--run": runs = true
                case "--admin": administration = try Self.value(of: argument, &rest)
                case "--server": server = try Self.value(of: argument, &rest)
                case "--data": data = try Self.value(of: argument, &rest)
                case "--steps":
                    guard let count = Int(try Self.value(of: argument, &rest)), count > 0 else {
                        throw UsageError("--steps needs a number from 1 on")
                    }
                    steps = count
                default:
                    guard let service = ServiceDatabase(rawValue: argument) else {
                        throw UsageError("unknown: \(argument)")
                    }
                    if !services.contains(service) { services.append(service) }
                }
            }
        }

        private static func value(of name: String, _ rest: inout ArraySlice<String>) throws(UsageError) -> String {
            guard let value = rest.popFirst(), !value.isEmpty else { throw UsageError("\(name) needs a value") }
            return value
        }
    }
}
