import Bytes

/// What a client's opening handshake offers (RFC 6455, 4.2.1): made only from a request that keeps every rule, so
/// that whoever holds one may answer 101. A server answers with `acceptance`; a gateway sends the request on and
/// judges the upstream's answer with `WebSocketExpectation(relaying:)`.
///
/// Bytes that arrive after the request and before the 101 belong to whoever reads the connection next, and to nobody
/// when there is no 101: holding or dropping them is the connection's task.
public struct WebSocketOffer: Equatable, Sendable {
    /// The key as sent: 24 characters that are base64 of 16 bytes.
    public let key: [UInt8]
    /// The subprotocols in the client's order of preference; tokens, none of them twice.
    public let subprotocols: [String]
    /// The page's origin; browsers always send it.
    public let origin: String?

    /// Reads the offer of a request that asks for a WebSocket (`HTTPRequestHead.asksForWebSocket`).
    ///
    /// - Parameters:
    ///   - head: The request.
    ///   - framing: Where its body ends; there can be none.
    ///   - allowsOrigin: Says whether pages of this origin may connect. Without the question any web page could use
    ///     the cookies of its visitor (cross-site WebSocket hijacking). Nil is a client that is no browser.
    /// - Throws: The first rule broken, with the status that answers it.
    public init(
        _ head: HTTPRequestHead, framing: HTTPBodyFraming, allowsOrigin: (String?) -> Bool
    ) throws(WebSocketHandshakeFault) {
        guard head.asksForWebSocket else { throw .notAnUpgrade }
        guard framing == .none || framing == .length(0) else { throw .bodyNotAllowed }
        let fields = head.fields
        guard fields.all(.secWebSocketVersion) == ["13"] else { throw .versionNotSupported }
        let keys = fields.all(.secWebSocketKey)
        guard keys.count == 1, let key = keys.first.map({ Array($0.utf8) }), WebSocketKey.isValid(key.span) else {
            throw .keyInvalid
        }
        self.key = key
        subprotocols = try Self.subprotocols(in: fields)
        let origins = fields.all(.origin)
        guard origins.count <= 1, allowsOrigin(origins.first) else { throw .originNotAllowed }
        origin = origins.first
    }

    /// The first of `supported` that the client offers.
    public func subprotocol(among supported: [String]) -> String? {
        supported.first { subprotocols.contains($0) }
    }

    /// The fields of the 101 that accepts this offer.
    ///
    /// - Parameters:
    ///   - subprotocol: One of those offered, or nil.
    ///   - sha1: The hash function, which lives outside this module.
    /// - Returns: `Upgrade`, `Connection`, `Sec-WebSocket-Accept` and, if chosen, `Sec-WebSocket-Protocol`.
    public func acceptance(subprotocol: String? = nil, sha1: (Span<UInt8>) -> [UInt8]) -> HTTPFields {
        var fields = HTTPFields()
        fields.append(.upgrade, literal: "websocket")
        fields.append(.connection, literal: "Upgrade")
        // Base64 is a field value: this cannot fail.
        try? fields.append(.secWebSocketAccept, WebSocketKey.accept(for: key, sha1: sha1))
        if let subprotocol {
            precondition(subprotocols.contains(subprotocol), "only an offered subprotocol can be accepted")
            // A token is a field value: this cannot fail.
            try? fields.append(.secWebSocketProtocol, subprotocol)
        }
        return fields
    }

    private static func subprotocols(in fields: HTTPFields) throws(WebSocketHandshakeFault) -> [String] {
        var names: [String] = []
        try fields.forEachElement(.secWebSocketProtocol) { element throws(WebSocketHandshakeFault) in
            // A subprotocol is a token, as a field name is.
            guard HTTPFieldSyntax.isName(element) else { throw .subprotocolInvalid }
            var bytes: [UInt8] = []
            bytes.append(span: element)
            let name = String(decoding: bytes, as: UTF8.self)
            guard names.count < WebSocketLimits.subprotocolsMax, !names.contains(name) else {
                throw .subprotocolInvalid
            }
            names.append(name)
        }
        return names
    }
}
