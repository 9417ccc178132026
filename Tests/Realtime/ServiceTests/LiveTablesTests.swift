import Identifiers
import JSON
import PlatformProtocol
import RealtimeDomain
import Testing

@testable import RealtimeService

/// The domain names events, roles and members of payloads that are not its own. Here they meet the platform's tables.
@Suite("The tables of what is heard")
struct LiveTablesTests {
    private static let pairs = HeardEvent.allCases.compactMap { event in
        EventType(exactly: event.rawValue).map { (event, $0) }
    }

    @Test("name every event that the registry lets the service hear, and no other")
    func events() {
        let heard = EventType.allCases.filter { $0.topic.consumers.contains(.notifications) }.map(\.rawValue)
        #expect(Set(HeardEvent.allCases.map(\.rawValue)) == Set(heard))
        #expect(Self.pairs.count == HeardEvent.allCases.count)
    }

    @Test("name the platform's roles")
    func roles() {
        #expect(Viewer.allCases.map(\.rawValue) == Role.allCases.map(\.rawValue))
    }

    @Test("lead to members that payloads have")
    func members() throws {
        for (event, type) in Self.pairs {
            var definitions = JSONObject()
            let schema = type.declaration.payloadSchema(referringTo: "#/$defs/", addingTo: &definitions)
            for path in event.summary.map(\.path) + event.audience.owners.map(\.path) {
                #expect(Self.has(path[...], schema, definitions), "\(event) has no \(path)")
            }
        }
        // The question itself can say no.
        var definitions = JSONObject()
        let schema = EventType.bookingCreated.declaration.payloadSchema(referringTo: "#/$defs/", addingTo: &definitions)
        #expect(Self.has(["booking", "reference"], schema, definitions))
        #expect(!Self.has(["booking", "nothing"], schema, definitions))
        #expect(!Self.has(["nothing"], schema, definitions))
    }

    @Test("show a viewer nothing above its clearance")
    func clearance() throws {
        for (event, _) in Self.pairs {
            let highest = event.summary.map(\.classification).max() ?? .public
            let viewers = event.audience.all.union(event.audience.own)
            for viewer in Viewer.allCases where viewers.meets(Viewers(viewer)) {
                let role = try #require(Role(exactly: viewer.rawValue))
                #expect(role.clearance >= highest, "\(viewer) sees \(event)")
            }
        }
    }

    @Test("make one notification of a change that two events tell")
    func once() throws {
        for old in BookingStatus.allCases {
            for new in BookingStatus.allCases where old != new {
                guard let own = new.ownEvent(from: old) else { continue }
                let event = try #require(HeardEvent(rawValue: own.rawValue))
                #expect(event.notification == new.notification(from: old), "\(old) to \(new)")
            }
        }
    }

    private static func has(_ path: ArraySlice<String>, _ schema: JSONValue, _ definitions: JSONObject) -> Bool {
        guard let name = path.first else { return true }
        var schema = schema
        if case .string(let reference) = schema["$ref"], let definition = definitions[String(reference.dropFirst(8))] {
            schema = definition
        }
        if case .array(let choices) = schema["anyOf"] ?? schema["oneOf"] {
            return choices.contains { has(path, $0, definitions) }
        }
        guard let member = schema["properties"]?[name] else { return false }
        return has(path.dropFirst(), member, definitions)
    }
}
