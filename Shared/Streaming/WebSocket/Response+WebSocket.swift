import Crypto
public import EventLoop
public import HTTPServer
public import HTTPWire
public import PlatformProtocol

extension Response {
    /// Accepts a WebSocket and has `serve` speak over it. When `serve` returns the session is closed; the connection ends
    /// with it. Nothing of `serve` runs before the 101 is out.
    ///
    /// ```swift
    /// return try .webSocket(on: request.exchange, settings, expiresAt: expiry) { session in
    ///     let subscription = hub.subscribe(caller, filter, to: session)
    ///     defer { subscription.end() }
    ///     while let message = await session.next() { … }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - exchange: The request that asks for it.
    ///   - settings: How this route speaks.
    ///   - expiresAt: When the caller must prove itself anew; the session is closed with 4401 then.
    ///   - serve: Is given the session, on its loop.
    /// - Returns: 101.
    /// - Throws: What a request that is no proper handshake is told: 400, 403 or 426.
    public static func webSocket(
        on exchange: ServerExchange, _ settings: WebSocketSettings, expiresAt: MonotonicTime = .never,
        serve: @escaping (WebSocketSession) async throws -> Void
    ) throws(Problem) -> Response {
        let offer: WebSocketOffer
        do throws(WebSocketHandshakeFault) {
            offer = try WebSocketOffer(exchange.head, framing: exchange.framing, allowsOrigin: settings.allowsOrigin)
        } catch {
            throw error.problem
        }
        let subprotocol = offer.subprotocol(among: settings.subprotocols)
        let fields = offer.acceptance(subprotocol: subprotocol) { HashFunction.sha1.hash(of: $0) }
        return Response(
            .switchingProtocols, fields: fields,
            body: .upgrade { connection in
                let session = WebSocketSession(
                    connection, of: exchange, settings, subprotocol: subprotocol, expiresAt: expiresAt)
                await session.run(serve)
            })
    }
}

extension WebSocketHandshakeFault: ProblemConvertible {
    /// What the client is told.
    public var problem: Problem {
        switch self {
        case .notAnUpgrade, .versionNotSupported:
            Problem(
                .upgradeRequired, detail: "\(label)",
                headers: [Problem.Header("Sec-WebSocket-Version", "13"), Problem.Header("Upgrade", "websocket")])
        case .bodyNotAllowed, .keyInvalid, .subprotocolInvalid: Problem(.malformedRequest, detail: "\(label)")
        case .originNotAllowed: Problem(.forbidden, detail: "\(label)")
        }
    }
}
