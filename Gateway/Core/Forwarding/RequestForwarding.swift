import Bytes
import HTTPWire
import Identifiers
import Observability

/// What leaves the gateway towards a service, and what comes back towards the client: pure functions from heads to
/// bytes. `RequestForwarding` writes the one, `ResponseForwarding` the other.
///
/// **Model.** Every field of a client is in one of three groups: for this connection only (dropped), ours to say
/// (dropped and said anew: identity, host, where the request came from, ids, framing), and everything else (copied as
/// it is, in as few pieces as the dropped ones leave). Nothing is decided here about who the caller is; the token
/// comes in ready made.
///
/// **Failure.** A head that tries to use the gateway against the service is refused before a byte is written.
///
/// It does no I/O, reads no clock, and does not look at bodies.
struct RequestForwarding: Sendable {
    let via: Via
    let proxies: TrustedProxies

    /// What is known about one request beside its head.
    struct Context: Sendable {
        /// Where the request is known to have come from.
        let path: ForwardedPath
        /// Whether the client's connection to us is encrypted.
        let isEncrypted: Bool
        let requestID: UUID128
        /// The span of this request; its `state` is not empty only if the client's own lines are to travel on.
        let trace: TraceContext
    }

    /// Dropped from every request: of this connection only, or said anew below. `Expect` has been answered by the
    /// gateway. `Forwarded` is one more way of saying what `X-Forwarded-*` says and is not passed on.
    private static let dropped = HTTPFieldNameSet.hopByHop.union(.framing).union([
        .host, .authorization, .forwarded, .xForwardedFor, .xForwardedHost, .xForwardedProto, .xForwardedPort, .xRealIP,
        .xRequestID, .xCorrelationID, .traceparent, .expect, .xHTTPMethodOverride, .xOriginalURL, .rateLimit,
        .rateLimitPolicy,
    ])

    /// Appends the head of the request to the service at `authority`. With an alias, `rewrite` takes the place of the
    /// first `prefixBytes` of the path. `token` is the value of `Authorization` with the internal token; an empty one
    /// means a request without identity, and then the service gets none. Nothing is appended when this throws.
    func append(
        _ head: HTTPRequestHead, body: HTTPBodyFraming, to authority: [UInt8], token: [UInt8], context: Context,
        rewrite: (prefixBytes: Int, prefix: [UInt8])? = nil, upgrades: Bool = false, into out: inout [UInt8]
    ) throws(ForwardingFault) {
        let fields = head.fields
        guard !via.isIn(fields) else { throw .loop }
        let named = try ConnectionNames(ofRequest: fields)
        let forwards = try Self.forwards(head)
        let host = believedHost(head, context)
        let added = ForwardingLimits.addedBytes + token.count + context.path.textBytesMax + host.count + via.lineBytes
        out.reserveCapacity(out.count + fields.bytes.count + authority.count + added)
        Self.appendLine(head, rewrite, authority, to: &out)
        var omitted = Self.dropped
        if context.trace.state.isEmpty { omitted.insert(.tracestate) }
        if forwards != nil { omitted.insert(.maxForwards) }
        let text = fields.bytes.span
        fields.encode(into: &out) { line in
            guard let known = line.known else {
                return !ReservedFieldName.isReservedIncoming(text.extracting(line.name))
                    && !named.contains(text.extracting(line.name))
            }
            return !omitted.contains(known)
        }
        // Where a body is usual, a service may insist on hearing that there is none (RFC 9110, section 8.6).
        let isUsuallyFull = head.method == .post || head.method == .put || head.method == .patch
        let framing = body == .none && isUsuallyFull ? .length(0) : body
        // Pieces of the two, because what a closure takes hold of it copies.
        let (version, path, requestID, trace) = (head.version, context.path, context.requestID, context.trace)
        let isEncrypted =
            path.isPeerTrusted ? Self.believableScheme(fields) ?? context.isEncrypted : context.isEncrypted
        out.append(addingCapacity: added) { (room: inout OutputSpan<UInt8>) in
            if let forwards {
                room.append("Max-Forwards: ")
                room.append(decimal: forwards)
                room.append("\r\n")
            }
            if !token.isEmpty {
                room.append("Authorization: ")
                room.append(span: token.span)
                room.append("\r\n")
            }
            Self.appendOrigin(fields, host, path, isEncrypted: isEncrypted, to: &room)
            via.append(to: &room, received: version)
            room.append("X-Request-ID: ")
            requestID.append(to: &room)
            room.append("\r\ntraceparent: ")
            trace.appendTraceparent(to: &room)
            room.append("\r\n")
            if upgrades { room.append("Connection: Upgrade\r\nUpgrade: websocket\r\n") }
            framing.encode(into: &room)
            room.append("\r\n")
        }
    }

    /// The request line and the host. The prefix of an alias holds only bytes that are never escaped, so it stands in the
    /// encoded path exactly as in the normal one.
    private static func appendLine(
        _ head: HTTPRequestHead, _ rewrite: (prefixBytes: Int, prefix: [UInt8])?, _ authority: [UInt8],
        to out: inout [UInt8]
    ) {
        out.append(head.method.name)
        out.append(UInt8(ascii: " "))
        let start = out.count
        head.target.encode(into: &out)
        if let rewrite { out.replaceSubrange(start..<(start + rewrite.prefixBytes), with: rewrite.prefix) }
        out.append(addingCapacity: authority.count + 32) { (room: inout OutputSpan<UInt8>) in
            room.append(" HTTP/1.1\r\nHost: ")
            room.append(span: authority.span)
            room.append("\r\n")
        }
    }

    /// Where the host that the client asked for stands in the head's bytes; empty when it named none.
    private func believedHost(_ head: HTTPRequestHead, _ context: Context) -> Range<Int> {
        let fields = head.fields
        let believed =
            context.path.isPeerTrusted && fields.count(.xForwardedHost) == 1
            ? fields.firstRange(.xForwardedHost).flatMap { $0.isEmpty ? nil : $0 } : nil
        return believed ?? head.target.authorityRange ?? fields.firstRange(.host) ?? 0..<0
    }

    /// Where the request came from. What a trusted proxy says of scheme and host is believed, what anyone else says is
    /// replaced by what we saw.
    private static func appendOrigin(
        _ fields: HTTPFields, _ host: Range<Int>, _ path: ForwardedPath, isEncrypted: Bool,
        to out: inout OutputSpan<UInt8>
    ) {
        out.append("X-Forwarded-For: ")
        path.append(to: &out)
        out.append("\r\nX-Forwarded-Proto: ")
        out.append(isEncrypted ? "https\r\n" : "http\r\n")
        guard !host.isEmpty else { return }
        out.append("X-Forwarded-Host: ")
        out.append(span: fields.bytes.span.extracting(host))
        out.append("\r\n")
    }

    /// Whether a trusted proxy's one `X-Forwarded-Proto` says `https`; nil when it says neither scheme.
    private static func believableScheme(_ fields: HTTPFields) -> Bool? {
        guard fields.count(.xForwardedProto) == 1, let range = fields.firstRange(.xForwardedProto) else { return nil }
        let value = fields.bytes.span.extracting(range)
        let http = "https".utf8Span.span
        guard 4...5 ~= value.count else { return nil }
        for index in value.indices where ReservedFieldName.lowerCased(value[index]) != http[index] { return nil }
        return value.count == 5
    }

    /// The count to send on with an OPTIONS that has one; other methods pass theirs untouched.
    private static func forwards(_ head: HTTPRequestHead) throws(ForwardingFault) -> UInt32? {
        guard head.method == .options, let range = head.fields.firstRange(.maxForwards) else { return nil }
        let value = head.fields.bytes.span.extracting(range)
        guard 1...9 ~= value.count, head.fields.count(.maxForwards) == 1 else { throw .maxForwardsMalformed }
        var count: UInt32 = 0
        for index in value.indices {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= value[index] else { throw .maxForwardsMalformed }
            count = count * 10 + UInt32(value[index] - UInt8(ascii: "0"))
        }
        guard count > 0 else { throw .forwardsUsedUp }
        return count - 1
    }
}
