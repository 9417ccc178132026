public import HTTPServer
import Identifiers
import KafkaClient
public import Messaging
import Observability
public import PlatformProtocol
public import Postgres
public import ServiceHost
public import ServiceRuntime
import Streaming

/// realtime-communication.
///
/// It hears each event twice: once in the group of all its instances, which keeps notifications, and once in every
/// instance, which tells the clients that are connected to it.
public struct RealtimeCommunication: PlatformService {
    public static let name = ServiceName.notifications
    public static let publishes: [any EventPayload.Type] = []

    private let tools: ServiceTools
    private let hubs: HubSet
    private let broadcast: BroadcastMetrics
    private let streams: StreamRoute.Metrics

    public init(_ settings: RealtimeConfiguration, _ tools: ServiceTools) {
        self.tools = tools
        hubs = HubSet(HubMetrics(tools.metrics))
        broadcast = BroadcastMetrics(tools.metrics)
        streams = StreamRoute.Metrics(tools.metrics)
    }

    public func routes(in database: Database) -> [Route] {
        [
            StreamRoute(hub: hubs.hub(on: database.loop), logger: tools.logger, metrics: streams).route
        ] + NotificationRoutes(database: database, tools: tools).table
    }

    public func subscriptions() -> [EventSubscription] {
        NotificationSubscriptions(storing: StoringNotification(tools: tools)).table
    }

    /// Live it tells of everything that it may hear.
    public func hears() -> Set<EventType> { ServiceEvents.allowed(to: Self.name).heard }

    /// The hub of the loop that answers no requests has nobody to tell.
    public func parts(_ places: ServicePlaces) throws -> [ServiceEntry] {
        hubs.leave(places.loop)
        let consumer = try BroadcastConsumer(
            Self.name, hearing: EventType.allCases.filter(hears().contains),
            settings: places.kafka.tail, on: places.loop,
            blocking: places.blocking, logger: tools.logger, metrics: broadcast, handle: hubs.publish)
        return tools.entries(of: consumer, on: places.loop)
    }

    /// Tells an event to those who watch, as the broadcast does.
    package func tell(_ envelope: Envelope) { hubs.publish(envelope) }
}

/// What realtime-communication is told at its start.
public struct RealtimeConfiguration: ServiceConfiguration {
    public let platform: PlatformSettings

    public init(reading environment: inout EnvironmentReader) {
        platform = PlatformSettings(of: .notifications, reading: &environment)
    }
}
