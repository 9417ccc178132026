import Identifiers
import JSON
import PlatformProtocol

/// One type of event as a message.
struct AsyncAPIMessage {
    private let declaration: EventDeclaration

    init(_ declaration: EventDeclaration) {
        self.declaration = declaration
    }

    func value(_ schemas: inout SharedSchemas, _ faults: inout [DescriptionFault]) -> JSONValue {
        let name = declaration.type.rawValue
        return [
            "name": .string(name), "title": .string(Self.title(of: name)),
            "summary": .string("About: \(declaration.aggregate.rawValue). \(effects)"),
            "contentType": "application/json",
            "correlationId": [
                "description": "The story the event belongs to", "location": "$message.header#/correlation-id",
            ],
            "headers": headers(&schemas),
            "payload": payload(&schemas, &faults),
            "bindings": [
                "kafka": [
                    "key": [
                        "type": "string", "format": "uuid",
                        "description": .string("The \(declaration.aggregate.idMember) of the payload"),
                    ], "bindingVersion": "0.5.0",
                ]
            ],
            "x-schema-version": .number(.integer(Int64(declaration.schemaVersion))),
        ]
    }

    /// The envelope, with what this type says in it.
    private func payload(_ schemas: inout SharedSchemas, _ faults: inout [DescriptionFault]) -> JSONValue {
        let envelope = schemas.value(JSONType<EnvelopeForm>.nested(EnvelopeForm.self).schema, &faults)
        var found = JSONObject()
        let payload = declaration.payloadSchema(referringTo: SharedSchemas.prefix, addingTo: &found)
        schemas.adopt(found, &faults)
        return [
            "allOf": [
                envelope,
                [
                    "properties": [
                        "type": ["const": .string(declaration.type.rawValue)],
                        "topic": ["const": .string(declaration.type.topic.name)],
                        "source": ["enum": .words(declaration.type.topic.publishers.map(\.rawValue))],
                        "aggregateType": ["const": .string(declaration.aggregate.rawValue)],
                        "payload": payload,
                    ]
                ],
            ]
        ]
    }

    private func headers(_ schemas: inout SharedSchemas) -> JSONValue {
        if schemas.definitions["EventHeaders"] != nil { return SharedSchemas.reference(to: "EventHeaders") }
        let names = EventHeaderName.allCases
        return schemas.define(
            "EventHeaders",
            [
                "type": "object",
                "properties": .object(JSONObject(names.map { ($0.rawValue, $0.schema) })),
                "required": .words(names.filter { !$0.isOptional }.map(\.rawValue)),
            ])
    }

    private var effects: String {
        switch declaration.effects {
        case .drives: "A consumer may act on it."
        case .accompanies(let type): "Tells the same change as \(type.rawValue), which a consumer acts on."
        case .drivesWhenAlone: "Tells every change of its kind; where a type of its own tells it as well, act on that."
        }
    }

    /// `BOOKING_CREATED` as words.
    private static func title(of name: String) -> String {
        let words = name.replacing("_", with: " ").lowercased()
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

extension EventHeaderName {
    /// Header values are bytes; these are what the bytes say.
    fileprivate var schema: JSONValue {
        switch self {
        case .specVersion: ["type": "string", "const": "1.0"]
        case .id, .subject, .correlationID, .causationID: ["type": "string", "format": "uuid"]
        case .type, .source: ["type": "string"]
        case .time: ["type": "string", "format": "date-time"]
        case .contentType: ["type": "string", "const": "application/json"]
        case .schemaVersion, .aggregateVersion: ["type": "string", "pattern": "^[0-9]+$"]
        case .traceparent: ["type": "string", "description": "W3C Trace Context"]
        }
    }
}
