import HTTPServer
import JSON
import JSONSchemaTestKit
import PlatformProtocol
import Testing

@testable import APIDescription

@Suite("AsyncAPI")
struct AsyncAPITests {
    private static func document(of name: ServiceName) throws -> JSONValue {
        try JSONValue(parsing: ServiceDescription(of: .of(name), routes: [], events: .allowed(to: name)).asyncAPI)
    }

    private func value(_ pointer: String, in document: JSONValue) throws -> JSONValue {
        try #require(JSONPointer.value(at: pointer, in: document), "nothing at \(pointer)")
    }

    @Test("the events of every service keep the official schema", arguments: ServiceName.allCases)
    func official(name: ServiceName) throws {
        #expect(try DescriptionCheck.findings(asyncAPI: Self.document(of: name)) == [])
    }

    @Test("a service sends what it publishes and receives what it consumes", arguments: ServiceName.allCases)
    func operations(name: ServiceName) throws {
        let document = try Self.document(of: name)
        guard case .object(let operations) = document["operations"], case .object(let channels) = document["channels"]
        else { throw Missing() }
        let sent = operations.members.filter { $0.value["action"] == "send" }.map(\.name)
        let received = operations.members.filter { $0.value["action"] == "receive" }.map(\.name)
        #expect(sent == TopicRegistry.topics(publishedBy: name).map { "send.\($0)" })
        #expect(received == TopicRegistry.topics(consumedBy: name).map { "receive.\($0)" })
        let topics = Set(TopicRegistry.topics(publishedBy: name) + TopicRegistry.topics(consumedBy: name))
        #expect(Set(channels.members.map(\.name)) == topics)
    }

    @Test("a channel has its key, its retention and its class, and a message its headers and its payload")
    func channel() throws {
        let document = try Self.document(of: .regions)
        let channel = try value("/channels/location.updated", in: document)
        #expect(channel["address"] == "location.updated")
        #expect(channel["x-key"] == ["locationId"])
        #expect(channel["x-classification"] == "pii")
        #expect(channel["x-retention"] == ["class": "locations", "eventStoreYears": 3])
        let kafka = try value("/bindings/kafka", in: channel)
        #expect(kafka["partitions"] == 4)
        #expect(try value("/topicConfiguration/retention.ms", in: kafka) == 7_776_000_000)
        guard case .object(let messages) = channel["messages"] else { throw Missing() }
        #expect(messages.members.map(\.name) == ["LOCATION_UPDATED", "LOCATION_CONFIRMED", "LOCATION_ISSUE_REPORTED"])
        let message = try value("/components/messages/LOCATION_UPDATED", in: document)
        #expect(message["headers"] == ["$ref": "#/components/schemas/EventHeaders"])
        #expect(try value("/payload/allOf/0", in: message) == ["$ref": "#/components/schemas/Envelope"])
        let own = try value("/payload/allOf/1/properties", in: message)
        #expect(own["type"] == ["const": "LOCATION_UPDATED"])
        #expect(own["source"] == ["enum": ["geographic-management"]])
        #expect(try value("/payload/properties/changeType", in: own)["enum"] != nil)
        let received = try value("/operations/receive.booking.created", in: document)
        #expect(received["x-dead-letters"] == "geographic-management.booking.created.dlq")
    }

    /// What the smallest document is changed to, and the keyword that has to notice.
    static let spoilt: [(pointer: String, value: JSONValue?, keyword: String)] = [
        ("/info", nil, "required"),
        ("/asyncapi", "2.6.0", "const"),
        ("/chanels", [:], "additionalProperties"),
        ("/channels/gateway.audit/adress", "x", "additionalProperties"),
        ("/operations/send.gateway.audit/action", "publish", "enum"),
        ("/operations/send.gateway.audit/channel", nil, "required"),
        ("/operations/send.gateway.audit/channel/$ref", "#/channels/nowhere", "$ref"),
        ("/components/messages/GATEWAY_AUDIT/payload/allOf", [], "minItems"),
        ("/components/schemas/Envelope/type", "objekt", "anyOf"),
        ("/channels/gateway.audit/bindings/kafka/partitions", 0, "minimum"),
    ]

    @Test("a document that is wrong in one place is refused", arguments: spoilt.indices)
    func refused(index: Int) throws {
        let (pointer, value, keyword) = Self.spoilt[index]
        let document = try Self.document(of: .gateway).setting(JSONPointerPath(pointer), to: value)
        let found = try DescriptionCheck.findings(asyncAPI: document)
        #expect(found.contains { $0.keyword == keyword }, "\(pointer): \(found)")
    }
}
