import Foundation

/// Interleaved rounds over running servers.
struct Rounds {
    /// What one server did in one round.
    struct Sample {
        let cpuPerRequest: Double
        let throughput: Double
        let p50: Double
        let p99: Double
        let residentMiB: Double
    }

    /// The samples of each server by name; index `i` is the same round for all of them.
    private(set) var samples: [String: [Sample]] = [:]

    init(samples: [String: [Sample]]) {
        self.samples = samples
    }

    /// Runs `count` rounds after one short round each that is thrown away. A round in which any server gave a wrong
    /// answer counts for none of them.
    init(
        _ count: Int, of seconds: Int, on servers: [Server], _ load: Load, pacedBy script: String? = nil
    ) throws {
        for server in servers { _ = try load.run(on: server.port, seconds: 1, pacedBy: script) }
        for round in 0..<count {
            let order = servers.indices.map { servers[($0 + round) % servers.count] }
            var results: [String: Sample] = [:]
            for server in order {
                let (sample, fault) = try Self.measure(server, seconds: seconds, load, pacedBy: script)
                if let fault {
                    say("  round \(round + 1) is invalid: \(server.name): \(fault)")
                } else {
                    results[server.name] = sample
                }
            }
            let figures = order.compactMap { server in
                results[server.name].map { "\(server.name) \(format($0.cpuPerRequest)) µs" }
            }
            say("  round \(round + 1)/\(count): CPU per request \(figures.joined(separator: ", "))")
            guard results.count == servers.count else { continue }
            for (name, sample) in results { samples[name, default: []].append(sample) }
        }
    }

    private static func measure(
        _ server: Server, seconds: Int, _ load: Load, pacedBy script: String?
    ) throws -> (Sample, fault: String?) {
        let before = server.figures
        let result = try load.run(on: server.port, seconds: seconds, pacedBy: script)
        let after = server.figures
        let sample = Sample(
            cpuPerRequest: (after.cpu - before.cpu).microseconds / Double(result.requests),
            throughput: result.requestsPerSecond, p50: result.p50, p99: result.p99,
            residentMiB: Double(after.residentBytes) / 1_048_576)
        return (sample, result.fault)
    }

    func values(_ name: String, _ metric: KeyPath<Sample, Double>) -> [Double] {
        (samples[name] ?? []).map { $0[keyPath: metric] }
    }

    /// The median over the rounds of ours through theirs.
    func ratio(_ ours: String, to theirs: String, _ metric: KeyPath<Sample, Double>) -> Double? {
        zip(values(ours, metric), values(theirs, metric)).filter { $1 > 0 }.map { $0 / $1 }.median
    }
}
