/// A constant answer of 27 bytes over keep-alive connections: the floor under everything that speaks HTTP.
struct HTTPBench {
    static let body = #"{"message":"Hello, World!"}"#
    static let program = "bench-http-server"

    let workshop: Workshop

    func run() throws -> [BenchRow] {
        let nginx = Nginx(workshop: workshop)
        let contenders = try workshop.selected([
            Self.ours(in: workshop),
            Contender(name: "nginx", version: nginx.version) { try nginx.constant(Self.body, name: "nginx") },
        ])
        let load = Load(path: "/", headers: [], connections: workshop.options.connections)
        return try Comparison(
            workshop: workshop, contenders: contenders, load: load, body: Self.body,
            bars: ["nginx": HTTPBench.cpuBar]
        ).run().rows
    }

    /// Ours may cost at most what nginx does.
    static let cpuBar = 1.0

    /// Our HTTP server with a constant route, if this build has it.
    static func ours(in workshop: Workshop) -> Contender? {
        workshop.program(program).map { path in
            Contender(name: Contender.oursName, version: "this build") {
                let port = try LoopbackSocket.freePort()
                return try Server(
                    Contender.oursName, port: port, command: [path, "--port", String(port)],
                    log: workshop.path("ours.out"))
            }
        }
    }
}
