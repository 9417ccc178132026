/// The head of a request: what stands before its body.
public struct HTTPRequestHead: Sendable, Equatable {
    /// What to do.
    public var method: HTTPMethod
    /// What to do it with.
    public var target: HTTPTarget
    /// What the sender speaks.
    public var version: HTTPVersion
    /// The field lines. Those of a parsed request share their bytes with `target`, so the first change copies them.
    public var fields: HTTPFields

    /// A head that we are going to send.
    public init(
        method: HTTPMethod, target: HTTPTarget, version: HTTPVersion = .http11, fields: HTTPFields = HTTPFields()
    ) {
        self.method = method
        self.target = target
        self.version = version
        self.fields = fields
    }
}

extension HTTPRequestHead {
    /// Whether the sender lets the connection serve another request (RFC 9112 section 9.3).
    public var keepsAlive: Bool {
        fields.keepsAlive(version)
    }

    /// What the sender wants to hear before it sends the body (RFC 9110 section 10.1.1).
    public enum Expectation: Sendable {
        /// Nothing.
        case none
        /// An interim 100 before the body is sent.
        case continuation
        /// Something we do not know: 417.
        case unsupported
    }

    /// The `Expect` field. HTTP/1.0 has none.
    public var expectation: Expectation {
        guard fields.present.contains(.expect), version >= .http11 else { return .none }
        var found = Expectation.none
        fields.forEachElement(.expect) { element in
            let isContinue = HTTPFieldSyntax.areEqual(element, "100-continue".utf8Span.span)
            if !isContinue {
                found = .unsupported
            } else if found == .none {
                found = .continuation
            }
        }
        return found
    }

    /// Whether the sender asks to go on with WebSocket (RFC 6455 section 4.2.1). Every other protocol in `Upgrade`,
    /// `h2c` above all, is ignored, as is an upgrade in HTTP/1.0, with another method, or not named in `Connection`.
    public var asksForWebSocket: Bool {
        fields.present.contains(.upgrade) && method == .get && version >= .http11
            && fields.hasToken(.upgrade, "websocket") && fields.hasToken(.connection, "upgrade")
    }

    /// The host and port the request is for: of the target when it names one, else of `Host`.
    public var authority: String? {
        if let range = target.authorityRange { return String(decoding: target.bytes[range], as: UTF8.self) }
        return fields.first(.host)
    }
}

extension HTTPFields {
    func keepsAlive(_ version: HTTPVersion) -> Bool {
        guard present.contains(.connection) else { return version >= .http11 }
        if saysOnlyKeepAlive { return true }
        if hasToken(.connection, "close") { return false }
        return version >= .http11 || hasToken(.connection, "keep-alive")
    }
}
