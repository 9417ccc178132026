import Crypto
public import Migrations
public import Observability
public import PlatformProtocol
public import Postgres
public import ServiceRuntime

/// What every service is told at its start.
public struct PlatformSettings: Sendable {
    public let listen: HostPort
    public let logLevel: LogLevel
    public let loops: Int
    public let connections: Int
    public let data: String
    public let kafka: KafkaSettings
    let notice: Duration
    let drain: Duration
    let outboxRowsMax: Int
    let internalKeys: Secret<[UInt8]>
    let cursorKey: Secret<[UInt8]>

    private let server: String
    private let database: ServiceDatabase
    private let appPassword: Secret<String>?
    private let systemPassword: Secret<String>?

    public init(of service: ServiceName, reading environment: inout EnvironmentReader) {
        database = ServiceDatabase(of: service)
        listen = environment.value(
            "RISHI_LISTEN", .hostPort, default: HostPort(host: "0.0.0.0", port: ServiceDescriptor.of(service).port),
            "Where the gateway and other services connect.")
        logLevel = environment.value(
            "RISHI_LOG_LEVEL", .logLevel, default: .info, "The lowest level that is logged; access lines are info.")
        loops = environment.value(
            "RISHI_LOOPS", .integer(in: 1...64), default: 1, "Event loops that answer requests, each a thread.")
        server = environment.value(
            "RISHI_DATABASE_SERVER", .text(bytes: 1...2048), default: "host=localhost port=5432",
            "The PostgreSQL server: a URL or libpq's pairs, without database, user and password.")
        appPassword = environment.optionalSecret(
            database.passwordVariable(of: .app), .text(bytes: 1...1024),
            "The password of \(database.role(.app)), as whom requests and events are handled.")
        systemPassword = environment.optionalSecret(
            database.passwordVariable(of: .system), .text(bytes: 1...1024),
            "The password of \(database.role(.system)), as whom the relay and sweeps run.")
        connections = environment.value(
            "RISHI_DATABASE_CONNECTIONS", .integer(in: 1...64), default: 4,
            "Connections to the database for each loop, and as many for events.")
        outboxRowsMax = environment.value(
            "RISHI_OUTBOX_ROWS_MAX", .integer(in: 1...100_000_000), default: 300_000,
            "Events that may wait for a broker that is away; beyond, changes are refused.")
        kafka = KafkaSettings(of: service, reading: &environment)
        internalKeys = environment.secret(
            "RISHI_INTERNAL_KEYS", .bytes(2...ConfigurationLimits.secretFileBytes),
            "A JWK set with the public keys of the gateway and of other services, which prove who is calling.")
        cursorKey = environment.secret(
            "RISHI_CURSOR_KEY", .bytes(32...4096), "What the cursors of lists are sealed with; one for all replicas.")
        data = environment.value(
            "RISHI_DATA", .text(bytes: 1...1024), default: ".",
            "The folder with the shipped data, laid out as in the sources.")
        notice = environment.value(
            "RISHI_DRAIN_NOTICE", .duration(in: .zero ... .seconds(120)), default: .zero,
            "How long requests are still taken after readiness has said no, for balancers to look elsewhere.")
        drain = environment.value(
            "RISHI_DRAIN", .duration(in: .zero ... .seconds(120)), default: .seconds(8),
            "How long requests under way may take to finish when the service stops.")
    }

    /// How the database is reached as one of its roles.
    public func databaseSettings(as role: ServiceDatabase.Role) throws(PostgresError) -> DatabaseSettings {
        let password = role == .app ? appPassword : systemPassword
        return try DatabaseSettings(
            ServerAddress(server).connectionString(
                database: database.name, user: database.role(role), password: password?.revealed),
            applicationName: "rishi \(database.rawValue) \(role.rawValue)")
    }
}

extension ServiceDatabase {
    /// The database of a service; the gateway has none.
    public init(of service: ServiceName) {
        switch service {
        case .booking: self = .booking
        case .staff: self = .staff
        case .kits: self = .kits
        case .compliance: self = .compliance
        case .regions: self = .regions
        case .notifications: self = .comms
        case .gateway: preconditionFailure("the gateway keeps nothing in a database")
        }
    }
}
