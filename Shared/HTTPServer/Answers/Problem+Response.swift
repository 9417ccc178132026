import HTTPWire
import Identifiers
import Observability
public import PlatformProtocol

/// An error that knows what its caller is told. Each domain maps its errors here, in one exhaustive switch; whatever
/// else a handler throws is an internal error, and says nothing outside the log.
public protocol ProblemConvertible: Error {
    var problem: Problem { get }
}

extension RequestBodyFault: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .tooLarge: Problem(.bodyTooLarge)
        case .tooSlow: Problem(.requestTimeout)
        case .cutShort: Problem(.malformedRequest, detail: "The body ended before it was complete.")
        case .malformed(let fault): Problem(malformed: fault)
        }
    }
}

extension Problem {
    /// What a peer is told whose bytes are not HTTP as we accept it.
    init(malformed fault: HTTPParseFault) {
        let code: ProblemCode =
            switch fault.status {
            case .contentTooLarge: .bodyTooLarge
            case .uriTooLong: .targetTooLong
            case .requestHeaderFieldsTooLarge: .headersTooLarge
            case .notImplemented: .notImplemented
            case .httpVersionNotSupported: .versionNotSupported
            default: .malformedRequest
            }
        self.init(code, detail: "\(fault.label)", internalMessage: "\(fault.label)")
    }

    /// The answer to `exchange` that says this.
    func response(to exchange: ServerExchange) -> Response {
        var bytes: [UInt8] = []
        ProblemBody(
            self, requestID: exchange.requestID.description, traceID: exchange.trace.traceID.description
        ).write(to: &bytes)
        var response = Response(HTTPStatus(Int(code.status)) ?? .internalServerError, body: .bytes(bytes))
        response.fields.append(.contentType, literal: ProblemBody.mediaType)
        response.fields.append(.cacheControl, literal: "no-store")
        response.fields.append(.xContentTypeOptions, literal: "nosniff")
        var id: [UInt8] = []
        exchange.requestID.append(to: &id)
        // Hexadecimal digits and hyphens are a field value.
        try? response.fields.append(.xRequestID, id)
        for header in headers {
            // A value that cannot stand in a field is left out: the body says the same.
            try? response.fields.append(HTTPFieldName("\(header.name)"), header.value)
        }
        return response
    }
}
