import Bytes
import EventLoop
import HTTPClient
import HTTPServer
import HTTPWire
import PlatformProtocol

/// What operators read on their port: all that the gateway says of itself, and how its upstreams are.
struct AdminPages: HTTPHandler {
    let pages: GatewayPages
    let loops: GatewayLoops

    func handle(_ exchange: ServerExchange) async throws {
        guard exchange.head.method == .get else { return try await pages.answer(exchange) }
        switch exchange.head.target.path {
        case "/admin/upstreams":
            await loops.refresh(on: exchange.loop)
            try await exchange.send(.json(Self.upstreams(loops.views)))
        case "/metrics":
            await loops.refresh(on: exchange.loop)
            try await pages.answer(exchange)
        default: try await pages.answer(exchange)
        }
    }

    /// A row for each instance, all loops together: each loop has connections and an opinion of its own.
    static func upstreams(_ views: [LoopView]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(#"{"items":["#)
        for (index, row) in rows(views).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(#"{"service":""#)
            bytes.append(text: row.service.rawValue)
            bytes.append(#"","address":""#)
            bytes.append(text: row.address.description)
            bytes.append(#"","healthy":"#)
            bytes.append(row.loopsEjecting == 0 ? "true" : "false")
            bytes.append(#","loops":"#)
            bytes.append(decimal: row.loops)
            bytes.append(#","loopsEjecting":"#)
            bytes.append(decimal: row.loopsEjecting)
            bytes.append(#","outstanding":"#)
            bytes.append(decimal: row.outstanding)
            bytes.append(#","open":"#)
            bytes.append(decimal: row.open)
            bytes.append(#","idle":"#)
            bytes.append(decimal: row.idle)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append("]}")
        return bytes
    }

    private struct Row {
        let service: ServiceName
        let address: SocketAddress
        var loops = 0
        var loopsEjecting = 0
        var outstanding = 0
        var open = 0
        var idle = 0
    }

    /// In the order in which the first loop knows them, which is that of the settings.
    private static func rows(_ views: [LoopView]) -> [Row] {
        var rows: [Row] = []
        for service in views.flatMap(\.services) {
            for state in service.endpoints {
                let known = rows.firstIndex { $0.service == service.name && $0.address == state.address }
                let index = known ?? rows.count
                if known == nil { rows.append(Row(service: service.name, address: state.address)) }
                rows[index].loops += 1
                rows[index].loopsEjecting += state.isHealthy ? 0 : 1
                rows[index].outstanding += state.outstanding
                rows[index].open += state.open
                rows[index].idle += state.idle
            }
        }
        return rows
    }
}
