import HTTPServer
import HTTPWire
import PlatformProtocol

/// The door: every request to the public port passes through here, in this order.
///
///     path ─▶ route ─▶ identity ─▶ operation ─▶ permission ─▶ limits ─▶ forward
///
/// Without an identity that its route asks for, a request learns nothing: 401 comes before 404 and 405, so that the
/// API cannot be mapped from outside. OPTIONS is answered here and needs no identity, because browsers send none.
///
/// Failure: what is refused is refused with a problem document before anything reaches a service. What a service does
/// wrong becomes 502, 503 or 504; once its answer has begun, the client's connection is broken instead, so that half
/// an answer never looks whole.
struct GatewayHandler: HTTPHandler {
    let gateway: GatewayLoop
    let pages: GatewayPages
    let loops: GatewayLoops

    /// Ends what the loop has open to services, once no client is left.
    func close() async {
        await gateway.close()
        loops.leave(gateway)
    }

    func handle(_ exchange: ServerExchange) async throws {
        let method = exchange.head.method
        switch exchange.head.target.form {
        case .asterisk: return try await exchange.send(.allowing(.everything))
        case .authority:
            throw Problem.methodNotAllowed(.everything)
        case .origin, .absolute: break
        }
        guard method != .trace else {
            throw Problem.methodNotAllowed(.everything)
        }
        let head = exchange.head
        // Only a path that was not in its normal form is looked at again.
        guard head.target.isPathVerbatim || !head.target.hasDotSegments else {
            try gateway.chargeAddress(of: exchange)
            throw Problem(.malformedRequest, detail: "The path has dot segments.")
        }
        guard let match = head.target.withPath({ gateway.setup.routes.match($0) }) else {
            try gateway.chargeAddress(of: exchange)
            throw Problem(.notFound)
        }
        let target = gateway.targets[match.route]
        guard let service = target.service else { return try await pages.answer(exchange) }
        if method == .options { return try await answerOptions(exchange, head, match) }
        let admission = try gateway.admit(exchange, head, match, target)
        var flight = admission.limits?.flight
        defer { gateway.land(&flight) }
        try exchange.limitBody(to: target.bodyBytesMax)
        exchange.notes.upstream = service.members
        let proxying = Proxying(
            gateway: gateway, exchange: exchange, head: head, match: match, target: target, admission: admission,
            service: service)
        if target.allowsUpgrade, proxying.head.asksForWebSocket {
            // An open tunnel is none of the upstream's pooled connections any more: the client's own are counted.
            try await proxying.tunnel { gateway.land(&flight) }
        } else if exchange.hasBody {
            try await proxying.runWithBody()
        } else {
            try await proxying.run()
        }
    }

    private func answerOptions(
        _ exchange: ServerExchange, _ head: HTTPRequestHead, _ match: RouteTable.Match
    ) async throws {
        try gateway.chargeAddress(of: exchange)
        guard let node = match.operations else {
            return try await exchange.send(.allowing([.get, .head, .post, .options]))
        }
        let lookup = head.target.withPath {
            gateway.setup.operations.lookup(.options, $0, from: match.prefixBytes, under: node)
        }
        guard case .methodNotAllowed(let allowed) = lookup else { throw Problem(.notFound) }
        try await exchange.send(.allowing(allowed))
    }
}
