public import HTTPWire
public import Identifiers
public import Identity
public import JSON
import PlatformProtocol

/// A request that a route has matched.
public struct Request {
    public let exchange: ServerExchange
    let parameters: PathParameters
    /// What the parameters of the path are called.
    let names: [ParameterDescription]

    public var head: HTTPRequestHead { exchange.head }

    /// The text of the path's parameter number `index`, in the order of the template.
    public func parameter(_ index: Int) -> String {
        let range = parameters[index]
        let target = exchange.head.target
        let start = target.pathRange.lowerBound
        return String(decoding: target.bytes[(start + range.lowerBound)..<(start + range.upperBound)], as: UTF8.self)
    }

    /// The path's parameter of that name, read as what it is. A value that none can have names nothing that is there,
    /// so it is 404, like an id that nobody has: a path says which thing is meant, a query how it is wanted.
    public func path<Value>(_ parameter: Parameter<Value>) throws -> Value {
        let index = try index(of: parameter.description.name)
        var faults = ParameterFaults()
        guard let value = parameter.read([self.parameter(index)], &faults) else { throw Problem(.notFound) }
        return value
    }

    /// The id in the path, by its parameter's name where there are several; 404 where it is no UUID.
    public func id<Entity: ~Copyable>(
        _ name: String? = nil, as type: ID<Entity>.Type = ID<Entity>.self
    ) throws -> ID<Entity> {
        let range = parameters[try index(of: name)]
        let id = exchange.head.target.withPath { ID<Entity>($0.extracting(range)) }
        guard let id else { throw Problem(.notFound) }
        return id
    }

    /// A route that asks for a parameter its template has not is our mistake: it is told as one, and stops nothing else.
    private func index(of name: String?) throws -> Int {
        let index = name.map { name in names.firstIndex { $0.name == name } } ?? names.indices.first
        guard let index else { throw Problem(.internalError, internalMessage: "the path has no such parameter") }
        return index
    }

    /// The body as `Body`: JSON, within the route's limit, with every fault reported at once.
    public func decode<Body: JSONCodable>(_ type: Body.Type = Body.self) async throws -> Body {
        guard isJSON else { throw Problem(.unsupportedMediaType) }
        let bytes = try await exchange.collectBody(upTo: exchange.bodyLimit)
        do {
            return try Body(json: bytes)
        } catch {
            throw Problem.invalidBody(error)
        }
    }

    /// Whether the body claims to be JSON in UTF-8, by `application/json` or a type that ends in `+json`.
    private var isJSON: Bool {
        guard let type = exchange.head.fields.first(.contentType)?.lowercased() else { return false }
        let parts = type.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" && $0 != "\"" } }
        guard let media = parts.first, media == "application/json" || media.hasSuffix("+json") else { return false }
        return parts.dropFirst().allSatisfy { !$0.hasPrefix("charset=") || $0 == "charset=utf-8" }
    }
}

/// A request whose caller is known. It can only be made with a `VerifiedIdentity`, and that only by verifying a token:
/// a handler that takes one cannot be reached without.
public struct AuthenticatedRequest {
    public let request: Request
    public let identity: VerifiedIdentity

    public var exchange: ServerExchange { request.exchange }

    /// The text of the path's parameter number `index`, in the order of the template.
    public func parameter(_ index: Int) -> String {
        request.parameter(index)
    }

    /// The path's parameter of that name, read as what it is; 404 where it is nothing of the kind.
    public func path<Value>(_ parameter: Parameter<Value>) throws -> Value {
        try request.path(parameter)
    }

    /// The id in the path, by its parameter's name where there are several; 404 where it is no UUID.
    public func id<Entity: ~Copyable>(
        _ name: String? = nil, as type: ID<Entity>.Type = ID<Entity>.self
    ) throws -> ID<Entity> {
        try request.id(name, as: type)
    }

    /// The body as `Body`: JSON, within the route's limit, with every fault reported at once.
    public func decode<Body: JSONCodable>(_ type: Body.Type = Body.self) async throws -> Body {
        try await request.decode(type)
    }
}
