/// What an opening handshake that was sent may be answered with (RFC 6455, 4.1). A proxy that takes a tunnel's status
/// alone for proof can be talked into opening one to an ordinary HTTP server; this compares everything.
public struct WebSocketExpectation: Equatable, Sendable {
    private let key: [UInt8]
    private let subprotocols: [String]
    private let mayNegotiateExtensions: Bool

    /// A handshake of our own.
    ///
    /// - Parameters:
    ///   - nonce: 16 random bytes, new for each connection.
    ///   - subprotocols: Tokens, in order of preference, none of them twice.
    public init(nonce: [UInt8], subprotocols: [String] = []) {
        precondition(nonce.count == 16, "the nonce has 16 bytes")
        key = WebSocketKey.base64(nonce)
        self.subprotocols = subprotocols
        mayNegotiateExtensions = false
    }

    /// The handshake of somebody else, sent on with its own key. Extensions are between the two ends.
    public init(relaying offer: WebSocketOffer) {
        key = offer.key
        subprotocols = offer.subprotocols
        mayNegotiateExtensions = true
    }

    /// Adds what makes a GET the opening handshake to its fields.
    ///
    /// - Parameter fields: The request's fields so far.
    /// - Throws: When a subprotocol is no field value.
    public func append(to fields: inout HTTPFields) throws(HTTPFieldFault) {
        fields.append(.upgrade, literal: "websocket")
        fields.append(.connection, literal: "Upgrade")
        fields.append(.secWebSocketVersion, literal: "13")
        try fields.append(.secWebSocketKey, key)
        if !subprotocols.isEmpty {
            try fields.append(.secWebSocketProtocol, subprotocols.joined(separator: ", "))
        }
    }

    /// Judges the answer.
    ///
    /// - Parameters:
    ///   - status: Its status.
    ///   - fields: Its fields.
    ///   - sha1: The hash function, which lives outside this module.
    /// - Returns: The subprotocol agreed on.
    /// - Throws: The first thing that is wrong with it.
    public func check(
        status: HTTPStatus, fields: HTTPFields, sha1: (Span<UInt8>) -> [UInt8]
    ) throws(WebSocketAnswerFault) -> String? {
        guard status == .switchingProtocols else { throw .notSwitching }
        let upgrades = fields.all(.upgrade)
        guard upgrades.count == 1, upgrades.first?.lowercased() == "websocket",
            fields.hasToken(.connection, "upgrade")
        else { throw .otherProtocol }
        let accepted = fields.all(.secWebSocketAccept)
        guard accepted.count == 1, let value = accepted.first,
            Array(value.utf8) == WebSocketKey.accept(for: key, sha1: sha1)
        else { throw .acceptInvalid }
        guard mayNegotiateExtensions || !fields.contains(.secWebSocketExtensions) else { throw .extensionNotOffered }
        let chosen = fields.all(.secWebSocketProtocol)
        guard chosen.count <= 1, chosen.allSatisfy(subprotocols.contains) else { throw .subprotocolNotOffered }
        return chosen.first
    }
}
