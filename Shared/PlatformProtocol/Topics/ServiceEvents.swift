/// What a service tells and hears as it is built: of what the registry lets it, that which somebody wrote.
public struct ServiceEvents: Sendable {
    public let told: Set<EventType>
    public let heard: Set<EventType>

    public init(told: Set<EventType>, heard: Set<EventType>) {
        (self.told, self.heard) = (told, heard)
    }

    /// Nothing at all.
    public static let none = ServiceEvents(told: [], heard: [])

    /// Everything that the registry lets a service tell and hear.
    public static func allowed(to service: ServiceName) -> ServiceEvents {
        ServiceEvents(
            told: Set(EventType.allCases.filter { $0.topic.publishers.contains(service) }),
            heard: Set(EventType.allCases.filter { $0.topic.consumers.contains(service) }))
    }
}
