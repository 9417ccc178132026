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

    func handle(_ exchange: ServerExchange) async throws {
        let head = exchange.head
        switch head.target.form {
        case .asterisk: return try await pages.allow(exchange, .everyMethod)
        case .authority: throw Problem(.methodNotAllowed, headers: [Problem.Header("Allow", HTTPMethodSet.everyMethod.text)])
        case .origin, .absolute: break
        }
        guard head.method != .trace else {
            throw Problem(.methodNotAllowed, headers: [Problem.Header("Allow", HTTPMethodSet.everyMethod.text)])
        }
        guard let match = head.target.withPath({ gateway.setup.routes.match($0) }) else {
            try gateway.chargeAddress(of: exchange)
            throw Problem(.notFound)
        }
        let route = gateway.setup.routes.routes[match.route]
        switch route.destination {
        case .own: try await pages.answer(exchange)
        case .upstream(let name): try await forward(exchange, head, match, route, to: name)
        case .alias: preconditionFailure("a match leads through aliases to the route behind them")
        }
    }

    private func forward(
        _ exchange: ServerExchange, _ head: HTTPRequestHead, _ match: RouteTable.Match, _ route: GatewayRoute,
        to name: String
    ) async throws {
        if head.method == .options { return try await answerOptions(exchange, head, match) }
        let admission = try gateway.admit(exchange, head, match, route)
        try exchange.limitBody(to: route.bodyBytesMax)
        guard let service = gateway.upstreams.first(where: { $0.name.rawValue == name }) else {
            preconditionFailure("the route table was checked against the upstreams")
        }
        exchange.notes.upstream = service.name.rawValue
        let proxying = Proxying(
            gateway: gateway, exchange: exchange, head: head, match: match, route: route, admission: admission,
            service: service)
        if route.allowsUpgrade, head.asksForWebSocket {
            try await proxying.tunnel()
        } else {
            try await proxying.run()
        }
    }

    private func answerOptions(
        _ exchange: ServerExchange, _ head: HTTPRequestHead, _ match: RouteTable.Match
    ) async throws {
        try gateway.chargeAddress(of: exchange)
        guard let node = match.operations else { return try await pages.allow(exchange, [.get, .head, .post, .options]) }
        let lookup = head.target.withPath {
            gateway.setup.operations.lookup(.options, $0, from: match.prefixBytes, under: node)
        }
        guard case .methodNotAllowed(let allowed) = lookup else { throw Problem(.notFound) }
        try await pages.allow(exchange, allowed)
    }
}

extension HTTPMethodSet {
    static let everyMethod: HTTPMethodSet = [.get, .head, .post, .put, .patch, .delete, .options]
}
