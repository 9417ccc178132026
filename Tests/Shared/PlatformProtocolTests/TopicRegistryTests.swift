import Identifiers
import JSON
import Testing

@testable import PlatformProtocol

@Suite("The topic registry")
struct TopicRegistryTests {
    static let topics = TopicRegistry.topics

    @Test("every type stands on exactly one topic and is declared exactly once", arguments: EventType.allCases)
    func types(type: EventType) {
        #expect(Self.topics.filter { $0.types.contains(type) }.count == 1)
        #expect(TopicRegistry.declarations.filter { $0.type == type }.count == 1)
        #expect(type.topic.types.contains(type))
        #expect(EventType(exactly: type.rawValue) == type)
    }

    @Test("every topic has a publisher, a consumer and something to carry, each named once")
    func ends() {
        for topic in Self.topics {
            #expect(!topic.publishers.isEmpty && !topic.consumers.isEmpty && !topic.types.isEmpty, "\(topic)")
            #expect(Set(topic.consumers).count == topic.consumers.count, "\(topic)")
            #expect(Set(topic.publishers).count == topic.publishers.count, "\(topic)")
            #expect(Set(topic.types).count == topic.types.count, "\(topic)")
            #expect((1...64).contains(topic.partitions))
        }
    }

    @Test("names are unique, fit a broker, and none looks like another in a metric")
    func names() {
        let names = Self.topics.map(\.name) + TopicRegistry.deadLetterTopics
        // Brokers write both `.` and `_` as `_` where they name metrics.
        #expect(Set(names.map { $0.map { $0 == "." ? "_" : $0 } }).count == names.count)
        for name in names {
            #expect((1...249).contains(name.utf8.count))
            #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) })
        }
        let aliases = Self.topics.flatMap(\.aliases)
        #expect(Set(aliases).isDisjoint(with: names))
    }

    @Test("a topic that carries one type is named by the rule, and a shared one after its first or its kind")
    func rule() {
        let exceptions: Set = ["staff.assigned", "staff.assignment_updated", "kit.assigned"]
        for topic in Self.topics where !exceptions.contains(topic.name) {
            let expected = topic.types[0].rawValue.lowercased()
            #expect(topic.name.map { $0 == "." ? "_" : $0 } == Array(expected), "\(topic)")
        }
    }

    static let placed: [(EventType, String, ServiceName)] = [
        (.bookingApproved, "booking.status_changed", .booking), (.kitLost, "kit.lost", .kits),
        (.eventRescheduled, "event.rescheduled", .booking), (.staffNoShow, "staff.assignment_updated", .staff),
        (.staffAssignmentAccepted, "staff.assigned", .staff), (.locationConfirmed, "location.updated", .regions),
        (.regulationUpdated, "regulation.updated", .compliance),
        (.operationalVerified, "operational.verified", .compliance),
        (.kitAssignedToActivity, "kit.assigned", .kits), (.gatewayAudit, "gateway.audit", .gateway),
        (.emergencyTriggered, "emergency.triggered", .notifications),
        (.organizationPermissionsChanged, "organization.permissions_changed", .booking),
    ]

    @Test("types stand where the specification places them", arguments: placed)
    func places(type: EventType, topic: String, publisher: ServiceName) {
        #expect(type.topic.name == topic)
        #expect(type.topic.publishers.contains(publisher))
    }

    static let heard: [(String, Set<ServiceName>)] = [
        ("booking.created", [.staff, .kits, .compliance, .regions, .notifications]),
        ("booking.cancelled", [.staff, .kits, .compliance, .regions, .notifications]),
        ("staff.assigned", [.booking, .kits, .compliance, .regions, .notifications]),
        ("kit.assigned", [.booking, .compliance, .notifications]),
        ("operational.verified", [.booking]), ("training.completed", [.staff, .compliance]),
        ("compliance.checked", [.booking, .regions, .notifications]),
        ("emergency.triggered", [.notifications, .staff, .booking]), ("inventory.updated", [.booking]),
        ("regulation.updated", [.regions, .booking, .staff, .kits, .notifications]),
        ("gateway.audit", [.notifications]), ("gateway.rate_counts", [.gateway]),
    ]

    @Test("who hears what is as the specification has it", arguments: heard)
    func consumers(name: String, consumers: Set<ServiceName>) throws {
        #expect(Set(try #require(TopicRegistry.topic(named: name)).consumers) == consumers)
    }

    @Test("one topic has one class of retention, and only what has no event store is kept on the topic alone")
    func retention() {
        for topic in Self.topics {
            #expect((topic.retention == .topicOnly) == (topic.publishers == [.gateway]), "\(topic)")
        }
        let years = RetentionClass.allCases.map { $0.years ?? 0 }
        #expect(years == [7, 3, 1, 3, 1, 7, 3, 7, 1, 0])
        #expect(Topic.Defaults.retention == .seconds(7_776_000))
    }

    @Test("a topic is at least as sensitive as everything its payloads say", arguments: TopicRegistry.declarations)
    func classification(declaration: EventDeclaration) throws {
        var definitions = JSONObject()
        let schema = declaration.payloadSchema(referringTo: "#/", addingTo: &definitions)
        let text = String(decoding: schema.bytes + JSONValue.object(definitions).bytes, as: UTF8.self)
        for level in DataClassification.allCases where text.contains(#""x-classification":"\#(level.name)""#) {
            #expect(declaration.type.topic.classification >= level, "\(declaration.type.rawValue) says \(level.name)")
        }
    }

    @Test("every payload says what it is about", arguments: TopicRegistry.declarations)
    func about(declaration: EventDeclaration) {
        #expect(declaration.memberNames.contains(declaration.aggregate.idMember), "\(declaration.type.rawValue)")
        #expect(Set(declaration.memberNames).count == declaration.memberNames.count)
        #expect(declaration.schemaVersion == olderVersions(of: declaration.payload) + 1)
    }

    func olderVersions<Payload: EventPayload>(of payload: Payload.Type) -> Int { Payload.olderVersions.count }

    @Test("of several types that tell one change one drives, and it has the same publisher and is about the same")
    func effects() {
        for declaration in TopicRegistry.declarations {
            guard case .accompanies(let driver) = declaration.effects else { continue }
            #expect(driver.declaration.effects == .drives)
            #expect(driver.declaration.aggregate == declaration.aggregate)
            #expect(driver.topic.publishers == declaration.type.topic.publishers)
        }
        let general = TopicRegistry.declarations.filter { $0.effects == .drivesWhenAlone }.map(\.type)
        #expect(general == [.bookingStatusChanged, .locationUpdated])
    }

    @Test("a move of a booking is driven by its own type, or by the general one, never by both")
    func moves() {
        var own: Set<EventType> = []
        for status in BookingStatus.allCases {
            guard let type = status.ownEvent(from: .draft) else { continue }
            #expect(type.declaration.effects == .drives)
            #expect(type != .bookingStatusChanged)
            #expect(own.insert(type).inserted, "two moves share a type")
        }
        #expect(own.count == 9)
        #expect(BookingStatus.approved.ownEvent(from: .onHold) == nil)
        #expect(BookingStatus.onHold.ownEvent(from: .approved) == nil)
        #expect(LocationChangeType.allCases.compactMap(\.ownEvent).count == 3)
    }

    @Test("names of others are found: dotted, and under an older name")
    func aliases() {
        #expect(TopicRegistry.type(named: "booking.created") == .bookingCreated)
        #expect(TopicRegistry.type(named: "BOOKING_CREATED") == .bookingCreated)
        #expect(TopicRegistry.type(named: "booking.status_changed") == .bookingStatusChanged)
        #expect(TopicRegistry.type(named: "staff.assigned") == .staffAssignedToBooking)
        #expect(TopicRegistry.type(named: "compliance.regulation_updated") == .regulationUpdated)
        #expect(TopicRegistry.topic(named: "compliance.regulation_updated")?.name == "regulation.updated")
        #expect(TopicRegistry.type(named: "booking.exploded") == nil)
        // The Kelvin sign is a K to those who compare texts by meaning.
        #expect(EventType(exactly: "BOO\u{212A}ING_CREATED") == nil)
        #expect(TopicRegistry.topic(named: "boo\u{212A}ing.created") == nil)
    }

    @Test("dead letters are named after who could not handle what")
    func deadLetters() throws {
        let topic = try #require(TopicRegistry.topic(named: "booking.created"))
        #expect(topic.deadLetters(of: .kits) == "kit-management.booking.created.dlq")
        let ends = Self.topics.reduce(0) { $0 + $1.consumers.count }
        #expect(TopicRegistry.deadLetterTopics.count == ends)
        let asked = TopicRegistry.brokerTopics
        #expect(asked.count == Self.topics.count + ends)
        #expect(asked.first == BrokerTopic(name: "booking.created", partitions: 4))
        #expect(asked.last == BrokerTopic(name: "gateway.gateway.rate_counts.dlq", partitions: 1))
    }

    @Test("publishing and subscribing what the registry does not give is refused at start")
    func undeclared() throws {
        #expect(throws: RegistryFault.notPublished(.bookingCreated, by: .staff)) {
            try EventPublisher(.staff, publishes: [StaffAssignmentCreated.self, BookingCreated.self])
        }
        #expect(throws: RegistryFault.notConsumed(.complianceChecked, by: .staff)) {
            try Subscription<ComplianceChecked>(by: .staff)
        }
        let subscription = try Subscription<ComplianceChecked>(by: .booking)
        #expect(subscription.topic.name == "compliance.checked")
        #expect("\(RegistryFault.notConsumed(.kitLost, by: .gateway))" == "gateway does not consume KIT_LOST")
    }

    @Test("the page has a row for each topic and for each type, and a chapter for each service")
    func page() {
        let lines = TopicRegistry.markdown.split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("| `") } == Self.topics.count + EventType.allCases.count)
        #expect(lines.count { $0.hasPrefix("## ") } == ServiceName.allCases.count)
        #expect(lines.contains { $0.hasPrefix("| `KIT_LOST` | kit_assignment | drives | kitAssignmentId, bookingId,") })
        #expect(lines.contains { $0.hasPrefix("| `emergency.triggered` (also from booking) |") })
        #expect(lines.contains { $0.hasPrefix("| `regulation.updated` (also `compliance.regulation_updated`) |") })
        let counts = lines.first { $0.hasPrefix("| gateway |") }
        #expect(counts == "| gateway |  |  |  |  |  | 1 | 1 |")
    }
}
