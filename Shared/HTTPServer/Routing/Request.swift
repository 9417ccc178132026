public import HTTPWire
public import Identity
public import JSON
import PlatformProtocol

/// A request that a route has matched.
public struct Request {
    public let exchange: ServerExchange
    let parameters: PathParameters

    public var head: HTTPRequestHead { exchange.head }

    /// The text of the path's parameter number `index`, in the order of the template.
    public func parameter(_ index: Int) -> String {
        let range = parameters[index]
        let target = exchange.head.target
        let start = target.pathRange.lowerBound
        return String(decoding: target.bytes[(start + range.lowerBound)..<(start + range.upperBound)], as: UTF8.self)
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

    /// The body as `Body`: JSON, within the route's limit, with every fault reported at once.
    public func decode<Body: JSONCodable>(_ type: Body.Type = Body.self) async throws -> Body {
        try await request.decode(type)
    }
}
