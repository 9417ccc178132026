import Bytes
import Crypto
import EventLoop
import HTTPClient
import HTTPServer
import HTTPWire
import Identity
import Observability
import PlatformProtocol

/// One admitted request on its way to a service, and the answer on its way back. Answers stream; of a request's body
/// the first part is waited for (`BodyIntake`), and the rest streams. The usual small answer goes out in one segment.
struct Proxying {
    let gateway: GatewayLoop
    let exchange: ServerExchange
    /// The exchange's, at hand: each question to the exchange would copy it first.
    let head: HTTPRequestHead
    let match: RouteTable.Match
    let target: RouteTarget
    let admission: Admission
    let service: ServiceUpstream

    /// Forwards the request, with what `intake` has of its body.
    func run(_ intake: BodyIntake? = nil) async throws {
        let encoded = try encodedHead(intake?.framing ?? exchange.framing, upgrades: false)
        let body = intake?.outgoing ?? .none
        let answer: Exchange
        do throws(UpstreamFault) {
            // The buffer is given away, so that it finds its way back to the loop's spare ones.
            answer = try await service.upstream.exchange(
                OutgoingRequest(
                    head: consume encoded, method: head.method, body: body,
                    timeouts: target.timeouts, cancellation: exchange.cancellation))
        } catch {
            throw problem(for: error)
        }
        intake?.release()
        try await relay(answer)
    }

    /// The same for a request with a body. No connection to the service is taken before the body is here, if it is
    /// small, or a good part of it: a client that sends slowly costs a little memory, and not what others need. Bodies
    /// that go on arriving after that may take no more than a share of the connections.
    func runWithBody() async throws {
        let intake = BodyIntake(exchange, gateway.setup.heldBodies)
        defer { intake.release() }
        guard try await intake.fill() else { throw bodyRefused("no memory for another body") }
        guard !intake.isWhole else { return try await run(intake) }
        guard service.beginUpload() else { throw bodyRefused("too many uploads are under way") }
        defer { service.endUpload() }
        try await run(intake)
    }

    private func bodyRefused(_ reason: String) -> Problem {
        gateway.metrics.bodiesRefused.add()
        return Problem.temporary(
            .serviceUnavailable, retryAfter: 1, internalMessage: "\(service.name.rawValue): \(reason)")
    }

    // MARK: There

    /// The head for the service, in one of the loop's spare buffers.
    func encodedHead(_ framing: HTTPBodyFraming, upgrades: Bool) throws -> [UInt8] {
        var token: [UInt8] = []
        if let identity = admission.identity {
            token = try gateway.minter.fieldValue(for: identity, to: service.name, now: gateway.now)
        }
        var out = gateway.loop.takeBuffer()
        let context = RequestForwarding.Context(
            path: gateway.path(of: exchange), isEncrypted: false, requestID: exchange.requestID, trace: exchange.trace)
        do throws(ForwardingFault) {
            try gateway.requestForwarding.append(
                head, body: framing, to: service.authority, token: token, context: context,
                rewrite: match.rewrite.map { (match.prefixBytes, gateway.setup.routes.rewrites[$0]) },
                upgrades: upgrades, into: &out)
        } catch {
            throw Problem(.malformedRequest, detail: "\(error.label)", internalMessage: "\(error.label)")
        }
        return out
    }

    // MARK: Back

    func relay(_ answer: Exchange) async throws {
        var out = gateway.loop.takeBuffer()
        let framing = appendHead(answer, to: &out)
        guard framing != .none else { return try await exchange.finish(out) }
        var isOver = false
        answer.takeArrived { append($0, framing, to: &out) }
        if answer.isComplete {
            appendEnd(framing, to: &out)
            return try await exchange.finish(out)
        }
        // A stream of events has no end of its own, so it has the token's, as a tunnel has.
        let end = answer.head.isEventStream ? expiry : .never
        while !isOver {
            if !out.isEmpty {
                try await exchange.write(out)
                out = gateway.loop.takeBuffer()
            }
            // What the service breaks off, the client must not take for whole: the error ends its connection.
            isOver = !(try await answer.next(endingAt: end) { append($0, framing, to: &out) })
        }
        appendEnd(framing, to: &out)
        if out.isEmpty { exchange.finish() } else { try await exchange.finish(out) }
    }

    func appendHead(_ answer: Exchange, to out: inout [UInt8]) -> HTTPResponseFraming {
        exchange.notes.status = Int(answer.head.status.code)
        var client = HTTPExchange(
            method: head.method, version: head.version, keepsAlive: exchange.settleConnection())
        let context = ResponseForwarding.Context(
            requestID: exchange.requestID, classification: admission.classification, limits: admission.limits)
        let framing = gateway.responseForwarding.append(
            answer.head, framing: answer.framing, for: &client, context: context, limiter: gateway.setup.limiter,
            date: exchange.date, into: &out)
        if !client.keepsAlive { _ = exchange.settleConnection(bodyIsDelimited: false) }
        return framing
    }

    private func append(_ piece: Span<UInt8>, _ framing: HTTPResponseFraming, to out: inout [UInt8]) {
        if framing == .chunked { out.appendChunk(piece) } else { out.append(span: piece) }
    }

    private func appendEnd(_ framing: HTTPResponseFraming, to out: inout [UInt8]) {
        if framing == .chunked { out.appendLastChunk() }
    }

    /// The caller of what lasts must prove itself anew when its token ends; without one there is no such end. The leeway
    /// is for clocks that differ when a token is judged, not for streams to live in: only one that was opened within it
    /// lasts until it is over.
    var expiry: MonotonicTime {
        guard let identity = admission.identity else { return .never }
        let left = identity.expiresAt.seconds - gateway.now.seconds
        let leeway = gateway.setup.tokenPolicy.leeway
        return gateway.loop.now + .seconds(max(0, left > leeway ? left - leeway : left))
    }

    // MARK: Failure

    func problem(for fault: UpstreamFault) -> any Error {
        if case .bodySourceFailed(let cause) = fault { return cause }
        let internalMessage = "\(service.name.rawValue): \(fault.label)"
        switch fault.status {
        case .gatewayTimeout: return Problem.temporary(.gatewayTimeout, retryAfter: 1, internalMessage: internalMessage)
        case .serviceUnavailable:
            return Problem.temporary(.serviceUnavailable, retryAfter: 1, internalMessage: internalMessage)
        default: return Problem(.badGateway, internalMessage: internalMessage)
        }
    }
}

extension HTTPResponseHead {
    /// Whether the body is a stream of events, which lasts until somebody ends it.
    fileprivate var isEventStream: Bool {
        fields.first(.contentType)?.lowercased().hasPrefix("text/event-stream") ?? false
    }
}
