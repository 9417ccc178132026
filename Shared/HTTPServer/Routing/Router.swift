import Bytes
import EventLoop
public import HTTPWire
import Identifiers
import Identity
public import PlatformProtocol

/// Finds the route of a request, asks who is calling, and lets the route answer. Deny by default: a path or method
/// that is not in the table is refused, and so is a caller whose roles the permission table does not let in.
///
/// The order is: path, method, identity, permission, form of the answer, query, body. A caller without a token learns no more than the API's
/// description says anyway; one without the permission learns that from 403, and never whether a resource exists.
public struct Router: HTTPHandler {
    /// The routes, in the order of the table.
    public let routes: [Route]

    private let table: TemplateTable
    private let authenticator: any Authenticator

    /// What is wrong with a list of routes.
    public enum Fault: Error, Sendable {
        case table(TemplateTable.Faults)
        /// An open handler for an operation that asks for an identity, or the other way round.
        case permissionsIgnored(operation: String)
        /// A parameter of the query that two of a route's types declare, or of the path that its template has not.
        case parameterMisdeclared(operation: String, name: String)
    }

    public init(_ routes: [Route], authenticator: any Authenticator) throws(Fault) {
        if let careless = routes.first(where: { !$0.agreesWithPermissions }) {
            throw .permissionsIgnored(operation: careless.operation.name)
        }
        for route in routes {
            guard let name = route.misdeclaredParameter else { continue }
            throw .parameterMisdeclared(operation: route.operation.name, name: name)
        }
        do {
            table = try TemplateTable(routes.map { (HTTPMethod($0.operation.method), $0.operation.path) })
        } catch {
            throw .table(error)
        }
        self.routes = routes
        self.authenticator = authenticator
    }

    public func handle(_ exchange: ServerExchange) async throws {
        switch exchange.head.target.form {
        case .asterisk: return try await exchange.send(.allowing(.everything))
        case .authority:
            throw Problem.methodNotAllowed(.everything)
        case .origin, .absolute: break
        }
        let method = exchange.head.method
        let found = exchange.head.target.withPath { table.lookup(method, $0) }
        switch found {
        case .found(let match):
            exchange.notes.route = match.operation
            try await answer(exchange, routes[match.operation], match.parameters)
        case .methodNotAllowed(let allowed) where method == .options:
            try await exchange.send(.allowing(allowed))
        case .methodNotAllowed(let allowed):
            throw Problem.methodNotAllowed(allowed)
        case .unknown:
            throw Problem(.notFound)
        }
    }

    private func answer(_ exchange: ServerExchange, _ route: Route, _ parameters: PathParameters) async throws {
        let request = Request(exchange: exchange, parameters: parameters, names: route.contract.path)
        let response: Response
        switch route.access {
        case .open(let handler):
            try requireForm(of: route, for: exchange)
            if let limit = route.bodyBytesMax { try exchange.limitBody(to: limit) }
            response = try await handler(request)
        case .authenticated(let handler):
            let identity = try authenticator.identity(of: exchange)
            exchange.notes.organization = identity.organizationID
            guard identity.may(route.operation) else { throw Problem.forbidden(route.operation) }
            try requireForm(of: route, for: exchange)
            if let limit = route.bodyBytesMax { try exchange.limitBody(to: limit) }
            response = try await handler(AuthenticatedRequest(request: request, identity: identity))
        }
        try await exchange.send(response.unlessUnchanged(for: exchange.head))
    }

    /// Refuses whoever says that they cannot read what the route answers with.
    private func requireForm(of route: Route, for exchange: ServerExchange) throws {
        guard let body = route.contract.answers?.body else { return }
        guard exchange.head.fields.allows(mediaType: body.mediaType) else { throw Problem(.notAcceptable) }
    }
}

extension HTTPMethodSet {
    /// What some route or other may be asked with.
    public static let everything: HTTPMethodSet = [.get, .head, .post, .put, .patch, .delete, .options]
}

extension Response {
    /// The answer to OPTIONS.
    public static func allowing(_ methods: HTTPMethodSet) throws -> Response {
        var response = Response(.noContent)
        try response.fields.append(.allow, methods.text)
        return response
    }
}

extension Problem {
    /// The answer to a method that is not among `allowed`.
    public static func methodNotAllowed(_ allowed: HTTPMethodSet) -> Problem {
        Problem(.methodNotAllowed, headers: [Header("Allow", allowed.text)])
    }
}

extension HTTPMethod {
    /// The wire's name for a method of the permission table.
    public init(_ method: Operation.Method) {
        switch method {
        case .get: self = .get
        case .post: self = .post
        case .put: self = .put
        case .patch: self = .patch
        case .delete: self = .delete
        }
    }
}
