public import HTTPServer
public import Messaging
public import PlatformProtocol
public import Postgres
public import ServiceRuntime

/// One of the six services: what it answers, what it tells, what it hears and what it does by itself. Everything around
/// that, from settings to the orderly end, is `ServiceHost`'s.
public protocol PlatformService: Sendable {
    associatedtype Settings: ServiceConfiguration

    static var name: ServiceName { get }
    /// Every type of event it publishes; another one is refused.
    static var publishes: [any EventPayload.Type] { get }

    /// Makes everything that can be wrong before anything is started: shipped data, keys, tables.
    init(_ settings: Settings, _ tools: ServiceTools) throws

    /// The table of its routes. Called once for each loop, with that loop's view of the service's database.
    func routes(in database: Database) throws -> [Route]

    /// What it hears and does about it.
    func subscriptions() throws -> [EventSubscription]

    /// Every type of event it hears, in whatever way.
    func hears() throws -> Set<EventType>

    /// What it does again and again.
    func jobs() -> [PeriodicJob]

    /// Whatever else runs as long as the process does, started before the first request is taken.
    func parts(_ places: ServicePlaces) throws -> [ServiceEntry]
}

extension PlatformService {
    public func subscriptions() throws -> [EventSubscription] { [] }
    public func hears() throws -> Set<EventType> { Set(try subscriptions().map(\.type)) }
    public func jobs() -> [PeriodicJob] { [] }
    public func parts(_ places: ServicePlaces) throws -> [ServiceEntry] { [] }
}

extension PlatformService {
    /// What its description says it tells and hears.
    package var events: ServiceEvents {
        get throws { ServiceEvents(told: Set(Self.publishes.map { $0.type }), heard: try hears()) }
    }
}

/// The settings of one service: its own beside those of all.
public protocol ServiceConfiguration: Configuration {
    /// What every service is told.
    var platform: PlatformSettings { get }
}

extension ServiceConfiguration {
    /// Kafka's variables are called what Kafka's users call them, so a misspelling of one is looked for as well.
    public static var prefixes: [String] { ["RISHI_", "KAFKA_"] }
}
