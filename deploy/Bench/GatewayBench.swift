/// An authenticated GET through the gateway to an upstream that answers a kilobyte of JSON at once.
///
/// nginx only forwards and logs; HAProxy also verifies the token and counts the subject, as ours does. All have one
/// worker, keep-alive on both sides and their access log in a file (nginx's buffered, HAProxy's a write a request).
struct GatewayBench {
    static let path = "/api/v1/bookings/0192f0c1-2345-7abc-8def-0123456789ad"
    /// The bars of the architecture's table.
    static let cpuBars = ["haproxy": 0.7, "nginx": 1.0]
    static let latencyBar = 1.0

    let workshop: Workshop

    func run() throws -> [BenchRow] {
        let nginx = Nginx(workshop: workshop)
        let haproxy = HAProxy(workshop: workshop)
        let upstream = try nginx.constant(Self.body, name: "upstream").port
        let contenders = try workshop.selected([
            ours(upstream: upstream),
            Contender(name: "nginx", version: nginx.version) { try nginx.proxy(to: upstream) },
            Contender(name: "haproxy", version: haproxy.version, verifiesTokens: true) {
                try haproxy.gateway(to: upstream, secret: BenchToken.secret)
            },
        ])
        let load = Load(
            path: Self.path, headers: [("Authorization", "Bearer \(try BenchToken.make())")],
            connections: workshop.options.connections)
        let comparison = Comparison(
            workshop: workshop, contenders: contenders, load: load, body: Self.body, bars: Self.cpuBars)
        let saturated = try comparison.run()
        return saturated.rows + (try atHalfLoad(comparison, saturated))
    }

    /// The same rate for all: half of what the slowest of them reaches.
    private func atHalfLoad(_ comparison: Comparison, _ saturated: Comparison.Outcome) throws -> [BenchRow] {
        let slowest = comparison.contenders.compactMap { saturated.rounds.values($0.name, \.throughput).median }.min()
        guard let slowest else { return [] }
        let options = workshop.options
        say("  at half load, \(format(slowest / 2)) requests a second:")
        let script = try workshop.write(Load.pacing(requestsPerSecond: slowest / 2), to: "half.lua")
        let rounds = try Rounds(
            options.rounds, of: options.seconds, on: saturated.servers, comparison.load, pacedBy: script)
        return comparison.contenders.filter { !$0.isOurs }.flatMap { peer in
            [
                comparison.row("half_load_latency_p99", "us", peer.name, rounds, \.p99, .atMost(Self.latencyBar)),
                comparison.row("half_load_latency_p50", "us", peer.name, rounds, \.p50),
                comparison.row("half_load_throughput", "1/s", peer.name, rounds, \.throughput),
                comparison.row("half_load_cpu_per_request", "us", peer.name, rounds, \.cpuPerRequest),
            ]
        }
    }

    private func ours(upstream: UInt16) -> Contender? {
        workshop.program(GatewayUnderTest.program).map { path in
            Contender(name: Contender.oursName, version: "this build", verifiesTokens: true) {
                let gateway = GatewayUnderTest(
                    port: try LoopbackSocket.freePort(), adminPort: try LoopbackSocket.freePort(), upstream: upstream,
                    secret: BenchToken.secret, logsAccess: workshop.options.logsAccess)
                return try Server(
                    Contender.oursName, port: gateway.port, command: [path], environment: gateway.environment,
                    log: workshop.path("ours-access.log"))
            }
        }
    }

    /// A booking as a service answers it, about a kilobyte.
    static let body: String = {
        let notes = String(repeating: "The crew enters through the north gate and signs in. ", count: 13)
        return """
            {"id":"0192f0c1-2345-7abc-8def-0123456789ad","version":7,"status":"confirmed","title":"Spring fair",\
            "startsAt":"2026-05-01T09:00:00Z","endsAt":"2026-05-01T17:00:00Z","state":"CO","crew":\
            ["0192f0c1-2345-7abc-8def-0123456789b1","0192f0c1-2345-7abc-8def-0123456789b2"],"notes":"\(notes)"}
            """
    }()
}
