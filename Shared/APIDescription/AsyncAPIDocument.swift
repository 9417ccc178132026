import Identifiers
import JSON
import PlatformProtocol

/// AsyncAPI 3.0 of what a service tells and hears.
struct AsyncAPIDocument {
    private(set) var value: JSONValue = .null

    init(of service: ServiceDescriptor, _ events: ServiceEvents, _ faults: inout [DescriptionFault]) {
        let name = service.name
        var schemas = SharedSchemas()
        var channels = JSONObject()
        var operations = JSONObject()
        var messages = JSONObject()
        for topic in TopicRegistry.topics {
            let (told, heard) = (topic.types.filter(events.told.contains), topic.types.filter(events.heard.contains))
            guard !told.isEmpty || !heard.isEmpty else { continue }
            channels[topic.name] = topic.channel
            if !told.isEmpty { operations["send.\(topic.name)"] = topic.operation("send", told) }
            if !heard.isEmpty {
                operations["receive.\(topic.name)"] = topic.operation("receive", heard)
                    .adding("x-dead-letters", .string(topic.deadLetters(of: name)))
            }
            for type in topic.types {
                messages[type.rawValue] = AsyncAPIMessage(type.declaration).value(&schemas, &faults)
            }
        }
        value = .object([
            "asyncapi": "3.0.0",
            "id": .string("urn:rishi:\(name.rawValue)"),
            "info": [
                "title": .string(service.title), "version": .string(service.version),
                "description": .string(Self.conventions),
            ],
            "defaultContentType": "application/json",
            "servers": [
                "kafka": [
                    "host": "{bootstrap}", "protocol": "kafka",
                    "description": "The brokers of the installation",
                    "variables": [
                        "bootstrap": ["description": "KAFKA_BOOTSTRAP_SERVERS", "default": "localhost:9092"]
                    ],
                ]
            ],
            "channels": .object(channels),
            "operations": .object(operations),
            "components": ["schemas": .object(schemas.definitions), "messages": .object(messages)],
        ])
    }

    private static let conventions = """
        An event is written in the transaction that makes it true and sent at least once: act once for each `id`. All \
        events of one aggregate have its id as their key and so come in order; `aggregateVersion` tells an older one. \
        Headers repeat the envelope as CloudEvents 1.0 in binary mode. What a consumer can never handle goes to its own \
        topic of dead letters, byte for byte.
        """
}

extension Topic {
    /// The topic as a channel.
    fileprivate var channel: JSONValue {
        var value: JSONObject = [
            "address": .string(name),
            "description": .string(
                "Key: the id of the \(aggregates.map(\.rawValue).joined(separator: " or ")). The data is "
                    + "\(classification.name)."),
            "servers": [["$ref": "#/servers/kafka"]],
            "messages": .object(
                JSONObject(types.map { ($0.rawValue, ["$ref": .string("#/components/messages/\($0.rawValue)")]) })),
        ]
        let kept = Topic.Defaults.retention.components.seconds * 1_000
        value["bindings"] = [
            "kafka": [
                "topic": .string(name), "partitions": .number(.integer(Int64(partitions))),
                "replicas": .number(.integer(Int64(Topic.Defaults.replication))),
                "topicConfiguration": ["cleanup.policy": ["delete"], "retention.ms": .number(.integer(kept))],
                "bindingVersion": "0.5.0",
            ]
        ]
        value["x-classification"] = .string("\(classification.name)")
        value["x-key"] = .words(aggregates.map(\.idMember))
        value["x-publishers"] = .words(publishers.map(\.rawValue))
        value["x-consumers"] = .words(consumers.map(\.rawValue))
        value["x-retention"] = [
            "class": .string(retention.rawValue),
            "eventStoreYears": retention.years.map { .number(.integer(Int64($0))) } ?? .null,
        ]
        if !aliases.isEmpty { value["x-aliases"] = .words(aliases) }
        return .object(value)
    }

    fileprivate func operation(_ action: String, _ types: [EventType]) -> JSONValue {
        [
            "action": .string(action), "channel": ["$ref": .string("#/channels/\(name)")],
            "messages": .array(types.map { ["$ref": .string("#/channels/\(name)/messages/\($0.rawValue)")] }),
        ]
    }
}

extension JSONValue {
    /// The same object with one more member.
    fileprivate func adding(_ name: String, _ value: JSONValue) -> JSONValue {
        guard case .object(var object) = self else { return self }
        object[name] = value
        return .object(object)
    }
}
