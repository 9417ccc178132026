import Foundation

/// Memory over many requests: what grows in the long run leaks.
struct SoakBench {
    /// Growth from the first quarter to the last that is noise, in KiB.
    static let growthMax = 1_024.0

    let workshop: Workshop

    func run() throws -> [BenchRow] {
        let nginx = Nginx(workshop: workshop)
        let contenders = try workshop.selected([
            HTTPBench.ours(in: workshop),
            workshop.options.onlyPeer == nil
                ? nil
                : Contender(name: "nginx", version: nginx.version) {
                    try nginx.constant(HTTPBench.body, name: "nginx")
                },
        ])
        let samples = try contenders.map { (name: $0.name, values: try residentKiB(of: $0)) }
        try workshop.save(plot: Plot.line(title: "Resident memory over the soak", unit: "KiB", samples))
        return samples.map { name, values in
            let quarter = max(values.count / 4, 1)
            let growth = (Array(values.suffix(quarter)).mean ?? 0) - (Array(values.prefix(quarter)).mean ?? 0)
            say("  \(name): \(format(growth)) KiB more in the last quarter than in the first")
            return BenchRow(
                metric: name == Contender.oursName ? "resident_growth" : "resident_growth_\(name)", unit: "KiB",
                ours: growth, peer: "limit", theirs: Self.growthMax, ratio: growth / Self.growthMax, bar: .atMost(1))
        }
    }

    /// One sample after each stretch of load, until all requests are done.
    private func residentKiB(of contender: Contender) throws -> [Double] {
        let server = try contender.start()
        defer { server.stop() }
        let load = Load(path: "/", headers: [], connections: workshop.options.connections)
        // The first stretch fills buffers and caches; it is part of no quarter.
        _ = try load.run(on: server.port, seconds: workshop.options.seconds)
        var requests = 0
        var samples: [Double] = []
        while requests < workshop.options.requests {
            let result = try load.run(on: server.port, seconds: workshop.options.seconds)
            if let fault = result.fault { throw BenchError.wrongAnswer(contender.name, fault) }
            requests += result.requests
            samples.append(Double(server.figures.residentBytes) / 1024)
            say("  \(contender.name): \(requests) requests, \(format(samples.last ?? 0)) KiB")
        }
        return samples
    }
}
