import Foundation

/// What an idle keep-alive connection costs in memory: many are opened, each asks once and stays.
struct IdleBench {
    /// The bar of the architecture's table, in bytes.
    static let bytesPerConnectionMax = 8_192.0

    let workshop: Workshop

    func run() throws -> [BenchRow] {
        let nginx = Nginx(workshop: workshop)
        let contenders = try workshop.selected([
            HTTPBench.ours(in: workshop),
            Contender(name: "nginx", version: nginx.version) { try nginx.constant(HTTPBench.body, name: "nginx") },
        ])
        var cost: [String: Double] = [:]
        for contender in contenders {
            cost[contender.name] = try bytesPerConnection(contender)
            say("  \(contender.name): \(format(cost[contender.name] ?? 0)) bytes a connection")
        }
        try workshop.save(
            plot: Plot.bars(
                title: "Memory of an idle connection", unit: "bytes",
                contenders.map { ($0.name, [cost[$0.name] ?? 0]) }))
        let ours = cost[Contender.oursName]
        let limit = BenchRow(
            metric: "idle_connection", unit: "bytes", ours: ours, peer: "limit", theirs: Self.bytesPerConnectionMax,
            ratio: ours.map { $0 / Self.bytesPerConnectionMax }, bar: .atMost(1))
        return [limit]
            + contenders.filter { !$0.isOurs }.map { peer in
                let theirs = cost[peer.name] ?? 0
                return BenchRow(
                    metric: "idle_connection", unit: "bytes", ours: ours, peer: peer.name, theirs: theirs,
                    ratio: ours.map { $0 / theirs }, bar: .fact)
            }
    }

    private func bytesPerConnection(_ contender: Contender) throws -> Double {
        let server = try contender.start()
        defer { server.stop() }
        let load = Load(path: "/", headers: [], connections: 1)
        let wanted = workshop.options.idleConnections
        let count = try OpenFiles.connections(wanted: wanted)
        if count < wanted { say("  \(count) connections instead of \(wanted): the limit of open files is too low") }
        // The first request brings in what every later one shares.
        _ = try Probe.ask(server, load)
        let before = server.figures.residentBytes
        var connections: [LoopbackSocket] = []
        for index in 0..<count {
            let source = UInt8(clamping: 1 + index / BenchLimits.connectionsPerSource)
            let socket = try LoopbackSocket(port: server.port, source: source)
            _ = try Probe.ask(over: socket, of: server, load)
            connections.append(socket)
        }
        // Every connection has to be open still, or the memory of the closed ones is missing from the sum.
        for socket in connections { _ = try Probe.ask(over: socket, of: server, load) }
        return Double(server.figures.residentBytes - before) / Double(count)
    }
}
