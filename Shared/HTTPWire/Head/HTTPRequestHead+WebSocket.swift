/// Why a request that asks for WebSocket does not get it (RFC 6455 section 4.4 and 4.2.1).
public enum HTTPUpgradeFault: Error, Sendable, CaseIterable {
    /// Another version than 13: 426 with `Sec-WebSocket-Version: 13`.
    case versionUnsupported
    /// No key, or one that is not sixteen bytes in base64: 400.
    case keyMalformed

    /// What the server answers.
    public var status: HTTPStatus {
        switch self {
        case .versionUnsupported: .upgradeRequired
        case .keyMalformed: .badRequest
        }
    }

    /// A bounded name for metrics and logs.
    public var label: StaticString {
        switch self {
        case .versionUnsupported: "websocket_version_unsupported"
        case .keyMalformed: "websocket_key_malformed"
        }
    }
}

extension HTTPRequestHead {
    /// Where the key of a WebSocket handshake is inside `fields.bytes`, checked with the version. Only for a request
    /// that `asksForWebSocket`. Two keys or versions have been refused by the parser.
    public func webSocketKey() throws(HTTPUpgradeFault) -> Range<Int> {
        let text = fields.bytes.span
        guard let version = fields.firstRange(.secWebSocketVersion),
            text.extracting(version).hasSameBytes(as: "13".utf8Span.span)
        else { throw .versionUnsupported }
        guard let key = fields.firstRange(.secWebSocketKey), key.count == 24 else { throw .keyMalformed }
        for index in key.lowerBound..<(key.lowerBound + 22) {
            switch text[index] {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                continue
            default: throw .keyMalformed
            }
        }
        guard text[key.upperBound - 1] == UInt8(ascii: "="), text[key.upperBound - 2] == UInt8(ascii: "=") else {
            throw .keyMalformed
        }
        return key
    }
}
