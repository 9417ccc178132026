import Bytes
import EventLoop
import HTTPClient
import HTTPServer
import HTTPWire
import PlatformProtocol

/// What operators read on their port: all that the gateway says of itself, and how its upstreams are.
struct AdminPages: HTTPHandler {
    let pages: GatewayPages
    let gateway: GatewayLoop

    func handle(_ exchange: ServerExchange) async throws {
        guard exchange.head.method == .get, exchange.head.target.path == "/admin/upstreams" else {
            return try await pages.answer(exchange)
        }
        try await exchange.send(upstreams())
    }

    private func upstreams() -> Response {
        var bytes: [UInt8] = []
        bytes.append(#"{"items":["#)
        var isFirst = true
        for service in gateway.upstreams {
            for state in service.upstream.endpointStates {
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                bytes.append(#"{"service":""#)
                bytes.append(text: service.name.rawValue)
                bytes.append(#"","address":""#)
                bytes.append(text: state.address.description)
                bytes.append(#"","healthy":"#)
                bytes.append(state.isHealthy ? "true" : "false")
                bytes.append(#","outstanding":"#)
                bytes.append(decimal: state.outstanding)
                bytes.append(#","open":"#)
                bytes.append(decimal: state.open)
                bytes.append(#","idle":"#)
                bytes.append(decimal: state.idle)
                bytes.append(UInt8(ascii: "}"))
            }
        }
        bytes.append("]}")
        return .json(bytes)
    }
}
