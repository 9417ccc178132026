import Bytes
import HTTPWire
import Identifiers
import PlatformProtocol

/// What a client gets to see of a service's response. See `RequestForwarding` for the model.
struct ResponseForwarding: Sendable {
    /// Whether the client's connection to us is encrypted; only then does `Strict-Transport-Security` mean anything.
    let isEncrypted: Bool

    /// What is known about one response beside its head.
    struct Context: Sendable {
        let requestID: UUID128
        /// How sensitive the route's answers are. Restricted and personal ones are never stored on the way.
        let classification: DataClassification
        /// The limits the request was charged against, if any.
        let limits: RateLimitDecision?
    }

    /// Dropped from every response: of this connection only, said anew, or nobody's business.
    private static let dropped = HTTPFieldNameSet.hopByHop.union(.framing).union([
        .server, .via, .xRequestID, .rateLimit, .rateLimitPolicy, .xCorrelationID, .traceparent, .tracestate,
    ])

    /// What browsers are told unless the service says something else.
    private static let protections: [(name: HTTPKnownFieldName, line: StaticString)] = [
        (.xContentTypeOptions, "X-Content-Type-Options: nosniff\r\n"),
        (.xFrameOptions, "X-Frame-Options: DENY\r\n"),
        (.referrerPolicy, "Referrer-Policy: no-referrer\r\n"),
        (.contentSecurityPolicy, "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"),
    ]

    private static let protectionNames: HTTPFieldNameSet = [
        .xContentTypeOptions, .xFrameOptions, .referrerPolicy, .contentSecurityPolicy,
    ]

    /// All of them in one piece, for the usual service that says nothing of the kind.
    private static let allProtections: [UInt8] = protections.reduce(into: []) { $0.append($1.line) }

    /// Appends the head for the client and answers how the body has to follow it. `framing` is the service's; a body
    /// whose length is unknown goes out in chunks, or until the connection closes to a client of HTTP/1.0. `date` is
    /// used when the service sent none.
    func append(
        _ head: HTTPResponseHead, framing: HTTPResponseFraming, for exchange: inout HTTPExchange, context: Context,
        limiter: RateLimiter, date: [UInt8], into out: inout [UInt8]
    ) -> HTTPResponseFraming {
        let fields = head.fields
        let limitsBytes = context.limits == nil ? 0 : limiter.fieldsBytesMax
        let added = ForwardingLimits.addedBytes + date.count + limitsBytes + Self.allProtections.count
        out.reserveCapacity(out.count + fields.bytes.count + added)
        head.encodeLine(into: &out)
        let isUncacheable = !context.classification.mayBeCached
        var omitted = Self.dropped
        if isUncacheable { omitted.insert(.cacheControl) }
        // The length of what HEAD left out, and of what 304 did not repeat, is worth knowing.
        if exchange.method == .head || head.status == .notModified { omitted.remove(.contentLength) }
        let named = ConnectionNames(ofResponse: fields)
        let text = fields.bytes.span
        fields.encode(into: &out) { line in
            guard let known = line.known else {
                return !ReservedFieldName.isReservedOutgoing(text.extracting(line.name))
                    && !named.contains(text.extracting(line.name))
            }
            return !omitted.contains(known)
        }
        guard !head.status.isInformational else {
            out.append("\r\n")
            return .none
        }
        var following = HTTPResponseFraming.none
        let status = head.status
        out.append(addingCapacity: added) { (room: inout OutputSpan<UInt8>) in
            if !fields.contains(.date) {
                room.append("Date: ")
                room.append(span: date.span)
                room.append("\r\n")
            }
            if isUncacheable { room.append("Cache-Control: no-store\r\n") }
            appendOwn(fields, context, limiter, to: &room)
            if status == .switchingProtocols {
                room.append("Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
            } else {
                following = Self.appendFraming(framing, status, &exchange, to: &room)
                Self.appendConnection(exchange, to: &room)
                room.append("\r\n")
            }
        }
        return following
    }

    private func appendOwn(
        _ fields: HTTPFields, _ context: Context, _ limiter: RateLimiter, to out: inout OutputSpan<UInt8>
    ) {
        out.append("X-Request-ID: ")
        context.requestID.append(to: &out)
        out.append("\r\n")
        context.limits?.appendFields(to: &out, of: limiter)
        if fields.present.intersects(Self.protectionNames) {
            for protection in Self.protections where !fields.present.contains(protection.name) {
                out.append(protection.line)
            }
        } else {
            out.append(span: Self.allProtections.span)
        }
        if isEncrypted, !fields.contains(.strictTransportSecurity) {
            out.append("Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n")
        }
        out.append("X-Data-Classification: ")
        out.append(context.classification.name)
        out.append("\r\n")
    }

    private static func appendFraming(
        _ framing: HTTPResponseFraming, _ status: HTTPStatus, _ exchange: inout HTTPExchange,
        to out: inout OutputSpan<UInt8>
    ) -> HTTPResponseFraming {
        guard exchange.method != .head, !status.forbidsBody else { return .none }
        switch framing {
        case .none:
            HTTPBodyFraming.length(0).encode(into: &out)
            return .none
        case .length(let count):
            HTTPBodyFraming.length(count).encode(into: &out)
            return count == 0 ? .none : framing
        case .chunked where exchange.version >= .http11, .untilClose where exchange.version >= .http11:
            HTTPBodyFraming.chunked.encode(into: &out)
            return .chunked
        case .chunked, .untilClose:
            exchange.keepsAlive = false
            return .untilClose
        }
    }

    private static func appendConnection(_ exchange: HTTPExchange, to out: inout OutputSpan<UInt8>) {
        switch (exchange.keepsAlive, exchange.version) {
        case (false, _): out.append("Connection: close\r\n")
        case (true, .http10): out.append("Connection: keep-alive\r\n")
        case (true, .http11): break
        }
    }
}
