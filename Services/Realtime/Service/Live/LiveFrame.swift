import Bytes
public import HTTPWire
import Identifiers
import JSON
import RealtimeDomain
public import Streaming

/// A live message as it goes out: encoded once, framed once for each transport that asks, shared by all who get it.
// Safety: made and read on the hub's loop only; the streams that send its bytes are on it as well.
public final class LiveFrame: @unchecked Sendable {
    /// What a client says to go on behind this message: the event's id and the tag of the instance that sent it.
    public let cursor: String
    let id: EventID
    let event: HeardEvent
    let topic: String
    let aggregateID: UUID128
    let all: Viewers
    let own: Viewers
    let owners: Set<Owner>
    private let text: [UInt8]

    private var framed: WebSocketFramedMessage?
    private var encoded: ServerSentEvent?

    /// For WebSocket: one JSON object.
    public var webSocket: WebSocketFramedMessage {
        if let framed { return framed }
        let bytes = text
        let made = WebSocketFramedMessage(text: bytes.span)
        framed = made
        return made
    }

    /// For event streams: the same object as data, with the cursor as id and the event's name.
    public var serverSentEvent: ServerSentEvent {
        if let encoded { return encoded }
        let made = Self.event(text, id: cursor, name: "update")
        encoded = made
        return made
    }

    init(_ message: LiveMessage, tag: InstanceTag) {
        let audience = message.event.audience
        (id, event, topic, aggregateID) = (message.id, message.event, message.topic, message.aggregateID)
        (all, own, owners) = (audience.all, audience.own, message.owners)
        cursor = "\(message.id).\(tag.text)"
        text = Self.encode(message, cursor: cursor)
    }

    /// About what it takes to keep it: the text, and both frames once they are asked for.
    var bytes: Int { text.count * 3 + 512 }

    private static func encode(_ message: LiveMessage, cursor: String) -> [UInt8] {
        var at: [UInt8] = []
        message.at.append(to: &at)
        var summary = JSONObject()
        for shown in message.summary {
            summary[shown.name] =
                switch shown.value {
                case .text(let text): .string(text)
                case .whole(let number): .number(.integer(Int64(number)))
                case .flag(let flag): .bool(flag)
                }
        }
        let object: JSONValue = [
            "kind": "update", "cursor": .string(cursor), "id": .string(message.id.description),
            "type": .string(message.event.rawValue), "topic": .string(message.topic),
            "time": .string(String(decoding: at, as: UTF8.self)), "aggregateType": .string(message.aggregateType),
            "aggregateId": .string(message.aggregateID.description),
            "version": .number(.integer(Int64(message.version))), "summary": .object(summary),
        ]
        return object.bytes
    }

    fileprivate static func event(_ text: [UInt8], id: String?, name: String) -> ServerSentEvent {
        do {
            return try ServerSentEvent(data: text.span, id: id, name: name)
        } catch {
            preconditionFailure("ids and names of ours are lines")
        }
    }
}

/// What a client is told that asked for more than there is: what it shows may be old, fetch it anew.
public struct LiveReset: Sendable {
    public let webSocket: WebSocketFramedMessage
    public let serverSentEvent: ServerSentEvent

    init() {
        let text = Array(#"{"kind":"reset"}"#.utf8)
        webSocket = WebSocketFramedMessage(text: text.span)
        // The empty id clears the one that led here: coming back with it would lead here again.
        serverSentEvent = LiveFrame.event(text, id: "", name: "reset")
    }
}

/// Tells the instances of one service apart in cursors; drawn at random at start.
public struct InstanceTag: Sendable, Equatable {
    let text: String

    public init(_ number: UInt32) {
        var bytes: [UInt8] = []
        bytes.append(paddedHex: UInt64(number))
        text = String(decoding: bytes.suffix(8), as: UTF8.self)
    }
}

/// A cursor that a client came back with.
struct LiveCursor: Equatable {
    let id: EventID
    let tag: String

    /// Nil for what is no cursor of ours.
    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let id = EventID(String(parts[0])), parts[1].utf8.count == 8 else { return nil }
        self.id = id
        tag = String(parts[1])
    }
}
