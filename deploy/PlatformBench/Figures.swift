/// What one run has found.
struct Figures: Codable, Sendable {
    /// Seconds until everything was ready, from nothing: a database server, six databases, seven processes.
    let up: Double
    /// Seconds from a process's start to its readiness.
    let ready: [String: Double]
    /// MiB, when nobody has asked for anything yet.
    let residentIdle: [String: Double]
    /// MiB, after `requests` through the gateway.
    let residentAfter: [String: Double]
    let requests: Int
    /// From a POST's first byte to the WebSocket's message about what the law says.
    let compliance: Latency
    let creates: Throughput
    let reads: Throughput

    struct Latency: Codable, Sendable {
        let p50: Double
        let p99: Double
        let worst: Double

        /// Of milliseconds.
        init(_ values: [Double]) {
            let sorted = values.sorted()
            func at(_ part: Double) -> Double {
                sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
            }
            (p50, p99, worst) = (at(0.5), at(0.99), sorted.last ?? 0)
        }
    }

    struct Throughput: Codable, Sendable {
        let perSecond: Double
        let latency: Latency
        /// Microseconds of processor time for one request, by process.
        let processor: [String: Double]
    }
}
