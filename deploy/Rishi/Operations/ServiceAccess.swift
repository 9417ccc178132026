import EventLoop
import Migrations
import Postgres

/// How operators' commands reach the databases of services that run: as each one's system role.
struct ServiceAccess: Sendable, Equatable {
    /// In the order they were named; all where none was.
    var services: [ServiceDatabase] = []
    var server: String

    static let usage = """
          --server ADDRESS  the server of the databases (RISHI_DATABASE_SERVER; host=localhost port=5432)
          --json            what a machine reads

        The passwords come from RISHI_<SERVICE>_SYSTEM_PASSWORD or the file that RISHI_<SERVICE>_SYSTEM_PASSWORD_FILE
        names. Services: \(ServiceDatabase.allCases.map(\.rawValue).joined(separator: " ")).
        """

    init(_ environment: OperatorEnvironment) {
        server = environment.server
    }

    /// Takes a word of a command line if it names a service.
    mutating func take(_ word: String) -> Bool {
        guard let service = ServiceDatabase(rawValue: word) else { return false }
        if !services.contains(service) { services.append(service) }
        return true
    }

    var meant: [ServiceDatabase] { services.isEmpty ? ServiceDatabase.allCases : services }

    /// How long one question may take.
    static let answerMax: Duration = .seconds(60)

    /// Runs `body` on a connection to a service's database.
    func withDatabase<Value>(
        of service: ServiceDatabase, on loop: Loop, _ environment: OperatorEnvironment,
        _ body: (Database) async throws -> Value
    ) async throws -> Value {
        let text = ServerAddress(server).connectionString(
            database: service.name, user: service.role(.system),
            password: try environment.secret(service.passwordVariable(of: .system)))
        return try await withSingleConnection(
            try DatabaseSettings(text, applicationName: "rishi"), on: loop, body)
    }
}
