import Bytes
public import EventLoop
public import HTTPWire

/// Calls to another service, whole: a request from its parts, and an answer with its body. What a service uses; a
/// gateway writes its heads itself and streams bodies through `Upstream.exchange`.
public struct HTTPCaller: Sendable {
    /// Where the calls go.
    public let upstream: Upstream
    /// `Host: …` with its line end.
    private let hostLine: [UInt8]

    /// Calls through `upstream` that name `authority` in their `Host` field.
    public init(_ upstream: Upstream, authority: String) throws(HTTPFieldFault) {
        self.upstream = upstream
        var line: [UInt8] = []
        try line.append(field: HTTPFieldName(.host), authority.utf8Span.span)
        hostLine = line
    }

    /// Sends the call and collects the answer, whatever its status. Must be called on the upstream's loop.
    public func send(_ call: HTTPCall) async throws(HTTPCallFault) -> HTTPAnswer {
        let target: HTTPTarget
        do {
            target = try HTTPTarget(call.target, for: call.method)
        } catch {
            throw .targetMalformed(error)
        }
        do {
            return try await collect(try await upstream.exchange(request(call, target)))
        } catch let fault as UpstreamFault {
            throw .upstream(fault)
        } catch {
            throw .answerTooLong
        }
    }

    private func request(_ call: HTTPCall, _ target: HTTPTarget) -> OutgoingRequest {
        let isIdempotent = call.method.isIdempotent || call.fields.contains(HTTPFieldName(.idempotencyKey))
        return OutgoingRequest(
            head: encodeHead(call, target), method: call.method, isIdempotent: isIdempotent,
            body: call.body.map { .bytes($0) } ?? .none, deadline: call.deadline)
    }

    private func encodeHead(_ call: HTTPCall, _ target: HTTPTarget) -> [UInt8] {
        var head = upstream.loop.takeBuffer()
        HTTPRequestHead(method: call.method, target: target).encodeLine(into: &head)
        head.append(contentsOf: hostLine)
        call.fields.encode(into: &head, omitting: Self.ours)
        let hasBody = call.body != nil || !call.method.isSafe
        let framing: HTTPBodyFraming = hasBody ? .length(call.body?.count ?? 0) : .none
        framing.encode(into: &head)
        head.append("\r\n")
        return head
    }

    /// What a caller does not decide.
    private static let ours: HTTPFieldNameSet = [
        .host, .contentLength, .transferEncoding, .connection, .keepAlive, .proxyConnection, .te, .trailer, .upgrade,
        .expect,
    ]

    private struct AnswerTooLong: Error {}

    private func collect(_ exchange: Exchange) async throws -> HTTPAnswer {
        let limit = upstream.limits.answerBytesMax
        if case .length(let length) = exchange.framing, length > limit {
            exchange.abort()
            throw AnswerTooLong()
        }
        var body = try await exchange.next() ?? []
        while body.count <= limit, try await exchange.next({ body.append(span: $0) }) {}
        guard body.count <= limit else {
            exchange.abort()
            throw AnswerTooLong()
        }
        return HTTPAnswer(head: exchange.head, body: body)
    }
}

/// A request in its parts.
public struct HTTPCall: Sendable {
    /// What to do.
    public var method: HTTPMethod
    /// The path and query to do it with.
    public var target: String
    /// The fields, without those that frame the message or belong to the connection, which are written anyway. With
    /// an `Idempotency-Key` among them any method may be retried.
    public var fields: HTTPFields
    /// The body; nil for none.
    public var body: [UInt8]?
    /// When the answer has to be complete.
    public var deadline: MonotonicTime

    /// A call with these parts.
    public init(
        _ method: HTTPMethod, _ target: String, fields: HTTPFields = HTTPFields(), body: [UInt8]? = nil,
        deadline: MonotonicTime
    ) {
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
        self.deadline = deadline
    }
}

/// A complete response.
public struct HTTPAnswer: Sendable {
    /// Status and fields.
    public let head: HTTPResponseHead
    /// The whole body.
    public let body: [UInt8]

    /// How it went.
    public var status: HTTPStatus { head.status }
}

/// Why a call has no answer.
public enum HTTPCallFault: Error, Sendable {
    /// The target is no path we could send. Nothing was sent.
    case targetMalformed(HTTPParseFault)
    /// The answer's body is longer than `UpstreamLimits.answerBytesMax`.
    case answerTooLong
    /// The exchange failed.
    case upstream(UpstreamFault)

    /// Bounded, for metrics and logs.
    public var label: StaticString {
        switch self {
        case .targetMalformed: "target_malformed"
        case .answerTooLong: "answer_too_long"
        case .upstream(let fault): fault.label
        }
    }
}
