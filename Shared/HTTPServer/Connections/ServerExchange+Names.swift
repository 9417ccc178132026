public import Identifiers
import Observability

extension ServerExchange {
    /// A new version 7 id: for what the request makes. Greater than every one that this endpoint made before.
    public func makeID() -> UUID128 { endpoint.nextID() }

    /// What names this request's span to those it causes; nil when the request belongs to no trace.
    public var traceparent: String? {
        guard hasTrace else { return nil }
        var bytes: [UInt8] = []
        trace.appendTraceparent(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
