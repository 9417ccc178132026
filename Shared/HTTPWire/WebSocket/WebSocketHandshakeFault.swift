/// Why a server refuses an opening handshake.
public enum WebSocketHandshakeFault: Error, Equatable, Sendable, CaseIterable {
    /// Not a GET over HTTP/1.1 that asks to upgrade to a WebSocket.
    case notAnUpgrade
    /// The request announces content, which no upgrade has; what follows it would be read twice, differently.
    case bodyNotAllowed
    /// Not version 13, or not exactly one version.
    case versionNotSupported
    /// The key is missing, repeated, or not the base64 of 16 bytes.
    case keyInvalid
    /// A subprotocol is no token, comes twice, or is one too many.
    case subprotocolInvalid
    /// Pages of this origin may not connect, or there are several origins.
    case originNotAllowed

    /// The status to answer with.
    public var status: HTTPStatus {
        switch self {
        case .notAnUpgrade, .versionNotSupported: .upgradeRequired
        case .bodyNotAllowed, .keyInvalid, .subprotocolInvalid: .badRequest
        case .originNotAllowed: .forbidden
        }
    }

    /// The fields the status demands: a 426 says what to upgrade to (RFC 9110, 15.5.22; RFC 6455, 4.4).
    public var fields: HTTPFields {
        var fields = HTTPFields()
        if status == .upgradeRequired {
            fields.append(.upgrade, literal: "websocket")
            fields.append(.connection, literal: "Upgrade")
            fields.append(.secWebSocketVersion, literal: "13")
        }
        return fields
    }

    /// Bounded, for metrics and logs.
    public var label: StaticString {
        switch self {
        case .notAnUpgrade: "not_an_upgrade"
        case .bodyNotAllowed: "body_not_allowed"
        case .versionNotSupported: "version_not_supported"
        case .keyInvalid: "key_invalid"
        case .subprotocolInvalid: "subprotocol_invalid"
        case .originNotAllowed: "origin_not_allowed"
        }
    }
}

/// Why a client, or a gateway, does not believe an answer to an opening handshake. The connection is of no more use.
public enum WebSocketAnswerFault: Error, Equatable, Sendable, CaseIterable {
    /// Any status but 101: an ordinary response.
    case notSwitching
    /// 101, but not to a WebSocket.
    case otherProtocol
    /// The accept value is missing, repeated or wrong: the server did not read our key.
    case acceptInvalid
    /// An extension we did not offer.
    case extensionNotOffered
    /// A subprotocol we did not offer, or several.
    case subprotocolNotOffered

    /// Bounded, for metrics and logs.
    public var label: StaticString {
        switch self {
        case .notSwitching: "not_switching"
        case .otherProtocol: "other_protocol"
        case .acceptInvalid: "accept_invalid"
        case .extensionNotOffered: "extension_not_offered"
        case .subprotocolNotOffered: "subprotocol_not_offered"
        }
    }
}
