import JSON
import PlatformProtocol
import Testing

/// Who may publish and hear what, for every service and every type: what is not in the registry is refused at start.
@Suite("Rights to publish and to hear")
struct RegistryRightsTests {
    @Test("a service publishes exactly what the registry gives it", arguments: ServiceName.allCases, EventType.allCases)
    func publishing(service: ServiceName, type: EventType) {
        let isDeclared = TopicRegistry.topics(publishedBy: service).contains(type.topic.name)
        do throws(RegistryFault) {
            let publisher = try EventPublisher(service, publishes: [type.declaration.payload])
            #expect(isDeclared)
            #expect(publisher.types == [type])
        } catch {
            #expect(!isDeclared)
            #expect(error == .notPublished(type, by: service))
        }
    }

    @Test("a service hears exactly what the registry gives it", arguments: ServiceName.allCases, EventType.allCases)
    func hearing(service: ServiceName, type: EventType) {
        let isDeclared = TopicRegistry.topics(consumedBy: service).contains(type.topic.name)
        do throws(RegistryFault) {
            #expect(try Self.topic(of: type.declaration.payload, for: service) == type.topic.name)
            #expect(isDeclared)
        } catch {
            #expect(!isDeclared)
            #expect(error == .notConsumed(type, by: service))
        }
    }

    @Test("one type too many spoils the whole publisher", arguments: EventType.allCases)
    func mixed(type: EventType) throws {
        for service in ServiceName.allCases where !type.topic.publishers.contains(service) {
            let own = EventType.allCases.filter { $0.topic.publishers.contains(service) }
            let payloads = own.map(\.declaration.payload)
            #expect(try EventPublisher(service, publishes: payloads).types == Set(own))
            #expect(throws: RegistryFault.notPublished(type, by: service)) {
                try EventPublisher(service, publishes: payloads + [type.declaration.payload])
            }
        }
    }

    @Test("what is declared is what services told and heard when this was written")
    func figures() {
        let allowed = ServiceName.allCases.map { ServiceEvents.allowed(to: $0) }
        #expect(allowed.map(\.told.count) == [33, 12, 15, 6, 9, 5, 2])
        #expect(allowed.map(\.heard.count) == [40, 43, 36, 23, 37, 76, 1])
    }

    private static func topic<Payload: EventPayload>(
        of payload: Payload.Type, for service: ServiceName
    ) throws(RegistryFault) -> String {
        try Subscription<Payload>(by: service).topic.name
    }
}
