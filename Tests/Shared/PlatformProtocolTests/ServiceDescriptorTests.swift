import Identifiers
import JSON
import Testing

@testable import PlatformProtocol

@Suite("Service descriptors and topics")
struct ServiceDescriptorTests {
    static let rows: [(ServiceName, String, String, UInt16)] = [
        (.booking, "bms-550e8400-e29b-41d4-a716-446655440001", "booking-management-service", 3001),
        (.staff, "sas-660e8400-e29b-41d4-a716-446655440001", "staff-assignment-service", 3002),
        (.kits, "kms-770e8400-e29b-41d4-a716-446655440001", "kit-management-service", 3003),
        (.compliance, "cms-880e8400-e29b-41d4-a716-446655440001", "compliance-management-service", 3004),
        (.regions, "gms-990e8400-e29b-41d4-a716-446655440001", "geographic-management-service", 3005),
        (.notifications, "rtcs-aa0e8400-e29b-41d4-a716-446655440001", "realtime-communication-service", 3006),
    ]

    @Test("the six services are as their definitions say", arguments: rows)
    func definitions(name: ServiceName, serviceID: String, title: String, port: UInt16) {
        let descriptor = ServiceDescriptor.of(name)
        #expect(descriptor.name == name)
        #expect(descriptor.serviceID == serviceID)
        #expect(descriptor.title == title)
        #expect(descriptor.version == "1.0.0")
        #expect(descriptor.port == port)
    }

    @Test("names, ports and prefixes are unique, and every name has a descriptor")
    func unique() {
        let all = ServiceDescriptor.all
        #expect(all.map(\.name) == ServiceName.allCases)
        #expect(Set(all.map(\.port)).count == 7)
        let prefixes = all.flatMap(\.prefixes)
        #expect(Set(prefixes).count == prefixes.count)
        #expect(ServiceName(exactly: "booking-management") == .booking)
        #expect(ServiceName(exactly: "Booking-Management") == nil)
    }

    @Test("every service's id is a prefix of letters and a UUID", arguments: ServiceName.allCases)
    func ids(name: ServiceName) {
        let parts = ServiceDescriptor.of(name).serviceID.split(separator: "-", maxSplits: 1)
        #expect(parts.first?.allSatisfy { $0.isASCII && $0.isLetter } == true)
        #expect(parts.count == 2 && UUID128(String(parts[1])) != nil)
    }

    @Test("topics are unique, each has a publisher and a consumer")
    func topics() {
        let names = TopicRegistry.topics.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(TopicRegistry.topics.allSatisfy { !$0.publishers.isEmpty && !$0.consumers.isEmpty })
        let booking = ServiceDescriptor.of(.booking)
        #expect(booking.publishes.contains("event.rescheduled"))
        #expect(booking.publishes.contains("emergency.triggered"))
        #expect(booking.subscribes.contains("operational.verified"))
        #expect(!booking.publishes.contains("staff.assigned"))
        #expect(ServiceDescriptor.of(.gateway).publishes == ["gateway.audit", "gateway.rate_counts"])
    }

    @Test("every alias leads under a service's prefix, and none hides another")
    func aliases() {
        let prefixes = ServiceDescriptor.all.flatMap(\.prefixes)
        for alias in PathAlias.all {
            #expect(prefixes.contains { alias.target.hasPrefix($0) })
            #expect(!PathAlias.all.contains { $0.prefix != alias.prefix && alias.prefix.hasPrefix($0.prefix + "/") })
            #expect(!alias.prefix.hasPrefix("/api/v1/"))
        }
    }
}
