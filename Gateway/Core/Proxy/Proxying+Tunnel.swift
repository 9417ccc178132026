import Bytes
import Crypto
import EventLoop
import HTTPClient
import HTTPServer
import HTTPWire
import Identity
import Observability
import PlatformProtocol

/// WebSocket through the gateway: bytes both ways, once the service has really agreed.
extension Proxying {
    /// Opens a tunnel. Nothing of what the client sends early reaches the service before its 101 was checked, and no
    /// 101 reaches the client that does not answer its own key: a proxy that looks at the status alone can be talked
    /// into tunnelling to an ordinary HTTP server.
    ///
    /// `opened` is called when the tunnel stands.
    func tunnel(opened: () -> Void) async throws {
        let offer: WebSocketOffer
        do throws(WebSocketHandshakeFault) {
            offer = try WebSocketOffer(head, framing: exchange.framing) { _ in true }
        } catch {
            throw Self.problem(for: error)
        }
        var request = OutgoingRequest(head: try encodedHead(exchange.framing, upgrades: true), method: .get)
        request.asksToUpgrade = true
        request.timeouts = target.timeouts
        let answer: Exchange
        do throws(UpstreamFault) {
            answer = try await service.upstream.exchange(request)
        } catch {
            throw problem(for: error)
        }
        guard answer.head.status == .switchingProtocols else { return try await relay(answer) }
        let sha1: (Span<UInt8>) -> [UInt8] = { HashFunction.sha1.hash(of: $0) }
        do throws(WebSocketAnswerFault) {
            _ = try WebSocketExpectation(relaying: offer).check(
                status: answer.head.status, fields: answer.head.fields, sha1: sha1)
        } catch {
            answer.abort()
            throw Problem(.badGateway, internalMessage: "\(service.name.rawValue): \(error.label)")
        }
        var out = gateway.loop.takeBuffer()
        _ = appendHead(answer, to: &out)
        guard let upstream = answer.takeTunnel() else { throw Problem(.badGateway) }
        defer { upstream.stream.close() }
        let client = try await exchange.leaveHTTP(out)
        opened()
        gateway.metrics.tunnels.add()
        defer { gateway.metrics.tunnels.subtract() }
        let tunnel = Tunnel(
            client: client.stream, service: upstream.stream, idle: target.idle, expiresAt: expiry)
        await tunnel.run(fromClient: client.early, fromService: upstream.firstBytes)
    }

    /// The pages of other origins are not asked about: a browser lets no page send an `Authorization` field with its
    /// handshake, and cookies carry no identity here, so there is nothing that a foreign page could ride on.
    private static func problem(for fault: WebSocketHandshakeFault) -> Problem {
        guard fault.status == .upgradeRequired else { return Problem(.malformedRequest, detail: "\(fault.label)") }
        return Problem(
            .upgradeRequired,
            headers: [Problem.Header("Sec-WebSocket-Version", "13"), Problem.Header("Upgrade", "websocket")])
    }
}

/// Two connections that are each other's other end.
struct Tunnel {
    let client: TCPStream
    let service: TCPStream
    /// How long both directions together may be silent. Peers that want to stay send pings more often.
    let idle: Duration
    let expiresAt: MonotonicTime

    /// Carries bytes until one side ends, both are silent, the token ends, or the task is cancelled. Returns when both
    /// directions have ended.
    func run(fromClient early: [UInt8], fromService first: [UInt8]) async {
        let loop = client.loop
        let activity = Activity(at: loop.now)
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                group.addTask(executorPreference: loop) { await carry(early, client, service, activity) }
                group.addTask(executorPreference: loop) { await carry(first, service, client, activity) }
            }
        } onCancel: {
            loop.execute { end() }
        }
    }

    private func carry(_ first: [UInt8], _ source: TCPStream, _ sink: TCPStream, _ activity: Activity) async {
        defer { end() }
        do {
            if !first.isEmpty { try await sink.send(first, until: source.loop.now + idle) }
            while true {
                var piece = source.loop.takeBuffer()
                guard try await receive(from: source, into: &piece, activity) else { return }
                try await sink.send(piece, until: min(source.loop.now + idle, expiresAt))
                source.loop.returnBuffer(piece)
            }
        } catch {
            // A broken, silent or expired end: the other one is told by the end of its connection.
            return
        }
    }

    /// Waits for bytes; a silence of one direction is no end as long as the other one speaks.
    private func receive(from source: TCPStream, into piece: inout [UInt8], _ activity: Activity) async throws -> Bool {
        while true {
            do {
                try await source.receive(until: min(activity.last + idle, expiresAt)) { span in piece.append(span: span)
                }
                activity.last = source.loop.now
                return !piece.isEmpty
            } catch StreamFault.deadline where activity.last + idle > source.loop.now && expiresAt > source.loop.now {
                continue
            }
        }
    }

    private func end() {
        client.interrupt()
        service.interrupt()
        client.finishSending()
        service.finishSending()
    }

    /// When a byte last passed.
    // Safety: read and written on the streams' loop only.
    private final class Activity: @unchecked Sendable {
        var last: MonotonicTime

        init(at moment: MonotonicTime) {
            last = moment
        }
    }
}
